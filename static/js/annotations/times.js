// The times of a paragraph whose page was left before it was answered, kept in this browser: a
// reload, going back and a browser that crashes take nothing from what is stored with the answer.

import { mountClock } from "./clock.js";

/** What the names of kept times begin with. */
export const TIMES = "times.";

/** Read the times kept under `name`; none for what cannot be one. */
export function timesIn(storage, name) {
  try {
    const { shown, active } = JSON.parse(storage.getItem(name));
    const areTimes = [shown, active].every((time) => Number.isFinite(time) && time >= 0);
    if (areTimes && active <= shown) return { shown, active };
  } catch {
    // Nothing is kept, or something else.
  }
  return { shown: 0, active: 0 };
}

/**
 * Time the page of `form` in sight, on from where its paragraph was left; `drop` forgets the times
 * of one that is stored.
 */
export function mountTimes(form, storage, signal) {
  const name = `${TIMES}${form.dataset.draft}`;
  const clock = mountClock(signal, timesIn(storage, name));
  let isStored = false;
  const keep = () => {
    if (!isStored) storage.setItem(name, JSON.stringify({ at: Date.now(), ...clock.read() }));
  };
  // A page that goes out of sight may not come back, and a browser that crashes says nothing.
  document.addEventListener("visibilitychange", keep, { signal });
  addEventListener("pagehide", keep, { signal });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  signal.addEventListener("abort", keep);
  return {
    ...clock,
    drop() {
      isStored = true;
      storage.removeItem(name);
    },
  };
}
