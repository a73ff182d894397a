import assert from "node:assert/strict";
import { test } from "node:test";

import { announcement, isOutOfDate, pauseAfter } from "../../static/js/jobs/progress.js";

const running = { state: "running", percent: 30, share: "30%", status: "Running.", time_left: "", failed_chunks: 0 };

test("progress is said at every quarter, not at every look", () => {
  assert.equal(announcement(running, { ...running, percent: 49 }), "");
  assert.equal(
    announcement(running, { ...running, percent: 51, share: "51%", time_left: "about 9 seconds left" }),
    "51%, about 9 seconds left",
  );
});

test("a change of state is said at once", () => {
  assert.equal(announcement(running, { ...running, state: "done", status: "Done." }), "Done.");
});

test("buttons and failures are drawn again when they changed", () => {
  assert.equal(isOutOfDate(running, { ...running, percent: 90 }), false);
  assert.equal(isOutOfDate(running, { ...running, failed_chunks: 1 }), true);
  assert.equal(isOutOfDate(running, { ...running, state: "paused" }), true);
});

test("a server that does not answer is asked less and less often", () => {
  assert.deepEqual([0, 1, 2, 20].map((failures) => pauseAfter(failures, 9)), [1500, 3000, 6000, 30000]);
});

test("a job that has just begun is looked at sooner", () => {
  assert.deepEqual([0, 1, 2, 3, 2_000].map((looks) => pauseAfter(0, looks)), [300, 600, 1200, 1500, 1500]);
});
