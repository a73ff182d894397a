import assert from "node:assert/strict";
import { test } from "node:test";

import { BREAK, isLong, minutesOf, mountPause, stretchAt } from "../../static/js/annotations/pause.js";

const MINUTE = 60_000;

test("a stretch goes on until nothing came for as long as a break", () => {
  let stretch = stretchAt(null, 0);
  stretch = stretchAt(stretch, BREAK - 1);
  assert.equal(stretch.since, 0);
  stretch = stretchAt(stretch, 2 * BREAK);
  assert.equal(stretch.since, 2 * BREAK);
});

test("a clock that was set back begins anew", () => {
  assert.equal(stretchAt({ since: 50, last: 90, hinted: 50 }, 60).since, 60);
});

test("a long stretch is said once, and again after as long", () => {
  const stretch = { since: 0, hinted: 0, last: 50 * MINUTE };
  assert.ok(isLong(stretch, "50"));
  assert.ok(!isLong({ ...stretch, hinted: stretch.last }, "50"));
  assert.ok(!isLong(stretch, "never"));
  assert.equal(minutesOf(stretch), 50);
});

function stage(kept) {
  const minutes = { textContent: "" };
  const hint = { hidden: true, querySelector: () => minutes };
  const options = ["25", "50", "never"].map((value) => ({ value }));
  const choice = { value: "50", options, addEventListener: () => {} };
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  return { hint, minutes, choice, storage };
}

test("the hint comes with the paragraph after the time, on whichever page", () => {
  const kept = new Map([["pause", "25"]]);
  const { signal } = new AbortController();
  for (let minute = 0; minute <= 25; minute += 1) {
    const { hint, minutes, choice, storage } = stage(kept);
    mountPause(hint, choice, storage, signal, () => minute * MINUTE);
    assert.equal(hint.hidden, minute < 25, `minute ${minute}`);
    assert.equal(minutes.textContent, minute < 25 ? "" : "25");
  }
});

test("what another program left in the store is no stretch", () => {
  for (const odd of ["null", "{", "[]", '{"since":"x"}', "7"]) {
    const kept = new Map([["stretch", odd]]);
    const { hint, choice, storage } = stage(kept);
    mountPause(hint, choice, storage, new AbortController().signal, () => 1);
    assert.deepEqual(JSON.parse(kept.get("stretch")), { since: 1, last: 1, hinted: 1 });
    assert.ok(hint.hidden);
  }
});
