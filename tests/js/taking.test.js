import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, offered, restore } from "../../static/js/adjudication/taking.js";

const radio = (name, value, checked = false) => ({ type: "radio", name, value, checked });
const box = (value, checked = false) => ({ type: "checkbox", name: "spans", value, checked });
const chosen = (inputs) => inputs.filter((input) => input.checked).map((input) => input.value);

function form() {
  return [
    radio("label_bias", "biased", true),
    radio("label_bias", "not_biased"),
    radio("label_voice", "factual", true),
    box("4-10-glorifying"),
    box("20-23-demeaning", true),
  ];
}

test("an answer brings its labels and its words", () => {
  const inputs = form();
  choose(inputs, offered({ take: '{"bias":"not_biased"}', spans: "4-10-glorifying" }));
  assert.deepEqual(chosen(inputs), ["not_biased", "factual", "4-10-glorifying"]);
});

test("an answer without words takes all of them out", () => {
  const inputs = form();
  choose(inputs, offered({ take: "{}", spans: "" }));
  assert.deepEqual(chosen(inputs), ["biased", "factual"]);
});

test("a proposal leaves the words alone", () => {
  const inputs = form();
  choose(inputs, offered({ take: '{"bias":"not_biased"}' }));
  assert.deepEqual(chosen(inputs), ["not_biased", "factual", "20-23-demeaning"]);
});

test("a draft is put back field by field, hidden ones aside", () => {
  const hidden = { type: "hidden", name: "seen", value: "1,2" };
  const rows = [1, 2].map(() => ({ type: "text", name: "typed_words", value: "" }));
  const inputs = [...form(), hidden, ...rows];
  const groups = new Map([
    ["label_bias", ["not_biased"]],
    ["typed_words", ["one", "two"]],
    ["seen", ["9"]],
  ]);
  restore(inputs, groups);
  assert.deepEqual(chosen(inputs), ["not_biased"]);
  assert.deepEqual(rows.map((row) => row.value), ["one", "two"]);
  assert.equal(hidden.value, "1,2");
});
