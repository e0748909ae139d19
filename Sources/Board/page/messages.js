import { onRaceClock } from './clock.js';
import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { sign } from './signs.js';
import { words } from './words.js';

const KINDS = ['all', 'raceControl', 'stops', 'decisions', 'corrections'];
const KEPT = 200;
const IN_DOCK = 4;

/**
 * What happened, newest first: race control's words, decisions, corrections and flags as the board lists them, and
 * stops as they are seen here.
 */
export class Messages {
  #seen = [];
  #listed = [];
  #kind = 'all';
  #car = '';
  #readUpTo = 0;
  #dock;
  #drawer;
  #dockKey = '';
  #drawerKey = '';
  #close;

  constructor(dock, drawer, actions) {
    this.#dock = dock;
    this.#drawer = drawer;
    this.#close = actions.close;
    dock.addEventListener('click', (event) => event.target.closest('.allMessages') && actions.open());
    drawer.addEventListener('click', (event) => this.#click(event));
  }

  /** Another session, or another board: what was seen here is forgotten. */
  begin(state, isOther, toClockMs) {
    this.#seen = [];
    for (const row of state.rows) {
      const { stop, stopInMs } = row;
      if (!stop || stopInMs === null || stopInMs === undefined || !state.race.startMs) continue;
      const text = stopText(row, toClockMs);
      if (text) this.#seen.push({ ...text, kind: 'stops', car: row.car.number, atMs: state.race.startMs + stopInMs });
    }
    this.list(state);
    if (isOther) this.read();
  }

  /** A verdict has changed while this page looked on. */
  stopChanged(row, nowMs, toClockMs) {
    const text = stopText(row, toClockMs);
    if (!text) return;
    this.#seen.push({ ...text, kind: 'stops', car: row.car.number, atMs: nowMs });
    if (this.#seen.length > KEPT) this.#seen.shift();
  }

  /** Takes the board's own lists. */
  list(state) {
    const listed = [];
    for (const each of state.messages || []) {
      listed.push(
        { kind: 'raceControl', sign: null, cars: each.cars || [], atMs: each.atMs, text: each.text, by: each.by }
      );
    }
    for (const each of state.penalties || []) {
      const value = each.value && each.kind === 'time' ? ` ${numbers.time(each.value)}` : '';
      const said = `${words.penalty[each.kind] || each.kind}${value}`;
      listed.push(
        {
          kind: 'decisions', sign: 'cross', look: 'bad', car: each.car, atMs: each.atMs,
          text: [said, each.reason, words.penaltyState[each.state]].filter(Boolean).join(' · '),
        }
      );
    }
    for (const each of state.corrections || []) {
      listed.push(
        {
          kind: 'corrections', sign: 'corrected', look: 'mended', car: each.car, atMs: each.atMs, text: each.text,
          isCorrection: true,
        }
      );
    }
    for (const each of (state.flags || []).slice(1)) {
      listed.push(
        {
          kind: 'raceControl', sign: null, atMs: each.fromMs,
          text: `${words.message.flag} ${words.flag[each.flag] || each.flag}`,
        }
      );
    }
    this.#listed = listed;
    this.#notices = [
      ...(state.loops || []).map((each) => words.message.loop(each.name)),
      ...(state.clocks || []).map(
        (each) => words.message.clock(each.decoder, numbers.time(Math.abs(each.aheadMs)), each.aheadMs > 0)
      ),
    ];
  }

  #notices = [];

  /** All of them, newest first. */
  get all() {
    return [...this.#listed, ...this.#seen].sort((one, other) => other.atMs - one.atMs);
  }

  /** How many came since the list was looked at. */
  get unread() {
    return this.all.filter((each) => each.atMs > this.#readUpTo && each.kind !== 'stops').length;
  }

  read() {
    this.#readUpTo = Math.max(0, ...this.all.map((each) => each.atMs));
  }

  get notices() {
    return this.#notices;
  }

  drawDock(state, missing) {
    const newest = this.all.slice(0, IN_DOCK);
    const notices = [...(missing > 0 ? [words.missing(missing)] : []), ...this.#notices];
    const key = JSON.stringify([newest, notices, state.race && state.race.clockStartMs]);
    if (key === this.#dockKey) return;
    this.#dockKey = key;
    fill(this.#dock, notices.slice(0, 1).map(
      (text) => h('span', { class: 'message notice' }, sign('warn', 'lastLap'), h('span', {}, text))
    ),
      newest.map((each) => line(each, state)),
      !newest.length && !notices.length && h('span', { class: 'message quiet' }, words.message.none),
      h('button', { class: 'allMessages' }, words.filters.messages));
  }

  drawDrawer(state) {
    const shown = this.all.filter((each) => (this.#kind === 'all' || each.kind === this.#kind)
      && (!this.#car || each.car === this.#car || (each.cars || []).includes(this.#car)));
    const key = JSON.stringify([shown, this.#notices, this.#kind, this.#car]);
    if (key === this.#drawerKey) return;
    this.#drawerKey = key;
    const cars = state.rows.map((row) => row.car.number).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const list = h('ol', { class: 'messageList' }, shown.map((each) => h('li', {}, line(each, state, true))));
    const at = this.#drawer.querySelector('.messageList');
    const scroll = at ? at.scrollTop : 0;
    fill(this.#drawer, h('div', { class: 'drawerHead' }, h('h2', {}, words.message.head),
      h('button', { class: 'closeDrawer', 'aria-label': words.spoken.close }, sign('close'))),
    h('div', { class: 'drawerTools' }, KINDS.map((kind) => h('button', {
      class: `chip${kind === this.#kind ? ' on' : ''}`, 'data-kind': kind, 'aria-pressed': String(kind === this.#kind),
    },
      words.message[kind])), h('label', {}, `${words.message.car} `, h('select', {
        onchange: (event) => this.#ofCar(event.target.value, state)
      },
      h('option', { value: '' }, words.message.all), cars.map(
        (number) => h('option', { value: number, selected: number === this.#car }, number)
      )))),
    this.#notices.map((text) => h('p', { class: 'notice' }, sign('warn', 'lastLap'), ` ${text}`)),
    shown.length ? list : h('p', { class: 'quiet' }, words.message.none));
    list.scrollTop = scroll;
    this.#state = state;
  }

  #state = null;

  #ofCar(car, state) {
    this.#car = car;
    this.drawDrawer(state);
  }

  #click(event) {
    const kind = event.target.closest('[data-kind]');
    if (kind) {
      this.#kind = kind.dataset.kind;
      this.drawDrawer(this.#state);
    } else if (event.target.closest('.closeDrawer')) {
      this.#close();
    }
  }
}

function line(each, state, whole = false) {
  const cars = each.car ? [each.car] : each.cars || [];
  const clock = onRaceClock(state.race, each.atMs);
  return h('span', { class: `message ${each.look || ''}` },
    h('time', {}, clock !== null && clock >= 0 ? numbers.raceClock(clock) : ''),
    each.sign ? sign(each.sign) : null,
    h('span', {}, each.isCorrection && `${words.message.corrected} `, cars.length > 0 && h(
      'b', {}, `${cars.map((car) => `#${car}`).join(' ')} `,
    ), each.text,
      whole && each.by && h('small', {}, ` · ${each.by}`)));
}

function stopText(row, toClockMs) {
  const [told, atMs, byMs] = row.stop || [];
  const driver = row.driver !== null && row.driver !== undefined && row.car.drivers[row.driver];
  const who = driver ? ` · ${words.message.driverIn(driver.name.split(' ').slice(-1)[0])}` : '';
  const bad = (text) => ({ sign: 'cross', look: 'bad', text });
  switch (told) {
    case 'hold':
    case 'inPit': return {
      sign: 'hold', look: 'pit', text: words.message.inPit(numbers.deadline(atMs === null ? null : atMs + toClockMs)),
    };
    case 'served': return { sign: 'check', look: 'ok', text: `${words.message.served(numbers.margin(byMs))}${who}` };
    case 'short': return bad(words.stop.short.toLowerCase() + (byMs === null ? '' : ` ${numbers.margin(byMs, '-')}`));
    case 'early': return bad(`${words.stop.early.toLowerCase()} ${numbers.coarse(byMs, '-')}`);
    case 'late': return bad(`${words.stop.late.toLowerCase()} ${numbers.coarse(byMs, '+')}`);
    case 'missed': return bad(words.infringement.missedStop);
    case 'unproved': return { sign: 'ask', look: 'mended', text: words.stop.unproved.toLowerCase() };
    case 'driverChange': return { sign: 'ask', look: 'mended', text: words.infringement.driverChangeUnproved };
    default: return null;
  }
}
