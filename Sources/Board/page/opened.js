import { addresses } from './addresses.js';
import { cupSign, gradeBox, netGap, netPlace } from './cells.js';
import { classColour } from './colours.js';
import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { sign } from './signs.js';
import { sentence, stopNumber, verdict } from './verdict.js';
import { ask } from './wire.js';
import { words } from './words.js';

const SHOWN = 8;
const LOOK = { served: 'ok', hold: 'pit', mayGo: 'ok', lastLap: 'lastLap', lastChance: 'lastLap' };
const known = (value) => value !== null && value !== undefined;

/**
 * The opened row: verdict and its bar, stints, laps, crew, decisions. It is asked for when it is opened, and again when
 * a lap or a stop is new.
 */
export class Opened {
  element = h('div', { class: 'openedBody' });
  number = null;
  #told = null;
  #failed = false;
  #all = false;
  #asked = '';
  #session = null;
  #why;

  constructor(why, pin) {
    this.#why = why;
    this.element.addEventListener('click', (event) => {
      const button = event.target.closest('[data-why]');
      if (button) this.#why(this.number, button.dataset.why === 'place' ? '' : button.dataset.why);
      if (event.target.closest('.pinToggle')) pin(this.number);
      if (event.target.closest('.allLaps')) {
        this.#all = !this.#all;
        this.#redraw();
      }
    });
  }

  show(number, session, state, view) {
    this.number = number;
    this.#session = session;
    this.#told = null;
    this.#failed = false;
    this.#all = false;
    this.#asked = '';
    this.update(state, view);
  }

