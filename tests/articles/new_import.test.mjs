import assert from "node:assert/strict";
import { test } from "node:test";

import { describe, sizeInWords } from "../../static/js/articles/new_import.js";
import { countToStore } from "../../static/js/articles/preview.js";

const SAID = {
  one: "1 file chosen, {size}.",
  many: "{count} files chosen, {size}.",
  tooLarge: "At most {most} can be sent at a time: choose fewer.",
};

test("a size is written as people say it", () => {
  assert.equal(sizeInWords(512), "512 bytes");
  assert.equal(sizeInWords(1536), "1.5 kB");
  assert.equal(sizeInWords(20 * 1024 * 1024), "20 MB");
  assert.equal(sizeInWords(1536, "de"), "1,5 kB");
});

test("files within the limit are counted", () => {
  const { tooLarge, words } = describe([{ size: 1024 }, { size: 1024 }], 4096, SAID);
  assert.equal(tooLarge, false);
  assert.equal(words, "2 files chosen, 2 kB.");
});

test("too much for one upload is said before it is sent", () => {
  const { tooLarge, words } = describe([{ size: 4097 }], 4096, SAID);
  assert.equal(tooLarge, true);
  assert.match(words, /At most 4 kB can be sent at a time/);
});

test("the number to import follows the ticks of this page", () => {
  const boxes = [
    { checked: false, defaultChecked: true },
    { checked: true, defaultChecked: true },
    { checked: true, defaultChecked: false },
    { checked: false, defaultChecked: true },
  ];
  assert.equal(countToStore(31, boxes), 30);
});
