// Offsets in code points, as the server counts them. JavaScript's own count UTF-16 units, of
// which an emoji takes two.

const HIGH = /[\uD800-\uDBFF]/;
const LOW = /[\uDC00-\uDFFF]/;

/** Count the code points of `text`. */
export function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Turn a UTF-16 offset into one in code points; inside a pair it falls back to the pair's start. */
export function toCodePoints(text, unit) {
  const isInPair = LOW.test(text.charAt(unit)) && HIGH.test(text.charAt(unit - 1));
  return length(text.slice(0, isInPair ? unit - 1 : unit));
}

/** Turn an offset in code points into one in UTF-16 units. */
export function toUnits(text, offset) {
  let units = 0;
  let count = 0;
  for (const character of text) {
    if (count === offset) break;
    units += character.length;
    count += 1;
  }
  return units;
}

/** Give what stands in `[start, end)`, counted in code points. */
export function slice(text, start, end) {
  return text.slice(toUnits(text, start), toUnits(text, end));
}

/** Take the white space off both ends of `[start, end)`; null when nothing else stands there. */
export function trim(text, start, end) {
  const piece = slice(text, start, end);
  if (!piece.trim()) return null;
  return {
    start: start + length(piece) - length(piece.trimStart()),
    end: end - length(piece) + length(piece.trimEnd()),
  };
}

/** Widen `[start, end)` so that no letter is parted from the marks and joiners that belong to it. */
export function wholeCharacters(text, { start, end }) {
  const first = toUnits(text, start);
  const last = toUnits(text, end);
  let from = first;
  let to = last;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) {
    if (index < first && first < index + segment.length) from = index;
    if (index < last && last < index + segment.length) to = index + segment.length;
    if (index >= last) break;
  }
  return { start: toCodePoints(text, from), end: toCodePoints(text, to) };
}
