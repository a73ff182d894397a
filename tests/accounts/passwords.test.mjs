import assert from "node:assert/strict";
import { test } from "node:test";

import { turned } from "../../static/js/accounts/passwords.js";

test("a hidden password is shown, and the button then hides it", () => {
  assert.deepEqual(turned("password"), { type: "text", says: "hide" });
});

test("a shown password is hidden again", () => {
  assert.deepEqual(turned("text"), { type: "password", says: "show" });
});
