import { h } from './dom.js';
import * as numbers from './numbers.js';
import { svg } from './signs.js';
import { groupOf, stateOf } from './verdict.js';
import { words } from './words.js';

const ROOM = 46;
const LANE = 13;

/**
 * The pit window as a line of time: a tick at the entry of each stop, its sign and number to the left of it in lanes.
 * A served car that finds no room keeps its tick; faults and cars in the pit lane always have their number.
 */
export class Timeline {
  element = h('div', { class: 'timeline' });
  #key = '';
  // Measured when they change: to ask for them at each tick would lay out the page each time.
  #width = 0;
  #height = 0;
  #now = null;
  #gone = null;
  #scale = null;

  constructor(onResize) {
    new ResizeObserver(() => {
      const { clientWidth, clientHeight } = this.element;
      if (clientWidth === this.#width && clientHeight === this.#height) return;
      this.#width = clientWidth;
      this.#height = clientHeight;
      this.#key = '';
      onResize();
    }).observe(this.element);
  }

  draw(state, view) {
    const { opensMs, closesMs } = state.window;
    if (
      !this.#width || opensMs === null || opensMs === undefined || closesMs === null || closesMs === undefined
    ) return;
    const stops = state.rows.filter((row) => row.stop && row.stopInMs !== null && row.stopInMs !== undefined)
      .map((row) => ({ number: row.car.number, atMs: row.stopInMs, look: lookOf(row) }))
      .filter((each) => each.look).sort((one, other) => other.atMs - one.atMs);
    const height = this.#height;
    const key = `${opensMs}|${closesMs}|${height}|${view.toClockMs}|${stops.map((each) =>
      `${each.number}${each.atMs}${each.look}`).join()}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#build(opensMs, closesMs, stops, height, view.toClockMs);
    }
    this.#move(view.sinceStartMs ?? 0);
  }

  #build(opensMs, closesMs, stops, height, toClockMs) {
    const width = this.#width;
    const ground = height - 14;
    const margin = Math.round(width * 0.045);
    const x = (ms) => margin + (width - 2 * margin) * (ms - opensMs) / (closesMs - opensMs);
    this.#scale = { opensMs, closesMs, x, left: x(opensMs) };
    const root = svg(
      'svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': words.window.picture },
    );
    const left = x(opensMs);
    root.append(svg('rect', { class: 'ground', x: left, y: 0, width: x(closesMs) - left, height: ground, rx: 3 }));
    this.#gone = svg('rect', { class: 'gone', x: left, y: 0, width: 0, height: ground, rx: 3 });
    root.append(this.#gone);
    marks(root, opensMs, closesMs, (ms) => x(ms - toClockMs), ground, height, toClockMs);
    const lanes = Array.from({ length: Math.max(2, Math.floor((ground - 6) / LANE)) }, () => Infinity);
    for (const stop of stops) {
      const at = Math.min(width - 2, Math.max(2, x(stop.atMs)));
      root.append(svg('path', { class: stop.look, d: `M${at} ${ground - 6}v6`, 'stroke-width': 2 }));
      const size = 18 + 7 * stop.number.length;
      let end = at;
      let lane = -1;
      // The first lane that is free at the tick; else the one where the label has to move least.
      lanes.forEach((taken, each) => {
        if (lane < 0 && taken >= at) lane = each;
      });
      if (lane < 0) {
        lane = lanes.indexOf(Math.max(...lanes));
        end = lanes[lane];
      }
      if (at - end > ROOM && stop.look === 'ok') continue;
      if (end - size < 0) continue;
      lanes[lane] = end - size;
      const y = 3 + lane * LANE;
      const mark = svg('g', { class: stop.look });
      mark.append(svg('use', { href: `#s-${SIGNS[stop.look]}`, x: end - size, y, width: 11, height: 11 }));
      const text = svg('text', { x: end - size + 13, y: y + 10 });
      text.textContent = stop.number;
      root.append(mark, text);
    }
    this.#now = svg(
      'g', { class: 'now' }, svg('path', { d: `M0 0v${ground + 2}`, 'stroke-width': 2 }),
      svg('path', { class: 'foot', d: `M-5 ${ground + 7}h10l-5-6z` }),
    );
    root.append(this.#now);
    this.element.replaceChildren(root);
  }

  #move(nowMs) {
    const { opensMs, closesMs, x, left } = this.#scale;
    const at = x(Math.min(closesMs, Math.max(opensMs, nowMs)));
    this.#gone.setAttribute('width', Math.max(0, at - left).toFixed(1));
    this.#now.setAttribute('transform', `translate(${at.toFixed(1)} 0)`);
    this.#now.classList.toggle('away', nowMs < opensMs || nowMs > closesMs);
  }
}

const SIGNS = { ok: 'check', bad: 'cross', pit: 'hold' };
const LOOKS = { served: 'ok', inPit: 'pit', fault: 'bad' };

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
  for (const [ms, anchor] of [[opensMs, 'start'], [middle, 'middle'], [closesMs, 'end']]) {
    const text = svg('text', { class: 'when', x: x(ms).toFixed(1), y: height - 2, 'text-anchor': anchor });
    text.textContent = numbers.mark(ms);
    root.append(text);
  }
}
