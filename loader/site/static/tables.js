// Names the field that the SQL editor makes for itself, which no template can.
"use strict";
addEventListener("load", () => {
  for (const field of document.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", "SQL");
});
