// What is marked in a paragraph, as plain values: { row, start, end, category, suggested,
// isConfirmed }. A suggestion with the category "" is rejected. Offsets count code points.

// Sent for a word whose category is still to be chosen.
const UNDECIDED = "undecided";

/** Tell whether a span is a suggestion that the person turned down. */
export function isRejected(span) {
  return span.category === "";
}

/**
 * Name the look of a span: a suggestion not yet confirmed, a rejected one, one that was shown after
 * a first answer and is not marked, or a person's own.
 */
export function look(span) {
  if (isRejected(span)) return span.isRevealed ? "is-revealed" : "is-rejected";
  return span.suggested === span.category && !span.isConfirmed ? "is-suggested" : "";
}

/** Give the category that a span is drawn in; a rejected one keeps the suggested line. */
export function drawnCategory(span) {
  return span.category === UNDECIDED ? span.suggested : span.category || span.suggested;
}

/** Tell whether two half-open places share a character. */
export function overlap(one, other) {
  return one.start < other.end && other.start < one.end;
}

/**
 * Say what marking a place does to the spans there are: `same` is the span at exactly this
 * place, which only changes its category; `replaced` are those that give way.
 */
export function plan(spans, place) {
  const same = spans.find((span) => span.start === place.start && span.end === place.end) ?? null;
  const replaced = spans.filter(
    (span) => span !== same && !isRejected(span) && overlap(span, place),
  );
  return { same, replaced };
}

/**
 * Cut a text of `size` code points at its spans, into [{ start, end, span }] with `span` null
 * between them. A rejected span gives way to one that stands.
 */
export function segments(size, spans) {
  const drawn = [];
  const standingFirst = [...spans].sort((a, b) => isRejected(a) - isRejected(b));
  for (const span of standingFirst) {
    const fits = span.start >= 0 && span.start < span.end && span.end <= size;
    if (fits && !drawn.some((other) => overlap(span, other))) drawn.push(span);
  }
  drawn.sort((a, b) => a.start - b.start);
  const pieces = [];
  let position = 0;
  for (const span of drawn) {
    if (position < span.start) pieces.push({ start: position, end: span.start, span: null });
    pieces.push({ start: span.start, end: span.end, span });
    position = span.end;
  }
  if (position < size) pieces.push({ start: position, end: size, span: null });
  return pieces;
}
