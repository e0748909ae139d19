import { addresses } from './addresses.js';
import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { Wire, ask } from './wire.js';
import { words } from './words.js';

const AGAIN = 2000;

/** Which session is followed: the one the address names, else the one that the meeting shows, and it goes along. */
export class Following {
  event = { name: '', circuit: '', hour12: false, utcOffsetMs: null };
  meeting = null;
  wire = null;
  #receiver;
  #settings;
  #empty;
  #stays = new URLSearchParams(location.search).get('session');
  #session = null;
  // The session of the address, while the meeting has none of that name.
  #unknown = null;
  #heardAt = performance.now();

  /** `receiver` gets what the wire brings; `empty` is the place for a text while there is nothing. */
  constructor(receiver, settings, empty) {
    this.#receiver = receiver;
    this.#settings = settings;
    this.#empty = empty;
  }

  get isOn() {
    return this.wire !== null;
  }

  /** Milliseconds since anything was heard; before there is a session, of the meeting. */
  get silence() {
    return this.wire ? this.wire.silence : performance.now() - this.#heardAt;
  }

  /** When it is tried again, by the browser's monotonic clock; null while nothing is wrong. */
  get againAt() {
    return this.wire ? this.wire.againAt : null;
  }

  /** How a time of day is shown. */
  get timeOfDay() {
    const told = this.meeting && this.meeting.utcOffsetMs;
    return { utcOffsetMs: told ?? this.event.utcOffsetMs ?? null, hour12: this.#settings.hour12 ?? this.event.hour12 };
  }

  /** The state of a session by the timetable. */
  stateOf(id) {
    const found = this.meeting && this.meeting.sessions && this.meeting.sessions.find((each) => each.id === id);
    return found ? found.state : null;
  }

  /** When a session starts by the timetable, as a time of day; empty where it is not known. */
  startOf(id) {
    const found = this.meeting && this.meeting.sessions && this.meeting.sessions.find((each) => each.id === id);
    const { utcOffsetMs, hour12 } = this.timeOfDay;
    return found ? numbers.timeOfDay(found.startMs, utcOffsetMs, hour12, false) : '';
  }

  /** The meeting as it is now; true where another session is followed for it. */
  hear(meeting) {
    this.meeting = meeting;
    if (this.#stays || !meeting.shown || meeting.shown === this.#session) return false;
    this.follow(null);
    return true;
  }

  /** Follows a session and stays with it; null: the one that is shown. */
  follow(id) {
    this.#stays = id;
    const session = id || (this.meeting && this.meeting.shown);
    if (!session) {
      this.#drawNone();
      return;
    }
    if (this.wire) this.wire.close();
    this.#receiver.leave(session);
    this.#session = session;
    this.#unknown = null;
    const address = new URL(location.href);
    if (id) address.searchParams.set('session', id);
    else address.searchParams.delete('session');
    history.replaceState(null, '', address);
    this.wire = new Wire(session, this.#receiver);
  }

  /** Asks for the meeting again: the session that was followed is gone, or there never was one. */
  async again() {
    try {
      const meeting = await ask(addresses.meeting);
      this.#heardAt = performance.now();
      if (this.hear(meeting) || !this.#stays || this.#has(this.#stays)) return;
      this.#unknown = this.#stays;
      if (this.wire) this.wire.close();
      this.wire = null;
      this.#receiver.leave(this.#stays);
      this.#drawUnknown();
      this.#beginAgain(AGAIN, 0);
    } catch {
      // The wire tries again anyway.
    }
  }

  #has = (id) => this.meeting.sessions.some((each) => each.id === id);

  async begin(failures = 0) {
    if (!this.#isBegun) this.#askEvent();
    this.#isBegun = true;
    if (this.#stays && !this.wire && this.#stays !== this.#unknown) this.follow(this.#stays);
    try {
      this.meeting = await ask(addresses.meeting);
      this.#heardAt = performance.now();
      if (!this.#stays) this.follow(null);
      else if (this.#unknown && !this.wire && this.#has(this.#stays)) this.follow(this.#stays);
      else if (this.#unknown && !this.wire) this.#drawUnknown();
      if (!this.wire) this.#beginAgain(AGAIN, failures);
    } catch {
      const wait = Math.min(4 * AGAIN, AGAIN * (failures + 1));
      if (!this.wire) fill(
        this.#empty, h('b', {}, words.empty.unreachable),
        h('span', {}, `${words.noData.againIn(wait / 1000)} · ${words.empty.nothing}`),
      );
      this.#beginAgain(wait, failures + 1);
    }
  }

  #isBegun = false;
  #timer = null;

  #beginAgain(wait, failures) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.begin(failures), wait);
  }

  #drawUnknown() {
    fill(this.#empty, h('b', {}, words.empty.noSession), h('a', { href: './' }, words.empty.toShown));
    this.#empty.hidden = false;
  }

  async #askEvent() {
    try {
      this.event = await ask(addresses.event);
      this.#receiver.event(this.event);
    } catch {
      setTimeout(() => this.#askEvent(), 4 * AGAIN);
    }
  }

  #drawNone() {
    const w = words.empty;
    const next = this.meeting && this.meeting.sessions && this.meeting.sessions.find(
      (each) => ['planned', 'armed'].includes(each.state) && each.startMs
    );
    const { utcOffsetMs, hour12 } = this.timeOfDay;
    fill(
      this.#empty, h('b', {}, w.none),
      h(
        'span', {},
        next ? w.startsAt(next.name, numbers.timeOfDay(next.startMs, utcOffsetMs, hour12, false)) : w.noStart,
      ),
    );
    this.#empty.hidden = false;
  }
}
