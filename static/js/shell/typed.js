// Keeps what was typed while its page is asked for again in another language.

const KEY = "typed";
// Files cannot be kept; what the server hides is not typed. Nor are passwords kept, anywhere.
const LEFT_OUT = new Set(["file", "hidden", "submit", "button", "reset", "image"]);

/** Tell whether a field takes a password; while it shows what is typed, it is one of plain text. */
export function isPassword({ type, autocomplete }) {
  return type === "password" || autocomplete.includes("password");
}

function fieldsOf(document) {
  const all = document.querySelectorAll("main form :is(input, select, textarea)");
  return [...all].filter((field) => !LEFT_OUT.has(field.type) && !isPassword(field));
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function isChanged(field) {
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (field.options)
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

/**
 * List what a person changed in the forms of `document`, as [place, name, value or ticked].
 *
 * What they left alone is not listed: the other language may begin with something else there.
 */
export function typedIn(document) {
  return fieldsOf(document).flatMap((field, place) =>
    isChanged(field) ? [[place, field.name, isTicked(field) ? field.checked : field.value]] : [],
  );
}

/** Put back what `typedIn` listed, where the same fields stand in the same places. */
export function putBack(document, typed) {
  const fields = fieldsOf(document);
  for (const [place, name, value] of typed) {
    const field = fields[place];
    if (field?.name !== name) continue;
    if (isTicked(field)) field.checked = value;
    else field.value = value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

/** Carry what was typed over the change of language that `form` asks for. */
export function mountTyped(document, form) {
  try {
    const { pathname } = document.location;
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    if (kept?.pathname === pathname) putBack(document, kept.typed);
    form?.addEventListener("submit", () => {
      sessionStorage.setItem(KEY, JSON.stringify({ pathname, typed: typedIn(document) }));
    });
  } catch {
    return; // Without storage the language changes all the same.
  }
}
