// A hint that a break would do good, after a stretch of work without one.

const MINUTE = 60_000;

/** So long without a new paragraph is a break. */
export const BREAK = 5 * MINUTE;

/** After so many minutes, unless the person chooses otherwise; "never" is no number. */
export const USUAL = "50";

/** Give the stretch of work that is on at `at`, from the one known before, or null for none. */
export function stretchAt(known, at) {
  const goesOn = known !== null && at >= known.last && at - known.last < BREAK;
  return goesOn ? { ...known, last: at } : { since: at, last: at, hinted: at };
}

/** Tell whether a stretch has gone on for `minutes`, or as long again since it was last said. */
export function isLong(stretch, minutes) {
  return stretch.last - stretch.hinted >= Number(minutes) * MINUTE;
}

/** Round down a stretch to minutes. */
export function minutesOf({ since, last }) {
  return Math.floor((last - since) / MINUTE);
}

function read(storage) {
  try {
    const known = JSON.parse(storage.getItem("stretch"));
    const isWhole = [known.since, known.last, known.hinted].every(Number.isFinite);
    return isWhole ? known : null;
  } catch {
    return null;
  }
}

/** Note that a paragraph has come, and show the hint when it is time; a choice is kept. */
export function mountPause(hint, choice, storage, signal, now = Date.now) {
  const kept = storage.getItem("pause");
  if (kept && [...choice.options].some((option) => option.value === kept)) choice.value = kept;
  choice.addEventListener("change", () => storage.setItem("pause", choice.value), { signal });
  let stretch = stretchAt(read(storage), now());
  if (isLong(stretch, choice.value)) {
    stretch = { ...stretch, hinted: stretch.last };
    hint.querySelector("[data-minutes]").textContent = String(minutesOf(stretch));
    hint.hidden = false;
  }
  storage.setItem("stretch", JSON.stringify(stretch));
}
