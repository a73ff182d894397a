import assert from "node:assert/strict";
import { test } from "node:test";

import { copied } from "../../static/js/accounts/copy.js";

test("a link is copied", async () => {
  const written = [];
  const clipboard = { writeText: async (text) => written.push(text) };
  assert.equal(await copied("http://example.org/x", clipboard), true);
  assert.deepEqual(written, ["http://example.org/x"]);
});

test("without a clipboard the person is told what to do", async () => {
  assert.equal(await copied("x", undefined), false);
});

test("a clipboard that refuses is told the same way", async () => {
  const clipboard = { writeText: () => Promise.reject(new Error("no")) };
  assert.equal(await copied("x", clipboard), false);
});