  /** The car's row has changed, or a second has gone by. */
  update(state, view) {
    if (this.number === null) return;
    const row = state.byNumber(this.number);
    if (!row) return;
    const { laps, lastLapMs, stops, corrected, driver } = row;
    const asked = [state.session, laps, lastLapMs, stops, row.stop ? row.stop[0] : '', corrected, driver].join('|');
    this.#now = { state, view, row };
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#ask();
    }
    this.#redraw();
  }

  #now = null;

  async #ask() {
    const { number } = this;
    try {
      const told = await ask(addresses.car(this.#session, number));
      if (this.number !== number) return;
      this.#told = told;
      this.#failed = false;
    } catch {
      this.#failed = true;
    }
    this.#version += 1;
    this.#redraw();
  }

  #parts = new Map();

  // Each part is made again only when it is another: a button must not be replaced under the pointer.
  #redraw() {
    const { state, view, row } = this.#now;
    const said = verdict(row, view.sinceStartMs);
    const second = Math.floor((view.clockMs ?? 0) / 1000);
    const isInPit = said && (said.state === 'hold' || said.state === 'mayGo');
    this.element.style.setProperty('--cls', classColour(row.car.class));
    this.#part('stopPart', [said && said.state, said && said.byMs, isInPit && second], () => this.#stop(said));
    this.#part('stintPart', [second, row.driver], () => this.#stints(state, view, row));
    this.#part('lapPart', [this.#all], () => this.#laps(state));
    const { netPosition, position, netGapMs, netOwedMs } = row;
    const ofCar = [netPosition, position, netGapMs, netOwedMs, view.isPinned(this.number), state.reports];
    this.#part('carPart', ofCar, () => this.#car(row, view, state));
  }

  #part(name, changing, make) {
    const key = JSON.stringify([this.number, this.#version, ...changing]);
    let part = this.#parts.get(name);
    if (!part) {
      part = { element: h('section', { class: `part ${name}` }), key: null };
      this.#parts.set(name, part);
      this.element.append(part.element);
    }
    if (part.key === key) return;
    part.key = key;
    const focused = part.element.contains(document.activeElement) ? document.activeElement.dataset.why
      || document.activeElement.className : null;
    fill(part.element, make());
    if (!focused) return;
    const again = [...part.element.querySelectorAll('button')].find(
      (each) => (each.dataset.why || each.className) === focused
    );
    if (again) again.focus();
  }

  // Counts the answers taken.
  #version = 0;

  #stop(said) {
    const { row, view, state } = this.#now;
    if (!said) return null;
    const n = stopNumber(row.stop);
    const visit = this.#visit();
    const window = state.window || {};
    const lasted = visit && known(visit.durationMs) ? visit.durationMs : said.state === 'hold'
      || said.state === 'mayGo' ? view.sinceStartMs - row.stopInMs : null;
    const least = said.requiredMs;
    const look = LOOK[said.state] || (
      ['short', 'early', 'late', 'missed', 'over', 'penalised'].includes(said.state) ? 'bad' : 'quiet'
    );
    const change = this.#told && (this.#told.verdicts || []).find((each) => each.id === `driverChange${n}`);
    return [
      h(
        'h2', {}, sign(said.sign, look), ` ${sentence(said.state, n, said.byMs)} `,
        h('button', { class: 'whyLink', 'data-why': `obligation=stop${n}` }, words.opened.why, sign('next')),
      ),
      known(lasted) && known(least) && stopBar(lasted, least, look),
      known(row.stopInMs) && known(lasted) && h('div', { class: 'barText' }, h(
        'span', {}, `${words.opened.entry} ${numbers.time(row.stopInMs + view.toClockMs)}`,
      ),
        known(least) && h('span', {}, `${words.opened.least} ${numbers.time(least)}`)),
      h('dl', { class: 'pairs' },
        known(lasted) && pair(
          words.opened.inLane, visit && known(visit.durationMs) ? numbers.time(lasted) : numbers.elapsed(lasted),
        ),
        known(least) && pair(words.opened.leastTime, numbers.time(least)),
        said.state === 'hold' && pair(words.opened.mayLeave, numbers.deadline(row.stop[1] + view.toClockMs)),
        known(row.stopInMs) && known(window.closesMs) && window.closesMs > row.stopInMs && pair(
          words.opened.toClose, numbers.mark(window.closesMs - row.stopInMs),
        ),
        change && pair(words.opened.change, driverChange(change))),
      this.#infringements()];
  }

  #infringements() {
    const told = (this.#told && this.#told.infringements) || [];
    return told.filter((each) => each.state === 'reported' || each.state === 'automatic').map((each) => {
      const said = words.infringement[each.kind] || each.kind;
      const proposed = each.proposed && words.opened.proposed(proposedText(each.proposed));
      return h('p', { class: 'proposed' }, sign('cross'), ` ${[said, proposed].filter(Boolean).join(' · ')}`);
    });
  }

  #visit() {
    const stops = (this.#told && this.#told.stops) || [];
    const judged = this.#told && (this.#told.verdicts || []).find(
      (each) => each.id === `stop${stopNumber(this.#now.row.stop)}`
    );
    if (judged && judged.visit) return stops[judged.visit - 1] || null;
    const last = stops[stops.length - 1];
    return last && last.outMs === null ? last : null;
  }

  #stints(state, view, row) {
    const told = this.#told;
    const stints = (told && told.stints) || [];
    const w = words.opened;
    return [h('h2', {}, w.stints),
      !told && h('p', { class: 'quiet' }, this.#failed ? w.failed : w.reading),
      stints.length > 0 && small([w.driver, w.fromTo, w.time], stints.map(([driverAt, fromMs, toMs]) => {
        const driver = driverOf(row.car, driverAt);
        const to = known(toMs) ? toMs : view.sinceStartMs;
        const isOver = known(toMs) || state.race.phase === 'ended';
        return [
          driver ? [h('b', {}, driver.name), gradeBox(driver.grade)] : '–',
          `${numbers.mark(fromMs)}–${isOver ? numbers.mark(to) : w.now}`,
          h('b', {}, known(to) && known(fromMs) ? numbers.elapsed(to - fromMs) : ''),
        ];
      }), 1),
      told && told.laps.length > 1 && [
        h('h2', { class: 'lapsHead' }, w.lapTimes, h('span', { class: 'hint' }, ` ${w.lapHint}`)), lapBars(told.laps),
      ]];
  }

  #laps(state) {
    const told = this.#told;
    if (!told || !told.laps.length) return null;
    const w = words.opened;
    const laps = [...told.laps].reverse();
    const shown = this.#all ? laps : laps.slice(0, SHOWN);
    const hasPlace = laps.some((lap) => known(lap[9]));
    const best = Math.min(
      ...laps.filter((lap) => !lap[3] && !lap[4] && known(lap[1]) && lap[0] > 1).map((lap) => lap[1]),
    );
    const head = [w.lap, ...(hasPlace ? [w.pos] : []), w.time, 'S1', 'S2', 'S3', w.flag];
    const rows = shown.map((lap) => {
      const [number, ms, flag, isIn, isOut, s1, s2, s3] = lap;
      const shownFlag = state.flags && state.flags[flag] ? words.flag[state.flags[flag].flag].toLowerCase() : '';
      return [String(number), ...(hasPlace ? [known(lap[9]) ? String(lap[9]) : ''] : []),
        h(
          'button',
          { class: `lapTime${ms === best ? ' ownBest' : ''}`, 'data-why': `lap=${number}`, title: w.whyLap(number) },
          ms === best && sign('own', 'own'), numbers.time(ms),
        ),
        numbers.time(s1), numbers.time(s2), numbers.time(s3), isIn || isOut ? h(
          'b', { class: 'pit' }, [isOut && w.out, isIn && w.in].filter(Boolean).join(' '),
        ) : shownFlag];
    });
    return [h(
      'h2', {}, w.lapList,
      laps.length > SHOWN && h('button', { class: 'whyLink allLaps' }, this.#all ? w.fewer : w.more, sign('next')),
    ),
      small(head, rows, 0)];
  }

  #car(row, view, state) {
    const { car } = row;
    const w = words.opened;
    const net = netPlace(row, view);
    const isPinned = view.isPinned(car.number);
    const place = [
      h('b', {}, `P${net} `), net === 1 ? words.leads : numbers.gap(netGap(row, view), 0),
      row.netOwedMs > 0 && ` ${w.owes(numbers.mark(row.netOwedMs))}`,
    ];
    const reports = (state.reports || []).filter((each) => each.car === car.number)
      .map((each) => words.reportCount(each.kind, each.count, each.limit));
    const className = h('b', { style: { color: classColour(car.class) } }, car.class);
    return [
      h(
        'h2', {}, `#${car.number} ${car.team || ''} `,
        known(row.position) && h(
          'button', { class: 'whyLink', 'data-why': 'place' }, w.whyPlace(row.position), sign('next'),
        ),
      ),
      h(
        'dl', { class: 'pairs' }, car.vehicle && pair(w.car, car.vehicle),
        pair(w.class, [className, car.cup && [' ', cupSign(car.cup), ` ${car.cup}`]]),
        car.drivers.map((each) => pair(each.nation || w.driver, [each.name, gradeBox(each.grade)])),
        known(net) && pair(w.net, place), pair(w.decisions, this.#decisions()),
        reports.length > 0 && pair(w.reports, reports.join(', ')),
      ),
      h(
        'button', { class: 'chip pinToggle', 'aria-pressed': String(isPinned) }, sign(isPinned ? 'pin' : 'pinOpen'),
        isPinned ? w.unpin : w.pin,
      ),
    ];
  }

  #decisions() {
    const penalties = (this.#told && this.#told.penalties) || [];
    if (!penalties.length) return words.opened.none;
    return penalties.map((each) => {
      const value = each.kind === 'time' && numbers.time(each.value);
      const said = [words.penalty[each.kind] || each.kind, value, each.reason, words.penaltyState[each.state]];
      return h('div', {}, said.filter(Boolean).join(' · '));
    });
  }
}

