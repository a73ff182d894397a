import assert from "node:assert/strict";
import { test } from "node:test";

import { mountSwitch, nextTheme } from "../../static/js/shell/switch.js";

class FakeButton extends EventTarget {
  hidden = true;
  dataset = { system: "as the system", light: "light", dark: "dark" };
  name = { textContent: "" };
  querySelector() {
    return this.name;
  }
  press() {
    this.dispatchEvent(new Event("click"));
  }
}

test("the themes go round", () => {
  assert.deepEqual(["system", "light", "dark"].map(nextTheme), ["light", "dark", "system"]);
});

test("an unknown theme counts as the system's", () => {
  assert.equal(nextTheme("sepia"), "light");
});

test("the button appears, sets the theme and says which one is on", () => {
  const button = new FakeButton();
  const root = { dataset: {} };
  mountSwitch(button, root);
  assert.equal(button.hidden, false);
  assert.equal(button.name.textContent, "as the system");
  button.press();
  assert.deepEqual(root.dataset, { theme: "light" });
  button.press();
  assert.deepEqual(root.dataset, { theme: "dark" });
  assert.equal(button.name.textContent, "dark");
  button.press();
  assert.deepEqual(root.dataset, {});
});
