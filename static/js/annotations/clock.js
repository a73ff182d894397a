// How long a page was in sight, and how long somebody was at work on it, in milliseconds.

/** After so long without a key, a move or a scroll, a person is taken to be away. */
export const IDLE = 30_000;

/**
 * Make a clock that goes on from `before`; every call tells it the time, so that it needs none of
 * its own.
 */
export function makeClock(idle = IDLE, before = { shown: 0, active: 0 }) {
  let { shown, active } = before;
  let shownSince = null;
  let acted = null;

  const settle = (at) => {
    if (acted !== null) active += Math.min(at - acted, idle);
    acted = null;
  };
  return {
    show(at) {
      shownSince ??= at;
      acted ??= at;
    },
    hide(at) {
      settle(at);
      if (shownSince !== null) shown += at - shownSince;
      shownSince = null;
    },
    act(at) {
      if (shownSince === null) return;
      settle(at);
      acted = at;
    },
    read(at) {
      return {
        shown: Math.round(shown + (shownSince === null ? 0 : at - shownSince)),
        active: Math.round(active + (acted === null ? 0 : Math.min(at - acted, idle))),
      };
    },
  };
}

const ACTS = ["pointermove", "pointerdown", "keydown", "scroll", "wheel", "touchstart"];

/** Time the page in sight, on from `before`; `write` fills a form's two fields in, when it is sent. */
export function mountClock(signal, before) {
  const clock = makeClock(IDLE, before);
  const now = () => performance.now();
  const look = () => (document.hidden ? clock.hide(now()) : clock.show(now()));
  for (const act of ACTS) {
    document.addEventListener(act, () => clock.act(now()), { passive: true, capture: true, signal });
  }
  document.addEventListener("visibilitychange", look, { signal });
  look();
  return {
    read: () => clock.read(now()),
    active: () => clock.read(now()).active,
    write(form) {
      const { shown, active } = clock.read(now());
      form.elements.shown_ms.value = String(shown);
      form.elements.active_ms.value = String(active);
    },
  };
}
