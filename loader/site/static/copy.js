// Puts a button beside each citation that copies it; without this script the citation is text to select.
"use strict";
for (const citation of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(citation.textContent);
    } catch {
      getSelection().selectAllChildren(citation); // no clipboard without https: the reader copies what is selected
      document.execCommand("copy");
    }
    button.textContent = "Copied";
  });
  citation.after(button);
}
