// What of a job's progress is worth saying aloud, and when the page itself is out of date.

export const STEP = 25;

/** Say something at every quarter and when the state changes; "" keeps silent. */
export function announcement(before, now) {
  if (now.state !== before.state) return now.status;
  if (Math.floor(now.percent / STEP) === Math.floor(before.percent / STEP)) return "";
  return [now.share, now.time_left].filter(Boolean).join(", ");
}

/** Tell whether buttons or failures changed, which the server draws. */
export function isOutOfDate(before, now) {
  return now.state !== before.state || now.failed_chunks !== before.failed_chunks;
}

/**
 * Look again soon at first, since most jobs are short; wait longer after each failure in a row, and
 * at most half a minute.
 */
export function pauseAfter(failures, looks) {
  return Math.min(30_000, Math.min(1_500, 300 * 2 ** looks) * 2 ** failures);
}
