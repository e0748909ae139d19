import { onRaceClock } from './clock.js';
import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { sign } from './signs.js';
import { words } from './words.js';

const KINDS = ['all', 'raceControl', 'stops', 'decisions', 'corrections'];
const IN_DOCK = 4;

/**
 * What happened, newest first: race control's words, decisions, corrections, flags and stops. All of it is the board's:
 * a page that comes later tells the same at the same times.
 */
export class Messages {
  #all = [];
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

  /** Another board; `isOther`: of another session, whose messages are not news. */
  begin(state, isOther, toClockMs) {
    this.list(state, toClockMs);
    if (isOther) this.read();
  }

  /** Takes what the board lists, and what came of each car's stops. */
  list(state, toClockMs) {
    const listed = stopLines(state, toClockMs);
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
    this.#all = listed.sort((one, other) => other.atMs - one.atMs);
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
    return this.#all;
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
    // It scrolls: who has a keyboard alone must be able to go there.
    const list = h(
      'ol', { class: 'messageList', tabindex: '0', 'aria-label': words.message.head },
      shown.map((each) => h('li', {}, line(each, state, true))),
    );
    const at = this.#drawer.querySelector('.messageList');
    const scroll = at ? at.scrollTop : 0;
    const isFocused = at !== null && at === document.activeElement;
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
    if (isFocused) list.focus({ preventScroll: true });
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

function stopLines(state, toClockMs) {
  const startMs = state.race && state.race.startMs;
  if (!startMs) return [];
  return state.rows.flatMap((row) => (row.stopHistory || []).map((told) => (
    { ...stopText(told, row.car, toClockMs), kind: 'stops', car: row.car.number, atMs: startMs + told[1] }
  )));
}

/** A line of `stopHistory`, in words. */
function stopText([told, , figureMs, of, driver], car, toClockMs) {
  const which = of ? `${of} ` : '';
  const who = driver === null || !car.drivers[driver] ? ''
    : ` · ${words.message.driverIn(car.drivers[driver].name.split(' ').slice(-1)[0])}`;
  const bad = (text) => ({ sign: 'cross', look: 'bad', text: which + text });
  const ask = (text) => ({ sign: 'ask', look: 'mended', text: which + text });
  const word = (words.stop[told] || '').toLowerCase();
  switch (told) {
    case 'hold': return {
      sign: 'hold', look: 'pit',
      text: which + words.message.inPit(numbers.deadline(figureMs === null ? null : figureMs + toClockMs)),
    };
    case 'served': return {
      sign: 'check', look: 'ok', text: `${which}${words.message.served(numbers.margin(figureMs))}${who}`,
    };
    case 'short': return bad([word, numbers.margin(figureMs, '-')].filter(Boolean).join(' '));
    case 'early': return bad(`${word} ${numbers.coarse(figureMs, '-')}`);
    case 'late':
    case 'over': return bad(`${word} ${numbers.coarse(figureMs, '+')}`);
    case 'missed': return bad(words.infringement.missedStop);
    case 'driverChange': return ask(words.infringement.driverChangeUnproved);
    default: return ask(word);
  }
}
