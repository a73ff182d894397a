import assert from "node:assert/strict";
import { test } from "node:test";

import { forgetOld } from "../../static/js/annotations/draft.js";
import { timesIn } from "../../static/js/annotations/times.js";

const NONE = { shown: 0, active: 0 };

function holding(values) {
  const kept = new Map(Object.entries(values));
  return {
    names: () => [...kept.keys()],
    getItem: (name) => kept.get(name) ?? null,
    removeItem: (name) => kept.delete(name),
  };
}

test("times are read as they were kept", () => {
  const storage = holding({ "times.7.0": '{"at":1,"shown":900,"active":300}' });
  assert.deepEqual(timesIn(storage, "times.7.0"), { shown: 900, active: 300 });
  assert.deepEqual(timesIn(storage, "times.8.0"), NONE);
});

test("what cannot be a time counts as none", () => {
  for (const kept of ["", "null", "[]", '{"shown":-1,"active":-2}', '{"shown":5,"active":6}', '{"shown":"5","active":1}']) {
    assert.deepEqual(timesIn(holding({ "times.7.0": kept }), "times.7.0"), NONE, kept);
  }
});

test("times that nobody came back to are forgotten with their drafts", () => {
  const day = 24 * 3_600_000;
  const storage = holding({
    "times.1.0": JSON.stringify({ at: 0, shown: 1, active: 1 }),
    "draft.1.0": JSON.stringify({ at: 0, pairs: [] }),
    "times.2.0": JSON.stringify({ at: 14 * day, shown: 1, active: 1 }),
    "times.3.0": "broken",
    keys: "off",
  });
  forgetOld(storage, 15 * day);
  assert.deepEqual(storage.names(), ["times.2.0", "keys"]);
});
