// Walking through a text by words, for people who select without a mouse.

/** List the words of a text as half-open UTF-16 places. */
export function words(text, locale) {
  const found = [];
  for (const piece of new Intl.Segmenter(locale, { granularity: "word" }).segment(text)) {
    if (piece.isWordLike) found.push({ start: piece.index, end: piece.index + piece.segment.length });
  }
  return found;
}

/**
 * Take one step: `walk` is { anchor, head }, places in the list of words, or null before the
 * first step. With `extend` the anchor stays, so that all words between the two are selected.
 */
export function step(walk, direction, count, extend) {
  if (count === 0) return null;
  if (!walk) {
    const first = direction > 0 ? 0 : count - 1;
    return { anchor: first, head: first };
  }
  const head = Math.min(Math.max(walk.head + direction, 0), count - 1);
  return { anchor: extend ? walk.anchor : head, head };
}

/** Give the place that a walk selects. */
export function selected(walk, list) {
  const [from, to] = walk.anchor < walk.head ? [walk.anchor, walk.head] : [walk.head, walk.anchor];
  return { start: list[from].start, end: list[to].end };
}
