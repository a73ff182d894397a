// What was entered and not yet stored, kept in this browser: going back a paragraph, reloading, a
// lost connection, a session that ends and a browser that crashes take nothing away. A draft
// belongs to one assignment at one revision, and an assignment to one person.

import { TIMES } from "./times.js";

const OWN = new Set([
  "csrf_token",
  "submission_key",
  "base_revision",
  "prescore_id",
  "codebook_number",
  "first_id",
  "shown_ms",
  "active_ms",
]);
const PREFIX = "draft.";
const KEPT = [PREFIX, TIMES];
const LONGEST_KEPT = 14 * 24 * 3_600_000;

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

function read(storage, name) {
  try {
    const { pairs } = JSON.parse(storage.getItem(name));
    return [...pairs];
  } catch {
    return null;
  }
}

function ageOf(storage, name, now) {
  try {
    return now - JSON.parse(storage.getItem(name)).at;
  } catch {
    return Infinity;
  }
}

/** Forget drafts that nobody came back to, and the times of their pages. */
export function forgetOld(storage, now) {
  for (const name of storage.names()) {
    const isOurs = KEPT.some((prefix) => name.startsWith(prefix));
    if (isOurs && !(ageOf(storage, name, now) < LONGEST_KEPT)) storage.removeItem(name);
  }
}

/** Keep drafts of `form` in `storage`; `restore` gets the groups of one that was found. */
export function mountDraft(form, storage, restore) {
  const name = `${PREFIX}${form.dataset.draft}`;
  forgetOld(storage, Date.now());
  const kept = read(storage, name);
  if (kept && !("keepTyped" in form.dataset)) restore(byName(kept));
  const keep = () => {
    const pairs = entered(new FormData(form));
    storage.setItem(name, JSON.stringify({ at: Date.now(), pairs }));
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  return {
    isKept: () => storage.getItem(name) !== null,
    drop: () => storage.removeItem(name),
  };
}
