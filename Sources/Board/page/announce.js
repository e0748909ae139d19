import { sentence, stateOf, stopNumber } from './verdict.js';
import { words } from './words.js';

const APART = 5000;

/**
 * What is said to a screen reader: chosen things in one polite region, at most one in five seconds; red, chequered
 * and no data at once.
 */
export class Announcer {
  #status;
  #alert;
  #waiting = [];
  #saidAt = -APART;
  #timer = null;
  #before = { flag: null, leader: null, stops: new Map(), stale: false };
  #isFirst = true;

  constructor(status, alert) {
    this.#status = status;
    this.#alert = alert;
  }

  begin() {
    this.#isFirst = true;
    this.#waiting = [];
  }

  look(state, isPinned, isStale) {
    const before = this.#before;
    const flag = state.race ? state.race.flag : null;
    const leader = state.rows.find((row) => row.position === 1);
    const lead = leader ? leader.car.number : null;
    if (!this.#isFirst) {
      if (flag !== before.flag && flag !== 'none') this.#say(
        words.spoken.flag(words.flag[flag] || flag), flag === 'red' || flag === 'chequered',
      );
      if (lead !== before.leader && lead !== null) this.#say(words.spoken.lead(lead));
      if (isStale && !before.stale) this.#say(words.spoken.noData, true);
    }
    for (const row of state.rows) {
      if (!isPinned(row.car.number)) continue;
      const now = stateOf(row.stop, null);
      const was = before.stops.get(row.car.number);
      if (!this.#isFirst && was !== undefined && now && now !== was) this.#say(
        words.spoken.verdict(row.car.number, sentence(now, stopNumber(row.stop), row.stop[2]))
      );
      before.stops.set(row.car.number, now);
    }
    Object.assign(before, { flag, leader: lead, stale: isStale });
    this.#isFirst = false;
  }

  #say(text, isUrgent = false) {
    if (isUrgent) {
      this.#alert.textContent = text;
      return;
    }
    this.#waiting.push(text);
    if (this.#waiting.length > 3) this.#waiting.shift();
    this.#next();
  }

  #next() {
    if (this.#timer || !this.#waiting.length) return;
    const wait = Math.max(0, APART - (performance.now() - this.#saidAt));
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#saidAt = performance.now();
      this.#status.textContent = this.#waiting.shift() || '';
      this.#next();
    }, wait);
  }
}
