import { classColour } from './colours.js';
import { raceClockAt } from './clock.js';
import { h, fill, setText } from './dom.js';
import * as numbers from './numbers.js';
import { sign } from './signs.js';
import { flagNow, hasNet, hasStops } from './state.js';
import { groupOf } from './verdict.js';
import { words } from './words.js';

const COUNTS = [
  ['served', 'check', 'ok'], ['inPit', 'hold', 'pit'], ['fault', 'cross', 'bad'], ['unproved', 'ask', 'mended'],
  ['lastLap', 'warn', 'lastLap'], ['due', 'ring', 'quiet'],
];

/** The bar: flag, since when, event, track time, connection. */
export class Bar {
  #element;
  #parts;

  constructor(element) {
    this.#element = element;
    const part = (look) => h('span', { class: look });
    const mark = (look) => h('i', { class: look, 'aria-hidden': 'true' });
    const p = {
      swatch: mark('swatch'), word: h('b'), since: part('since'),
      logo: h('img', { class: 'logo', alt: '', hidden: true }),
      event: h('b', { class: 'name' }), circuit: part('circuit'), session: part('session'), time: part('trackTime'),
      connection: part('word'),
    };
    this.#parts = p;
    const connection = h('span', { class: 'connection', id: 'connection' }, mark('dot'), p.connection);
    fill(
      element,
      h('span', { class: 'flag' }, p.swatch, p.word, p.since),
      h('span', { class: 'event' }, p.logo, p.event, p.circuit, p.session),
      h('span', { class: 'right' }, p.time, connection),
    );
  }

  draw({ state, event, meeting, view, connection, timeOfDay }) {
    const p = this.#parts;
    const { flag, fromMs, first } = flagNow(state);
    const { race } = state;
    const isOld = connection.state === 'stale' || connection.state === 'lost';
    const look = `bar flag-${flag} is-${connection.state}`;
    if (this.#element.className !== look) this.#element.className = look;
    setText(p.swatch, words.flagLetters[flag] || '');
    p.swatch.hidden = flag === 'none';
    const isStopped = flag === 'red' && race && race.kind === 'race';
    setText(p.word, isStopped ? words.raceStopped : flag === 'none' ? '' : words.flag[flag] || flag);
    const since = isOld ? words.asOf(numbers.raceClock(view.clockMs)) : sinceText(flag, fromMs, first, race, view.nowMs);
    setText(p.since, since);
    p.logo.hidden = !event.logo;
    if (event.logo && p.logo.getAttribute('src') !== event.logo) p.logo.setAttribute('src', event.logo);
    setText(p.event, event.name || (meeting && meeting.event) || '');
    const circuit = event.circuit || (race && race.circuit) || '';
    setText(p.circuit, circuit === p.event.textContent ? '' : circuit);
    setText(p.session, (race && race.name) || '');
    const time = numbers.timeOfDay(view.nowMs, timeOfDay.utcOffsetMs, timeOfDay.hour12);
    setText(p.time, time && words.trackTime(time, timeOfDay.utcOffsetMs !== null));
    setText(p.connection, connection.text);
  }
}

function sinceText(flag, fromMs, first, race, nowMs) {
  if (flag === 'none' || nowMs === null) return '';
  if (flag === 'green' && first) return words.sinceStart;
  if (fromMs === null) return '';
  if (flag === 'fcy' && race.fcyCountdownMs) return words.endsIn(
    numbers.countdown(race.fcyCountdownMs - (nowMs - fromMs))
  );
  return numbers.elapsed(nowMs - fromMs);
}

/** Clocks, pit window, counts, best laps. */
export class Head {
  #element;
  #parts = null;
  #key = '';
  #onCount;
  #timeline;

  constructor(element, timeline, onCount) {
    this.#element = element;
    this.#timeline = timeline;
    this.#onCount = onCount;
  }

