import assert from "node:assert/strict";
import { test } from "node:test";

import { byName, entered } from "../../static/js/annotations/draft.js";
import { selected, step, words } from "../../static/js/annotations/walking.js";

const TEXT = "The 🚒 heroes, “so-called”, left.";
const list = words(TEXT, "en");

test("words are found without their punctuation", () => {
  assert.deepEqual(
    list.map(({ start, end }) => TEXT.slice(start, end)),
    ["The", "heroes", "so", "called", "left"],
  );
});

test("a walk begins at the end it comes from and stops at the other", () => {
  assert.deepEqual(step(null, 1, 5, false), { anchor: 0, head: 0 });
  assert.deepEqual(step(null, -1, 5, false), { anchor: 4, head: 4 });
  assert.deepEqual(step({ anchor: 4, head: 4 }, 1, 5, false), { anchor: 4, head: 4 });
  assert.equal(step(null, 1, 0, false), null);
});

test("with Shift the words between are selected, in either direction", () => {
  const walk = step({ anchor: 2, head: 2 }, 1, 5, true);
  const { start, end } = selected(walk, list);
  assert.equal(TEXT.slice(start, end), "so-called");
  assert.deepEqual(selected({ anchor: 3, head: 2 }, list), { start, end });
});

test("a draft keeps what a person enters and not what the page carries", () => {
  const pairs = entered([["csrf_token", "t"], ["comment", "c"], ["typed_words", "a"], ["typed_words", ""]]);
  assert.deepEqual([...byName(pairs)], [["comment", ["c"]], ["typed_words", ["a", ""]]]);
});
