import assert from "node:assert/strict";
import { test } from "node:test";

import { makeClock } from "../../static/js/annotations/clock.js";

test("a page in sight counts as shown, and as active up to the idle limit", () => {
  const clock = makeClock(30);
  clock.show(100);
  assert.deepEqual(clock.read(110), { shown: 10, active: 10 });
  assert.deepEqual(clock.read(1100), { shown: 1000, active: 30 });
});

test("an act starts the idle limit anew", () => {
  const clock = makeClock(30);
  clock.show(0);
  clock.act(20);
  clock.act(40);
  assert.deepEqual(clock.read(200), { shown: 200, active: 70 });
});

test("a long pause between two acts counts as the idle limit", () => {
  const clock = makeClock(30);
  clock.show(0);
  clock.act(1000);
  assert.deepEqual(clock.read(1001), { shown: 1001, active: 31 });
});

test("a hidden page counts as neither, and acts on it do not", () => {
  const clock = makeClock(30);
  clock.show(0);
  clock.hide(10);
  clock.act(500);
  assert.deepEqual(clock.read(1000), { shown: 10, active: 10 });
  clock.show(1000);
  assert.deepEqual(clock.read(1005), { shown: 15, active: 15 });
});

test("a page that was never in sight took no time", () => {
  assert.deepEqual(makeClock().read(5), { shown: 0, active: 0 });
});

test("showing or hiding twice counts once", () => {
  const clock = makeClock(30);
  clock.show(0);
  clock.show(5);
  clock.hide(10);
  clock.hide(20);
  assert.deepEqual(clock.read(30), { shown: 10, active: 10 });
});

test("a clock goes on from what was counted before", () => {
  const clock = makeClock(30, { shown: 500, active: 40 });
  clock.show(1000);
  clock.hide(1010);
  assert.deepEqual(clock.read(9000), { shown: 510, active: 50 });
});
