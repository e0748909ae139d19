const STORE = 'lapwing';

/** What this viewer chose, kept in the browser where it lets us. */
export class Settings {
  theme = 'auto';
  hour12 = null;
  calm = false;
  pinned = [];
  #changed = [];

  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) || '{}');
      for (const name of ['theme', 'hour12', 'calm', 'pinned']) if (kept[name] !== undefined) this[name] = kept[name];
    } catch {
      this.pinned = [];
    }
    const asked = new URLSearchParams(location.search).get('theme');
    if (asked) this.theme = asked;
    this.#apply();
  }

  /** Calls `what` after each change. */
  onChange(what) {
    this.#changed.push(what);
  }

  set(name, value) {
    this[name] = value;
    try {
      const { theme, hour12, calm, pinned } = this;
      localStorage.setItem(STORE, JSON.stringify({ theme, hour12, calm, pinned }));
    } catch {
      // A browser that keeps nothing still shows the board.
    }
    this.#apply();
    for (const what of this.#changed) what(name);
  }

  isPinned(number) {
    return this.pinned.includes(number);
  }

  pin(number) {
    this.set(
      'pinned', this.isPinned(number) ? this.pinned.filter((each) => each !== number) : [...this.pinned, number],
    );
  }

  /** Whether anything may move. */
  get still() {
    return this.calm || matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  #apply() {
    const root = document.documentElement;
    if (this.theme === 'dark' || this.theme === 'light') root.dataset.theme = this.theme;
    else delete root.dataset.theme;
    root.classList.toggle('calm', this.calm);
  }
}

let lock = null;

/** Keeps the screen on until told otherwise; a page that was in the background asks again. */
export async function keepAwake(wanted) {
  if (!('wakeLock' in navigator)) return false;
  try {
    if (wanted) lock = await navigator.wakeLock.request('screen');
    else if (lock) await lock.release();
  } catch {
    lock = null;
    return false;
  }
  if (!wanted) lock = null;
  return lock !== null;
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && lock) keepAwake(true);
});
