// Sends a form and waits for the network as long as it takes. The form carries its own key, so
// that sending it twice stores it once.

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const PATIENCE = 20_000;
// The server, or what stands before it, is away and will be back.
const AWAY = new Set([408, 429, 502, 503, 504]);

/** Say how long to wait before try number `tries`, in milliseconds. */
export function waitBefore(tries, random = Math.random) {
  const longest = Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT);
  // Fifty people whose server comes back must not all return in the same second.
  return longest * (0.5 + random() / 2);
}

/** Tell whether an answer of the server is one to wait behind, rather than to read. */
export function isAway(answer) {
  return answer === null || AWAY.has(answer.status);
}

async function once(address, body) {
  try {
    return await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json, text/html;q=0.9" },
      // A way to the sign-in page must be gone by the browser itself.
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return null;
  }
}

function pause(milliseconds, hurry) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const go = () => {
      clearTimeout(timer);
      resolve();
    };
    addEventListener("online", go, { once: true });
    hurry.now = go;
  });
}

/**
 * Post until somebody answers. `whenWaiting` hears of each try that met nobody, and the answer that
 * said so, if any; `hurry.now()` tries at once.
 */
export async function postUntilAnswered(address, body, { whenWaiting, hurry }) {
  for (let tries = 1; ; tries += 1) {
    const answer = await once(address, body);
    if (!isAway(answer)) return answer;
    whenWaiting(tries, answer);
    await pause(waitBefore(tries), hurry);
  }
}
