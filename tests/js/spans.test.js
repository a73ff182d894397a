import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnCategory, look, plan, segments } from "../../static/js/annotations/spans.js";

const suggested = { row: "word_0", start: 4, end: 10, category: "glorifying", suggested: "glorifying" };
const rejected = { ...suggested, category: "" };
const own = { row: "own_1", start: 12, end: 15, category: "demeaning", suggested: "" };

test("a suggestion, a rejected one and a person's own look different", () => {
  assert.equal(look(suggested), "is-suggested");
  assert.equal(look({ ...suggested, isConfirmed: true }), "");
  assert.equal(look({ ...suggested, category: "demeaning" }), "");
  assert.equal(look(rejected), "is-rejected");
  assert.equal(look(own), "");
});

test("a suggestion that is shown after a first answer and not marked is to be read, not struck", () => {
  assert.equal(look({ ...rejected, isRevealed: true }), "is-revealed");
  assert.equal(look({ ...suggested, isRevealed: true }), "is-suggested");
});

test("a rejected word keeps the category that was suggested", () => {
  assert.equal(drawnCategory(rejected), "glorifying");
});

test("marking the same place changes the span that is there", () => {
  assert.deepEqual(plan([suggested, own], { start: 4, end: 10 }), { same: suggested, replaced: [] });
  assert.deepEqual(plan([rejected], { start: 4, end: 10 }), { same: rejected, replaced: [] });
});

test("marking more words replaces the spans within them, but for the rejected ones", () => {
  const place = { start: 0, end: 14 };
  assert.deepEqual(plan([suggested, own], place), { same: null, replaced: [suggested, own] });
  assert.deepEqual(plan([rejected], place), { same: null, replaced: [] });
  assert.deepEqual(plan([suggested], { start: 10, end: 12 }), { same: null, replaced: [] });
});

test("the pieces of a text follow one another without a gap", () => {
  const pieces = segments(20, [own, suggested]);
  assert.deepEqual(
    pieces.map(({ start, end, span }) => [start, end, span?.row ?? null]),
    [[0, 4, null], [4, 10, "word_0"], [10, 12, null], [12, 15, "own_1"], [15, 20, null]],
  );
});

test("a rejected span gives way to one that stands, and what does not fit is not drawn", () => {
  const around = { ...own, start: 0, end: 12 };
  assert.deepEqual(segments(12, [rejected, around]).map((piece) => piece.span), [around]);
  assert.deepEqual(segments(5, [suggested]).map((piece) => piece.span), [null]);
});
