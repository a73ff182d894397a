// The paragraph on the page: marks drawn into it, and the selection read out of it.

import { length, slice, toCodePoints, toUnits, trim, wholeCharacters } from "./offsets.js";
import { drawnCategory, look, segments } from "./spans.js";

function markFor(span) {
  const mark = document.createElement("mark");
  mark.tabIndex = 0;
  mark.dataset.row = span.row;
  return mark;
}

/** Give the classes of a span's mark, in the text and in the rail alike. */
export function classesOf(span) {
  return ["mark", `mark--${drawnCategory(span)}`, look(span)].filter(Boolean).join(" ");
}

/**
 * Draw the spans into the paragraph; what stays where it was is left alone, with its focus.
 *
 * `describe` gives what a screen reader says of a span. The page itself points to the reason in the
 * rail, which browsers that skip what is folded away do not read.
 */
export function drawMarks(paragraph, text, spans, describe) {
  const pieces = segments(length(text), spans);
  const marks = [...paragraph.querySelectorAll("mark")];
  const marked = pieces.filter((piece) => piece.span);
  const isSame =
    marks.length === marked.length &&
    marked.every(
      ({ span, start, end }, i) =>
        marks[i].dataset.row === span.row && marks[i].textContent === slice(text, start, end),
    );
  if (!isSame) redraw(paragraph, text, pieces);
  paragraph.querySelectorAll("mark").forEach((mark, i) => {
    mark.className = classesOf(marked[i].span);
    mark.removeAttribute("aria-describedby");
    mark.setAttribute("aria-description", describe(marked[i].span));
  });
}

function redraw(paragraph, text, pieces) {
  const focused = paragraph.contains(document.activeElement)
    ? document.activeElement.dataset.row
    : null;
  paragraph.replaceChildren(
    ...pieces.map(({ start, end, span }) => {
      if (!span) return document.createTextNode(slice(text, start, end));
      const mark = markFor(span);
      mark.textContent = slice(text, start, end);
      return mark;
    }),
  );
  if (focused) focusMark(paragraph, focused);
}

/** Move the focus to the mark of a row. */
export function focusMark(paragraph, row) {
  paragraph.querySelector(`mark[data-row="${CSS.escape(row)}"]`)?.focus({ preventScroll: true });
}

/** Read the selection as a place in code points; null when it selects nothing of the paragraph. */
export function readSelection(paragraph, text) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const whole = document.createRange();
  whole.selectNodeContents(paragraph);
  if (!range.intersectsNode(paragraph)) return null;
  const start = whole.comparePoint(range.startContainer, range.startOffset) < 0 ? 0 : unitsBefore(paragraph, range.startContainer, range.startOffset);
  const end = whole.comparePoint(range.endContainer, range.endOffset) > 0 ? text.length : unitsBefore(paragraph, range.endContainer, range.endOffset);
  if (start >= end) return null;
  const place = trim(text, toCodePoints(text, start), toCodePoints(text, end));
  return place && wholeCharacters(text, place);
}

/** Select a place given in UTF-16 units. */
export function select(paragraph, { start, end }) {
  const [first, firstOffset] = nodeAt(paragraph, start);
  const [last, lastOffset] = nodeAt(paragraph, end);
  document.getSelection().setBaseAndExtent(first, firstOffset, last, lastOffset);
}

/** Turn a place in code points into one in UTF-16 units. */
export function unitsOf(text, { start, end }) {
  return { start: toUnits(text, start), end: toUnits(text, end) };
}

function unitsBefore(paragraph, node, offset) {
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

function nodeAt(paragraph, units) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = units;
  let node = walker.nextNode();
  while (node && left > node.data.length) {
    left -= node.data.length;
    node = walker.nextNode();
  }
  return [node ?? paragraph, node ? left : 0];
}
