import assert from "node:assert/strict";
import { test } from "node:test";

import { asksUnder, sorted } from "../../static/js/annotations/turning.js";

const [first, second] = [{ address: "/1" }, { address: "/2" }];

test("the leaf that was held is turned to, and the one that came is kept", () => {
  assert.deepEqual(sorted([first, second], "/1"), { next: first, kept: second });
});

test("a leaf that came for the turn itself leaves what was held", () => {
  assert.deepEqual(sorted([second, first], "/1"), { next: first, kept: second });
  assert.deepEqual(sorted([null, first], "/1"), { next: first, kept: null });
});

test("where no leaf fits, none is kept either", () => {
  assert.deepEqual(sorted([first, null], "/9"), { next: null, kept: null });
});

test("a leaf knows under which version of the guidelines it asks", () => {
  const page = { querySelector: () => ({ value: "2" }) };
  assert.ok(asksUnder(2, page));
  assert.ok(!asksUnder(3, page));
});
