import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { isAway, postUntilAnswered, waitBefore } from "../../static/js/annotations/post.js";

const realFetch = globalThis.fetch;

beforeEach(() => {
  globalThis.addEventListener = () => {};
});

afterEach(() => {
  globalThis.fetch = realFetch;
  delete globalThis.addEventListener;
  mock.timers.reset();
});

/** Answer one request after the other: a status, or null for a network that is not there. */
function answering(statuses) {
  const bodies = [];
  globalThis.fetch = async (address, { body }) => {
    bodies.push(body);
    const status = statuses.shift();
    if (status === null) throw new TypeError("Failed to fetch");
    return { status };
  };
  return bodies;
}

test("waits grow to half a minute, and people do not come back together", () => {
  assert.equal(waitBefore(1, () => 1), 1_000);
  assert.equal(waitBefore(1, () => 0), 500);
  assert.equal(waitBefore(3, () => 1), 4_000);
  assert.equal(waitBefore(60, () => 1), 30_000);
});

test("a server that is away is waited for; one that answers is heard", () => {
  for (const status of [502, 503, 504, 429, 408]) assert.ok(isAway({ status }), status);
  for (const status of [200, 303, 400, 404, 409, 422, 500]) assert.ok(!isAway({ status }), status);
  assert.ok(isAway(null));
});

test("the same form is sent until somebody answers", async () => {
  const bodies = answering([null, 503, null, 200]);
  const waits = [];
  const hurry = {};
  const answer = await postUntilAnswered("/x", "the form", {
    hurry,
    whenWaiting: (tries, met) => {
      waits.push([tries, met?.status]);
      // The pause begins after this call.
      queueMicrotask(() => hurry.now());
    },
  });
  assert.equal(answer.status, 200);
  assert.deepEqual(bodies, Array(4).fill("the form"));
  assert.deepEqual(waits, [[1, undefined], [2, 503], [3, undefined]]);
});

test("a refusal is an answer", async () => {
  const bodies = answering([422]);
  const answer = await postUntilAnswered("/x", "f", { hurry: {}, whenWaiting: assert.fail });
  assert.equal(answer.status, 422);
  assert.equal(bodies.length, 1);
});