  draw(state, view, filters, layout) {
    const { race } = state;
    const stops = Boolean(state.window);
    const key = `${layout.isPhone}|${layout.isNarrow}|${stops}|${race && race.kind}|${race && race.raceLaps}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#build(state, layout, stops);
    }
    this.#clocks(state, view);
    if (stops) this.#window(state, view, layout);
    this.#counts(state, filters);
    this.#bests(state);
  }

  #build(state, layout, stops) {
    const { isPhone, isNarrow } = layout;
    const label = (text) => h('span', { class: 'label' }, text);
    const p = {
      raceLabel: label(''), race: h('b'), toGo: h('b'), lap: h('b'), windowLabel: label(''), windowFigure: h('b'),
      windowWord: h('span', { class: 'quiet' }), counts: h('div', { class: 'counts' }), countKey: '',
      bests: h('div', { class: 'bestLaps' }), bestKey: '', isPhone,
    };
    this.#parts = p;
    p.counts.addEventListener('click', (event) => {
      const button = event.target.closest('[data-group]');
      if (button) this.#onCount(button.dataset.group);
    });
    const clocks = [
      h('div', { class: 'clock' }, p.raceLabel, p.race),
      h('div', { class: 'clock' }, label(isPhone ? words.clocks.toGoPhone : words.clocks.toGo), p.toGo),
    ];
    if (isPhone) {
      const closes = stops && h('div', { class: 'clock pitWindow' }, p.windowLabel, p.windowFigure);
      fill(this.#element, h('div', { class: 'clocks' }, clocks, closes), stops && !isNarrow && this.#timeline.element);
      if (stops) this.#element.append(p.counts);
      return;
    }
    const figure = h('div', { class: 'big' }, p.windowWord, p.windowFigure);
    const pitWindow = stops && h(
      'section', { class: 'pitWindow', 'aria-label': words.window.label },
      h('div', { class: 'windowText' }, p.windowLabel, figure), this.#timeline.element, p.counts,
    );
    fill(this.#element, clocks, h('div', { class: 'clock lap' }, label(words.clocks.lap), p.lap), pitWindow, p.bests);
  }

  #clocks(state, view) {
    const { race } = state;
    const p = this.#parts;
    const w = words.clocks;
    const waits = view.clockMs === null && view.startsAt !== '';
    setText(p.raceLabel, waits ? w.starts : p.isPhone ? w.racePhone : view.isRace ? w.race : w.session);
    setText(p.race, waits ? view.startsAt : numbers.raceClock(view.clockMs ?? 0));
    const laps = leaderLaps(state);
    const of = race && race.raceLaps;
    const left = race && race.durationMs ? numbers.toGo(Math.max(0, race.durationMs - (view.clockMs ?? 0))) : null;
    setText(p.toGo, left ?? (of ? words.lapsLeft(Math.max(0, of - laps)) : '–'));
    const lap = view.clockMs === null ? 0 : race && race.phase === 'running' ? laps + 1 : laps;
    setText(p.lap, of ? `${Math.min(lap, of)}/${of}` : String(lap));
  }

  #window(state, view, { isPhone, isNarrow }) {
    const p = this.#parts;
    const { opensMs, closesMs } = state.window;
    const now = view.sinceStartMs ?? 0;
    const span = `${numbers.mark(opensMs + view.toClockMs)}–${numbers.mark(closesMs + view.toClockMs)}`;
    const phase = now < opensMs ? 'soon' : now < closesMs ? 'open' : 'closed';
    const w = words.window;
    if (isPhone) {
      const labels = isNarrow ? [
        w.narrowOpens, w.narrowCloses, w.narrowClosed,
      ] : [w.phoneOpens, w.phoneCloses, w.phoneClosed];
      setText(p.windowLabel, labels[['soon', 'open', 'closed'].indexOf(phase)]);
    } else {
      const label = `${w[phase]} `;
      if (p.windowLabel.dataset.text !== label + span) {
        p.windowLabel.dataset.text = label + span;
        fill(p.windowLabel, label, h('span', { class: 'span' }, span));
      }
      setText(p.windowWord, phase === 'soon' ? `${w.opensIn} ` : phase === 'open' ? `${w.closesIn} ` : '');
    }
    setText(
      p.windowFigure, phase === 'closed' ? w.over : numbers.countdown((phase === 'soon' ? opensMs : closesMs) - now),
    );
    this.#timeline.draw(state, view);
  }

  #counts(state, filters) {
    const p = this.#parts;
    const counted = {};
    for (const row of state.rows) {
      const group = groupOf(row);
      if (group) counted[group] = (counted[group] || 0) + 1;
    }
    const key = `${JSON.stringify(counted)}${filters.group}`;
    if (key === p.countKey) return;
    p.countKey = key;
    const focused = p.counts.contains(document.activeElement) ? document.activeElement.dataset.group : null;
    const shown = COUNTS.filter(([group]) => counted[group] || group === 'served');
    // Where there is less room the words of the many go: sign and figure say it, and all of them are there.
    p.counts.className = `counts of${shown.length}`;
    fill(p.counts, shown.map(([group, drawn, look]) => {
      const n = counted[group] || 0;
      const word = typeof words.count[group] === 'function' ? words.count[group](n) : words.count[group];
      return h('button', {
        class: `count ${look}${filters.group === group ? ' on' : ''}`, 'data-group': group,
        'aria-pressed': String(filters.group === group), title: word,
      }, sign(drawn), h('b', {}, String(n)), h('span', {}, ` ${word}`));
    }));
    const again = focused && p.counts.querySelector(`[data-group="${focused}"]`);
    if (again) again.focus();
  }

  #bests(state) {
    const p = this.#parts;
    const { race } = state;
    const bests = (race && race.classBestLaps) || [];
    const key = JSON.stringify([bests, race && race.bestLap]);
    if (key === p.bestKey) return;
    p.bestKey = key;
    const shown = [...bests].sort((one, other) => one.ms - other.ms).slice(0, 3);
    fill(p.bests, shown.length > 0 && h('span', { class: 'label' }, words.bestLaps), shown.map((best) => h('div', {},
      sign(
        race.bestLap && race.bestLap.number === best.number ? 'star' : 'starOpen', 'best',
      ), h('b', { style: { color: classColour(best.class) } }, best.class),
      h('b', {}, numbers.time(best.ms)), h('span', { class: 'of' }, `#${best.number} ${words.lapNumber(best.lap)}`))));
  }
}

const leaderLaps = (state) => state.rows.reduce((most, row) => Math.max(most, row.laps || 0), 0);

/** The title of the page: flag, race clock, session. */
export function pageTitle(state, view, isOld) {
  const { flag } = flagNow(state);
  return words.title(
    isOld ? words.connection.lost : flag === 'none' ? '' : words.flag[flag], numbers.raceClock(view.clockMs),
    state.race ? state.race.name : 'Lapwing',
  );
}

/** What all cells read of the time. */
export function readClocks(view, state, nowMs) {
  view.nowMs = nowMs;
  view.clockMs = raceClockAt(state.race, state.flags, nowMs);
  const startMs = state.race ? state.race.startMs ?? null : null;
  view.sinceStartMs = startMs === null || nowMs === null ? null : Math.min(nowMs, state.race.endMs ?? nowMs) - startMs;
  view.toClockMs = startMs === null || startMs === undefined || !state.race.clockStartMs ? 0
    : startMs - state.race.clockStartMs - (state.race.clockStoppedMs || 0);
  view.isRace = !state.race || state.race.kind === 'race';
  view.hasStops = hasStops(state);
  view.hasNet = hasNet(state, view.sinceStartMs);
}
