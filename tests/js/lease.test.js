import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { mountLease } from "../../static/js/annotations/lease.js";

const realFetch = globalThis.fetch;

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
afterEach(() => {
  globalThis.fetch = realFetch;
  mock.timers.reset();
});

/** Be a page whose lease lasts for `seconds`; the server renews it to as long again, or does not answer. */
function stage(seconds, { answers = true } = {}) {
  const page = { work: 0, asked: 0, over: 0, life: new AbortController() };
  globalThis.fetch = async () => {
    page.asked += 1;
    if (!answers) throw new TypeError("Failed to fetch");
    return { status: 200, json: async () => ({ seconds }) };
  };
  const form = { dataset: { lease: String(seconds), renew: "/renew" }, elements: { csrf_token: { value: "t" } } };
  mountLease(form, {
    clock: { active: () => page.work },
    whenOver: () => {
      page.over += 1;
    },
    signal: page.life.signal,
  });
  return page;
}

/** Let seconds pass, one after the other, with work in each where there is some. */
async function pass(page, seconds, work = 0) {
  for (let second = 0; second < seconds; second += 1) {
    page.work += work;
    mock.timers.tick(1000);
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  }
}

test("who works keeps the paragraph as long as they do, by few requests", async () => {
  const page = stage(60);
  await pass(page, 200, 500);
  assert.equal(page.over, 0);
  assert.equal(page.asked, 10);
});

test("who left gives it free, and is told once", async () => {
  const page = stage(60);
  await pass(page, 30, 500);
  await pass(page, 120);
  assert.equal(page.over, 1);
  const { asked } = page;
  await pass(page, 60, 500);
  assert.deepEqual([page.over, page.asked], [1, asked]);
});

test("without a network it runs out, too", async () => {
  const page = stage(60, { answers: false });
  await pass(page, 61, 500);
  assert.equal(page.over, 1);
});

test("a page that was turned asks no more", async () => {
  const page = stage(60);
  await pass(page, 10, 500);
  page.life.abort();
  await pass(page, 120, 500);
  assert.deepEqual([page.over, page.asked], [0, 0]);
});

test("what is not reserved is not watched", async () => {
  const page = stage(0);
  await pass(page, 10, 500);
  assert.deepEqual([page.over, page.asked], [0, 0]);
});
