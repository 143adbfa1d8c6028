// What a bar or point says, under the pointer or the arrow keys. Without this script the
// page lacks nothing: the same numbers are in the tables.
"use strict";
const tip = document.getElementById("tip");
let pointed = null;

function marksOf(picture) {
  const shown = [...picture.children].find((each) => each.offsetParent !== null);
  return shown ? [...shown.querySelectorAll('[role="graphics-symbol"][aria-roledescription]')]
    .filter((mark) => !mark.closest(".role-axis, .role-legend") && mark.getAttribute("aria-label")) : [];
}

function say(mark) {
  if (pointed) pointed.classList.remove("pointed");
  pointed = mark;
  tip.hidden = !mark;
  if (!mark) return;
  mark.classList.add("pointed");
  tip.textContent = mark.getAttribute("aria-label");
  const box = mark.getBoundingClientRect();
  const left = box.left + box.width / 2 - tip.offsetWidth / 2;
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${box.top > tip.offsetHeight + 12 ? box.top - tip.offsetHeight - 8 : box.bottom + 8}px`;
}

for (const picture of document.querySelectorAll(".picture")) {
  picture.addEventListener("pointerover", (event) => {
    const mark = event.target.closest('[role="graphics-symbol"]');
    say(mark && marksOf(picture).includes(mark) ? mark : null);
  });
  picture.addEventListener("pointerleave", () => say(null));
  picture.addEventListener("blur", () => say(null));
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") say(null);
    if (!step) return;
    event.preventDefault();
    const marks = marksOf(picture);
    const place = marks.indexOf(pointed) + step;
    if (marks.length) say(marks[Math.max(0, Math.min(place, marks.length - 1))]);
  });
}
addEventListener("scroll", () => say(pointed), { passive: true });
