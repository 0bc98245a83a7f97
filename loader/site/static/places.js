// Marks the characters that an address names (#c120-180), also where no element of that name stands.
"use strict";
(() => {
  const MARK = "place";

  function clear() {
    for (const old of document.querySelectorAll("." + MARK)) {
      const parent = old.parentNode;
      old.replaceWith(...old.childNodes);
      parent.normalize();
    }
  }

  // Offsets count code points, as Python and SQLite do; JavaScript's count UTF-16 units.
  function units(text, points) {
    let at = 0;
    for (const character of text) {
      if (points-- <= 0) break;
      at += character.length;
    }
    return at;
  }

  function markIn(paragraph, start, end) {
    let at = Number(paragraph.dataset.start);
    const made = [];
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => node.parentElement.closest(".ref") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const length = [...node.data].length;
      const from = Math.max(start - at, 0), to = Math.min(end - at, length);
      if (from < to) {
        const range = document.createRange();
        range.setStart(node, units(node.data, from));
        range.setEnd(node, units(node.data, to));
        const mark = document.createElement("span");
        mark.className = MARK;
        range.surroundContents(mark);
        made.push(mark);
      }
      at += length;
    }
    return made;
  }

  function show() {
    clear();
    const place = /^#c(\d+)-(\d+)$/.exec(location.hash);
    if (!place) return;
    const start = Number(place[1]), end = Number(place[2]);
    const made = [...document.querySelectorAll("[data-start]")].flatMap((p) => markIn(p, start, end));
    for (const mark of made) {
      const fold = mark.closest("details");
      if (fold) fold.open = true;
    }
    if (made.length) made[0].scrollIntoView({ block: "center" });
  }

  addEventListener("hashchange", show);
  show();
})();
