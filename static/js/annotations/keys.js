// Which key means what. The keys themselves stand in the page, as data-key.

const TEXT_INPUTS = new Set(["checkbox", "radio", "button", "submit", "reset", "file", "range"]);

/** Tell whether letters typed at this element belong to the element. */
export function isTyping(element) {
  const tag = element?.tagName ?? "";
  if (tag === "TEXTAREA" || tag === "SELECT" || element?.isContentEditable) return true;
  return tag === "INPUT" && !TEXT_INPUTS.has(element.type);
}

/** Tell whether Enter at this element already means something of its own. */
export function hasOwnEnter(element) {
  return isTyping(element) || ["A", "BUTTON", "SUMMARY", "INPUT"].includes(element?.tagName ?? "");
}

/**
 * Name the key of a keydown event as the page writes it, or "" for none of ours.
 *
 * `isBound` tells whether the page uses a key. A letter or digit in another script or on another
 * level counts as the key at its place, so that Cyrillic and French keyboards work too.
 */
export function keyOf(event, isBound) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return "";
  const typed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isBound(typed)) return typed;
  const place = /^(?:Key|Digit)(.)$/.exec(event.code ?? "");
  const isLatin = /^[a-z0-9]$/.test(typed);
  const fallback = place && event.key.length === 1 && !isLatin ? place[1].toLowerCase() : "";
  return fallback && isBound(fallback) ? fallback : "";
}
