// What was entered and not yet sent, kept for this tab: going back a paragraph, reloading and a
// lost connection take nothing away. A draft belongs to one assignment at one revision.

const OWN = new Set(["csrf_token", "submission_key", "base_revision", "prescore_id", "codebook_number"]);
const SENT = "draft.sent";

/** List the fields of a form that a person fills, as [name, value] pairs. */
export function entered(entries) {
  return [...entries].filter(([name, value]) => !OWN.has(name) && typeof value === "string");
}

/** Group [name, value] pairs by name, in order. */
export function byName(pairs) {
  const groups = new Map();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}

/** Keep drafts of `form` in `storage`; `restore` gets the groups of one that was found. */
export function mountDraft(form, storage, restore) {
  const name = `draft.${form.dataset.draft}`;
  // Another page than the one that was sent has come: that one was stored.
  const sent = storage.getItem(SENT);
  if (sent && sent !== name) storage.removeItem(sent);
  storage.removeItem(SENT);
  const kept = storage.getItem(name);
  if (kept && !("keepTyped" in form.dataset)) restore(byName(JSON.parse(kept)));
  const keep = () => storage.setItem(name, JSON.stringify(entered(new FormData(form))));
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    keep();
    storage.setItem(SENT, name);
  });
}
