const STEP_BACK = 2000;
// Before its first input a daemon has no time, and says 0.
const NO_TIME = 86400000;
const DRIFT = 5;

/**
 * Official time as this page knows it: what the server said last, and the browser's monotonic time since. The
 * viewer's own clock is never read. A message that was long on its way would put the time back, so the earliest
 * arrivals count; a step of more than two seconds is another time, and taken at once.
 */
export class Clock {
  #ahead = null;
  #heard = null;
  #stoppedAt = null;

  /** The server says what time it is. */
  hear(nowMs) {
    if (nowMs < NO_TIME) return;
    const ahead = nowMs - performance.now();
    this.#heard = nowMs;
    if (this.#ahead === null || Math.abs(ahead - this.#ahead) > STEP_BACK) this.#ahead = ahead;
    else this.#ahead = Math.max(ahead, this.#ahead - DRIFT);
  }

  /** Another session has another time. */
  forget() {
    this.#ahead = this.#heard = this.#stoppedAt = null;
  }

  /** All clocks stand at what was heard last, or at an instant, until `run`. */
  stop(atMs = this.#heard) {
    if (this.#stoppedAt === null) this.#stoppedAt = atMs;
  }

  run() {
    this.#stoppedAt = null;
  }

  get runs() {
    return this.#stoppedAt === null && this.#ahead !== null;
  }

  /** How far an instant is behind what the server's time ought to be by now; 0 where it is not. */
  behind(nowMs) {
    return this.#ahead === null ? 0 : Math.max(0, this.#ahead + performance.now() - nowMs);
  }

  /** What was heard last. */
  get heardMs() {
    return this.#heard;
  }

  /** Milliseconds of UTC; null before anything was heard. */
  now() {
    if (this.#stoppedAt !== null) return this.#stoppedAt;
    return this.#ahead === null ? null : this.#ahead + performance.now();
  }
}

/** The race clock at an instant, null before the start: protocol 4.4. */
export function raceClockAt(race, flags, nowMs) {
  if (!race || race.clockStartMs === null || race.clockStartMs === undefined || nowMs === null) return null;
  let at = nowMs;
  if (race.clockRuns === false && flags && flags.length) at = flags[flags.length - 1].fromMs;
  if (race.endMs !== null && race.endMs !== undefined) at = Math.min(at, race.endMs);
  return Math.max(0, at - race.clockStartMs - (race.clockStoppedMs || 0));
}

/** An instant of UTC on the race clock, as messages show it; null before the start. */
export function onRaceClock(race, utcMs) {
  if (!race || !race.clockStartMs || utcMs === null || utcMs === undefined) return null;
  return utcMs - race.clockStartMs;
}
