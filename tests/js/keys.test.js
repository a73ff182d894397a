import assert from "node:assert/strict";
import { test } from "node:test";

import { hasOwnEnter, isTyping, keyOf } from "../../static/js/annotations/keys.js";

const isBound = (key) => ["1", "b", "x", "?"].includes(key);
const press = (key, more = {}) => keyOf({ key, code: "", ...more }, isBound);

test("a key is named as the page writes it", () => {
  assert.equal(press("b"), "b");
  assert.equal(press("B"), "b");
  assert.equal(press("?", { shiftKey: true }), "?");
  assert.equal(press("q"), "");
});

test("with Ctrl, Alt or Meta a key belongs to the browser", () => {
  for (const modifier of ["ctrlKey", "altKey", "metaKey"]) {
    assert.equal(press("b", { [modifier]: true }), "");
  }
  assert.equal(press("b", { isComposing: true }), "");
});

test("keyboards with another script or level work by the place of the key", () => {
  assert.equal(press("и", { code: "KeyB" }), "b");
  assert.equal(press("&", { code: "Digit1" }), "1");
  assert.equal(press("q", { code: "KeyX" }), "");
  assert.equal(press("Tab", { code: "KeyX" }), "");
});

test("keys never fire in a field that takes text", () => {
  assert.ok(isTyping({ tagName: "TEXTAREA" }));
  assert.ok(isTyping({ tagName: "SELECT" }));
  assert.ok(isTyping({ tagName: "INPUT", type: "text" }));
  assert.ok(isTyping({ tagName: "DIV", isContentEditable: true }));
  assert.ok(!isTyping({ tagName: "INPUT", type: "radio" }));
  assert.ok(!isTyping({ tagName: "MARK" }));
  assert.ok(!isTyping(null));
});

test("Enter on a link, a button or a field means what it always means", () => {
  assert.ok(hasOwnEnter({ tagName: "BUTTON" }));
  assert.ok(hasOwnEnter({ tagName: "INPUT", type: "radio" }));
  assert.ok(!hasOwnEnter({ tagName: "MARK" }));
  assert.ok(!hasOwnEnter({ tagName: "BODY" }));
});
