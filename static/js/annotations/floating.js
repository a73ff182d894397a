// What floats near the text: the category chooser at a selection, and the reason at a word.

import { readSelection } from "./text.js";

const GAP = 6;
const EDGE = 8;
// So long after its last change a selection made by a finger is taken to be whole, in milliseconds.
const SETTLED = 250;

/** Place a floating element under a box on the screen, or above it where there is no room. */
export function placeNear(element, box, screen = { width: innerWidth, height: innerHeight }) {
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = box.bottom + GAP;
  const top = below + height + EDGE > screen.height ? box.top - height - GAP : below;
  const left = Math.min(Math.max(box.left, EDGE), screen.width - width - EDGE);
  element.style.top = `${Math.max(top, EDGE)}px`;
  element.style.left = `${Math.max(left, EDGE)}px`;
}

/** Offer the categories where words were selected with a mouse or a finger. */
export function mountChooser(chooser, form, marking, signal) {
  for (const button of form.querySelectorAll("[data-category]")) {
    const copy = button.cloneNode(true);
    copy.removeAttribute("data-key");
    chooser.append(copy);
  }
  const hide = () => {
    chooser.hidden = true;
  };
  const show = () => {
    if (!readSelection(marking.paragraph, marking.text)) return hide();
    chooser.hidden = false;
    const boxes = [...document.getSelection().getRangeAt(0).getClientRects()];
    placeNear(chooser, boxes.at(-1) ?? marking.paragraph.getBoundingClientRect());
  };
  // A press on a category must not move the focus or the selection that it is about.
  const keep = (event) => {
    if (event.target.closest("[data-category]")) event.preventDefault();
  };
  const choose = (event) => {
    const button = event.target.closest("[data-category]");
    if (!button) return;
    marking.categorise(button.dataset.category);
    hide();
  };
  for (const holder of [chooser, form]) {
    holder.addEventListener("pointerdown", keep);
    holder.addEventListener("mousedown", keep);
    holder.addEventListener("click", choose);
  }
  const settled = (event) => {
    // The browser settles the selection after the pointer is up.
    if (!chooser.contains(event.target)) setTimeout(show);
  };
  // A finger selects by a long press and by handles, of which the page hears no pointer come up.
  let isTouched = false;
  let settling = 0;
  const note = (event) => {
    isTouched = event.pointerType === "touch" || event.pointerType === "pen";
  };
  const changed = () => {
    clearTimeout(settling);
    if (document.getSelection().isCollapsed) hide();
    else if (isTouched) settling = setTimeout(show, SETTLED);
  };
  document.addEventListener("pointerdown", note, { capture: true, signal });
  document.addEventListener("keydown", note, { capture: true, signal });
  document.addEventListener("pointerup", settled, { signal });
  document.addEventListener("selectionchange", changed, { signal });
  document.addEventListener("scroll", hide, { passive: true, signal });
  return { hide };
}

function placeOf({ clientX, clientY }) {
  return `${clientX} ${clientY}`;
}

/** Show why a word is suggested, while the pointer or the focus is on it. */
export function mountReasons(tip, paragraph, signal) {
  let leaving = 0;
  // Where the pointer is, and where it was when the reason was sent away.
  let pointer = "";
  let dismissed = null;
  const note = (event) => {
    pointer = placeOf(event);
  };
  const hide = () => {
    tip.hidden = true;
  };
  const dismiss = () => {
    if (!tip.hidden) dismissed = pointer;
    hide();
  };
  const show = (mark, hasFocus) => {
    clearTimeout(leaving);
    const reason = mark && document.getElementById(`${mark.dataset.row}-reason`);
    if (!reason) return hide();
    tip.textContent = `“${mark.textContent}”: ${reason.textContent}`;
    tip.hidden = false;
    const word = [...mark.getClientRects()].at(-1);
    // Who walks by Tab reads on: for them it stands below the paragraph, if that is in sight.
    const under = paragraph.getBoundingClientRect().bottom;
    const fits = hasFocus && under + tip.offsetHeight + GAP + EDGE < innerHeight;
    placeNear(tip, fits ? { left: word.left, top: word.top, bottom: under } : word);
  };
  // A moment's grace lets the pointer travel onto the reason itself.
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 150);
  };
  paragraph.addEventListener("focusin", (event) => show(event.target.closest("mark"), true));
  paragraph.addEventListener("focusout", hide);
  paragraph.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark");
    // A word that came under the resting pointer when the reason over it went was not pointed at.
    const isPointedAt = placeOf(event) !== dismissed;
    note(event);
    if (mark && isPointedAt) show(mark, false);
  });
  paragraph.addEventListener("pointerout", leave);
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  document.addEventListener("pointermove", note, { passive: true, signal });
  document.addEventListener("scroll", hide, { passive: true, signal });
  return { dismiss };
}