const driverOf = (car, driver) => (
  typeof driver === 'number' ? car.drivers[driver] : driver && car.drivers.find((each) => each.name === driver)
) || null;

function driverChange(told) {
  if (told.state === 'served') return h(
    'span', {}, sign('check', 'ok'),
    ` ${told.driver ? numbers.shortName(told.driver) : words.stop.served.toLowerCase()}`,
  );
  const isOpen = ['notOpen', 'open', 'lastChance', 'inPit'].includes(told.state);
  return h(
    'span', {}, sign(isOpen ? 'ring' : told.state === 'notApplicable' ? 'bar' : 'ask', isOpen ? 'quiet' : 'mended'),
    ` ${words.explained.state[isOpen ? 'open' : told.state]}`,
  );
}

const pair = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

function proposedText(proposed) {
  const [[name, value]] = Object.entries(proposed);
  const word = words.penalty[name] || name;
  return typeof value === 'number'
    ? `${word} ${/Ms$/.test(name) ? `${numbers.time(value).replace(/\.000$/, '')} s` : value}` : word;
}

function stopBar(lasted, least, look) {
  const most = Math.max(lasted, least) * (lasted > least ? 1 : 1.12);
  const part = (ms) => `${(ms / most * 100).toFixed(2)}%`;
  return h(
    'div', { class: `stopBar ${look}`, 'aria-hidden': 'true' }, h('i', { style: { width: part(lasted) } }),
    h('u', { style: { left: part(least) } }),
  );
}

/** A small table: `left` columns are of text. */
function small(head, rows, left) {
  return h('table', { class: 'smallTable' }, h(
    'thead', {}, h('tr', {}, head.map((text, at) => h('th', { scope: 'col', class: at < left ? 'l' : '' }, text))),
  ),
    h(
      'tbody', {},
      rows.map(
        (row) => h(
          'tr', {},
          row.map((cell, at) => h(at ? 'td' : 'th', { scope: at ? null : 'row', class: at < left ? 'l' : '' }, cell)),
        )
      ),
    ));
}

function lapBars(laps) {
  const shown = laps.slice(-40).filter((lap) => known(lap[1]));
  const least = Math.min(...shown.map((lap) => lap[1]));
  const best = Math.min(...shown.filter((lap) => !lap[3] && !lap[4] && lap[0] > 1).map((lap) => lap[1]));
  const most = Math.max(...shown.map((lap) => lap[1]));
  return h('div', { class: 'lapBars', role: 'img', 'aria-label': words.opened.lapTimes }, shown.map((lap) => h('i', {
    class : lap[3] || lap[4] ? 'pit' : lap[1] === best ? 'best' : '', title
      : `${words.lapNumber(lap[0])} ${numbers.time(lap[1])}`,
    style: { height: `${Math.round(6 + 38 * Math.sqrt((lap[1] - least) / Math.max(1, most - least)))}px` },
  })));
}
