import * as numbers from './numbers.js';
import { words } from './words.js';

const LATE = 3000;
const STALE = 10000;

/** How old what is shown is: the page's own silence and the server's towards the daemon, whichever is larger. */
export class Connection {
  #daemonMs = 0;
  #beatAt = performance.now();
  missing = 0;

  /** The server's heartbeat. */
  beat(beat) {
    this.#daemonMs = beat.daemonMs === null || beat.daemonMs === undefined ? STALE : beat.daemonMs;
    this.#beatAt = performance.now();
    this.missing = beat.missing || 0;
  }

  forget() {
    this.#daemonMs = 0;
    this.missing = 0;
    this.#beatAt = performance.now();
  }

  /** Milliseconds since anything was heard, of the server or of the daemon behind it. */
  age(silence) {
    return Math.max(silence, this.#daemonMs + performance.now() - this.#beatAt);
  }

  /** `connecting`, `live`, `late`, `stale`, or how the session ended. */
  state(silence, hasBoard, sessionState, race) {
    if (!hasBoard) return silence > LATE ? 'lost' : 'connecting';
    const age = this.age(silence);
    if (age > STALE) return 'stale';
    if (age > LATE) return 'late';
    if (sessionState === 'abandoned') return 'abandoned';
    if (race && race.phase === 'ended') {
      if (race.result === 'final' || sessionState === 'final') return 'final';
      return sessionState === 'finished' ? 'finished' : race.result === 'provisional' ? 'provisional' : 'finished';
    }
    return 'live';
  }
}

/** The state as the bar shows it. */
export function connectionText(state, age, pausedMs) {
  const texts = {
    stale: () => words.connection.stale(numbers.elapsed(age)),
    late: () => words.connection.late(Math.floor(age / 1000)),
    paused: () => words.connection.paused(numbers.elapsed(pausedMs)),
  };
  return { state, text: texts[state] ? texts[state]() : words.connection[state] };
}
