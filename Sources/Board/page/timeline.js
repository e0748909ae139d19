import { h } from './dom.js';
import * as numbers from './numbers.js';
import { svg } from './signs.js';
import { groupOf, stateOf } from './verdict.js';
import { words } from './words.js';

const ROOM = 6;
const LANE = 13;
const AXIS = 46;
// Who gets the place at its tick first.
const URGENCY = ['bad', 'pit', 'mended', 'ok'];

/**
 * The pit window as a line of time: a tick at the entry of each stop, its sign and number in lanes above, left of it or
 * over it. Faults and cars in the pit lane choose first, and always have their number; where all lanes are taken at its
 * tick a line leads there. A served car that finds no room at its tick keeps the tick alone.
 * Each car has its tick and number from the beginning, unseen until it stops: a race adds nothing to the page.
 */
export class Timeline {
  element = h('div', { class: 'timeline' });
  #key = '';
  #frameKey = '';
  // Measured when they change: to ask for them at each tick would lay out the page each time.
  #width = 0;
  #height = 0;
  #now = null;
  #gone = null;
  #scale = null;
  #marks = new Map();

  constructor(onResize) {
    new ResizeObserver(() => {
      const { clientWidth, clientHeight } = this.element;
      if (clientWidth === this.#width && clientHeight === this.#height) return;
      this.#width = clientWidth;
      this.#height = clientHeight;
      onResize();
    }).observe(this.element);
  }

  draw(state, view) {
    const { opensMs, closesMs } = state.window;
    if (
      !this.#width || opensMs === null || opensMs === undefined || closesMs === null || closesMs === undefined
    ) return;
    const cars = state.rows.map((row) => row.car.number).sort();
    const frameKey = `${opensMs}|${closesMs}|${this.#width}|${this.#height}|${view.toClockMs}|${cars}`;
    if (frameKey !== this.#frameKey) {
      this.#frameKey = frameKey;
      this.#key = '';
      this.#frame(opensMs, closesMs, cars, view.toClockMs);
    }
    const stops = state.rows.filter((row) => row.stop && row.stopInMs !== null && row.stopInMs !== undefined)
      .map((row) => ({ number: row.car.number, atMs: row.stopInMs, look: lookOf(row) }))
      .filter((each) => each.look).sort((one, other) => other.atMs - one.atMs);
    const key = stops.map((each) => `${each.number}${each.atMs}${each.look}`).join();
    if (key !== this.#key) {
      this.#key = key;
      this.#mark(stops);
    }
    this.#move(view.sinceStartMs ?? 0);
  }

  #frame(opensMs, closesMs, cars, toClockMs) {
    const [width, height] = [this.#width, this.#height];
    const ground = height - 14;
    const margin = Math.round(width * 0.045);
    const x = (ms) => margin + (width - 2 * margin) * (ms - opensMs) / (closesMs - opensMs);
    this.#scale = { opensMs, closesMs, x, left: x(opensMs), ground };
    const root = svg(
      'svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': words.window.picture },
    );
    const left = x(opensMs);
    root.append(svg('rect', { class: 'ground', x: left, y: 0, width: x(closesMs) - left, height: ground, rx: 3 }));
    this.#gone = svg('rect', { class: 'gone', x: left, y: 0, width: 0, height: ground, rx: 3 });
    root.append(this.#gone);
    marks(root, opensMs, closesMs, (ms) => x(ms - toClockMs), ground, height, toClockMs);
    this.#marks = new Map(cars.map((number) => [number, markOf(number)]));
    for (const mark of this.#marks.values()) root.append(mark.tick, mark.label);
    this.#now = svg(
      'g', { class: 'now' }, svg('path', { d: `M0 0v${ground + 2}`, 'stroke-width': 2 }),
      svg('path', { class: 'foot', d: `M-5 ${ground + 7}h10l-5-6z` }),
    );
    root.append(this.#now);
    this.element.replaceChildren(root);
  }

  /** The stops, latest first: each label where it is nearest to its tick. */
  #mark(stops) {
    const { x, ground, opensMs, closesMs } = this.#scale;
    const inside = [x(opensMs), x(closesMs)];
    const lanes = Array.from({ length: Math.max(2, Math.floor((ground - 6) / LANE)) }, () => []);
    const unseen = new Map(this.#marks);
    for (const stop of stops.sort((one, other) => URGENCY.indexOf(one.look) - URGENCY.indexOf(other.look))) {
      const mark = this.#marks.get(stop.number);
      if (!mark) continue;
      unseen.delete(stop.number);
      const at = Math.min(this.#width - 2, Math.max(2, x(stop.atMs)));
      set(mark.tick, { class: stop.look, d: `M${at} ${ground - 6}v6` });
      const size = 18 + 7.6 * stop.number.length;
      const place = nearest(lanes, at, size, stop.atMs >= opensMs && stop.atMs < closesMs ? inside : [0, this.#width]);
      const hasRoom = place !== null && (place.by <= ROOM || stop.look !== 'ok');
      set(mark.label, { class: hasRoom ? stop.look : UNSEEN });
      if (!hasRoom) continue;
      lanes[place.lane].push([place.from, place.from + size]);
      const y = 3 + place.lane * LANE;
      const edge = place.from > at ? place.from : place.from + size;
      set(mark.lead, { d: place.by > ROOM ? `M${at} ${ground - 6}L${edge.toFixed(1)} ${y + 8}` : '' });
      set(mark.sign, { href: `#s-${SIGNS[stop.look]}`, x: place.from, y });
      set(mark.text, { x: place.from + 13, y: y + 10 });
    }
    for (const mark of unseen.values()) {
      set(mark.tick, { class: UNSEEN });
      set(mark.label, { class: UNSEEN });
    }
  }

  #move(nowMs) {
    const { opensMs, closesMs, x, left } = this.#scale;
    const at = x(Math.min(closesMs, Math.max(opensMs, nowMs)));
    this.#gone.setAttribute('width', Math.max(0, at - left).toFixed(1));
    this.#now.setAttribute('transform', `translate(${at.toFixed(1)} 0)`);
    this.#now.classList.toggle('away', nowMs < opensMs || nowMs > closesMs);
  }
}

/** Where a label of this size is free in any lane nearest to its tick; null where all are full. */
function nearest(lanes, at, size, [least, most]) {
  const inside = (from) => Math.min(most - size, Math.max(least, from));
  let best = null;
  lanes.forEach((taken, lane) => {
    for (const wanted of [at - size, at - size / 2, at, ...taken.flatMap(([begin, end]) => [begin - size, end])]) {
      const from = inside(wanted);
      // How far the tick is from the label; of equals that which is further to the left.
      const by = Math.max(0, from - at, at - from - size);
      if (best && (best.by < by || (best.by === by && best.from <= from))) continue;
      if (taken.every(([begin, end]) => from + size <= begin || from >= end)) best = { lane, from, by };
    }
  });
  return best;
}

const UNSEEN = 'unseen';

/** A car's tick, and its label: sign and number. */
function markOf(number) {
  const sign = svg('use', { width: 11, height: 11 });
  const text = svg('text', {});
  text.textContent = number;
  const lead = svg('path', { class: 'lead' });
  const label = svg('g', { class: UNSEEN }, lead, sign, text);
  return { tick: svg('path', { class: UNSEEN, 'stroke-width': 2 }), label, lead, sign, text };
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

const SIGNS = { ok: 'check', bad: 'cross', pit: 'hold', mended: 'ask' };
const LOOKS = { served: 'ok', inPit: 'pit', fault: 'bad', unproved: 'mended' };

function lookOf(row) {
  if (stateOf(row.stop, null) === 'excused') return 'ok';
  return LOOKS[groupOf(row)] || null;
}

// Marks of the race clock, which may stand `toClockMs` beside the time since the start.
function marks(root, opensAtMs, closesAtMs, x, ground, height, toClockMs) {
  const opensMs = opensAtMs + toClockMs;
  const closesMs = closesAtMs + toClockMs;
  const minutes = (closesMs - opensMs) / 60000;
  const step = (minutes > 60 ? 10 : minutes > 20 ? 5 : 1) * 60000;
  for (let ms = Math.ceil(opensMs / step) * step; ms <= closesMs; ms += step) {
    root.append(svg('path', { class: 'mark', d: `M${x(ms).toFixed(1)} ${ground - 4}v4` }));
  }
  const middle = Math.round((opensMs + closesMs) / 2 / step) * step;
  const room = (x(closesMs) - x(opensMs)) / AXIS;
  const shown = [[opensMs, 'start'], [closesMs, 'end'], [middle, 'middle']].slice(0, Math.min(3, Math.floor(room)));
  for (const [ms, anchor] of shown) {
    const text = svg('text', { class: 'when', x: x(ms).toFixed(1), y: height - 2, 'text-anchor': anchor });
    text.textContent = numbers.mark(ms);
    root.append(text);
  }
}
