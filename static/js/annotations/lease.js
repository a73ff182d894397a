// Keeps a paragraph reserved while somebody works on it, and says so when it no longer is.

/** So often in the time of a lease it is looked at whether somebody is at work. */
const LOOKS = 3;

async function renew(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  try {
    const answer = await fetch(form.dataset.renew, { method: "POST", body, redirect: "error" });
    return answer.status === 200 ? (await answer.json()).seconds : null;
  } catch {
    return null;
  }
}

/**
 * Watch over the lease of `form`, which says in `data-lease` for how many seconds it lasts.
 *
 * A lease is renewed while `clock` shows work, so that who reads for long keeps the place, and who
 * has left gives it free. `whenOver` is called once it has run out.
 */
export function mountLease(form, { clock, whenOver, signal, now = Date.now }) {
  let seconds = Number(form.dataset.lease);
  if (!seconds) return;
  let ends = now() + seconds * 1000;
  let before = clock.active();
  let timer = 0;
  const wait = () => {
    const left = ends - now();
    timer = setTimeout(look, Math.max(Math.min(left, (seconds * 1000) / LOOKS), 0));
  };
  const look = async () => {
    const active = clock.active();
    if (active > before && now() < ends) {
      const renewed = await renew(form);
      if (signal.aborted) return;
      if (renewed !== null) {
        seconds = renewed;
        ends = now() + seconds * 1000;
      }
    }
    before = active;
    if (now() < ends) return wait();
    whenOver();
  };
  signal.addEventListener("abort", () => clearTimeout(timer));
  wait();
}
