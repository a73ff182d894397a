import assert from "node:assert/strict";
import { test } from "node:test";

import { length, slice, toCodePoints, toUnits, trim, wholeCharacters } from "../../static/js/annotations/offsets.js";

const TEXT = "The 🚒 cafe\u0301 “brave” 👩‍🚒 left";

test("an emoji is one code point, as in Python", () => {
  assert.equal(length("a🚒b"), 3);
  assert.equal(toCodePoints("a🚒b", 3), 2);
  assert.equal(toUnits("a🚒b", 2), 3);
});

test("an offset inside a surrogate pair falls back to its start", () => {
  assert.equal(toCodePoints("a🚒b", 2), 1);
});

test("offsets survive the way there and back, wherever they point", () => {
  for (let offset = 0; offset <= length(TEXT); offset += 1) {
    assert.equal(toCodePoints(TEXT, toUnits(TEXT, offset)), offset);
  }
  assert.equal(toUnits(TEXT, 999), TEXT.length);
});

test("combining marks and curly quotes are code points of their own", () => {
  assert.equal(slice(TEXT, 6, 11), "cafe\u0301");
  assert.equal(slice(TEXT, 12, 19), "“brave”");
});

test("white space at both ends is not selected", () => {
  assert.deepEqual(trim("a  🚒 b ", 1, 5), { start: 3, end: 4 });
  assert.deepEqual(trim("a\u00a0b", 1, 3), { start: 2, end: 3 });
  assert.equal(trim("a   b", 1, 4), null);
});

test("a letter is not parted from its accent, nor a person from their profession", () => {
  assert.deepEqual(wholeCharacters(TEXT, { start: 6, end: 10 }), { start: 6, end: 11 });
  assert.deepEqual(wholeCharacters(TEXT, { start: 20, end: 21 }), { start: 20, end: 23 });
  assert.deepEqual(wholeCharacters(TEXT, { start: 6, end: 11 }), { start: 6, end: 11 });
});
