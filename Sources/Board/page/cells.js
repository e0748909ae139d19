import { classColour, cup } from './colours.js';
import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { sign } from './signs.js';
import { verdict } from './verdict.js';
import { words } from './words.js';

// Cells that are more than a text. Each has `key`, a text that changes when the cell does, and `fill`.

const known = (value) => value !== null && value !== undefined;
const lettered = (grade) => (grade ? words.grade[grade] || grade[0].toUpperCase() : null);

/** The box with the letter of a driver's grade. */
export const gradeBox = (grade) => grade && h('i', { class: 'grade', title: grade }, lettered(grade));

/** The sign of a cup. */
export function cupSign(name) {
  const { sign: drawn, look, colour } = cup(name);
  const made = sign(drawn, look);
  if (colour) made.style.setProperty('color', colour);
  return made;
}

export const crew = (all, isShort = false) => ({
  key: (row) => `${row.driver}`,
  fill(cell, row) {
    const { drivers } = row.car;
    const at = known(row.driver) ? drivers[row.driver] : null;
    const parts = at ? [h('b', {}, isShort ? numbers.shortName(at.name) : at.name), gradeBox(at.grade)] : [];
    const others = drivers.filter((each) => each !== at);
    if (!at || all) {
      for (const each of others) {
        parts.push(
          h(
            'span', { class: at ? 'other' : 'unsaid' },
            h('span', {}, at || isShort ? numbers.shortName(each.name) : each.name), gradeBox(each.grade),
          )
        );
      }
    }
    if (!drivers.length) parts.push(h('span', { class: 'unsaid' }, row.car.team || ''));
    fill(cell, h('div', { class: 'crewLine' }, parts));
    cell.title = [row.car.team, row.car.vehicle].filter(Boolean).join(' · ');
  },
});

export const classAndCup = (withName) => ({
  key: () => '',
  fill(cell, row) {
    const { class: name, cup: cupName } = row.car;
    const colour = { color: classColour(name) };
    fill(cell, h('b', { style: colour }, name || ''),
      cupName && h(
        'span', { class: 'cup', title: cupName }, cupSign(cupName),
        withName ? cupName : h('span', { class: 'heard' }, cupName),
      ));
  },
});

export const state = {
  key: (row, view) => `${row.status}${recently(row, view) ? '*' : ''}`,
  fill(cell, row, view) {
    cell.className = `state ${row.status || ''}`;
    fill(cell, words.state[row.status] || '', recently(row, view) && h('span', {
      class: 'mended', title: words.signs.corrected,
    },
      sign('corrected'), h('span', { class: 'heard' }, words.signs.corrected)));
  },
};

const recently = (row, view) => known(row.corrected) && view.nowMs !== null && view.nowMs - row.corrected < 60000;
const isEstimated = (row, name) => Array.isArray(row.estimated) && row.estimated.includes(name);
const marked = (drawn, look, text) => h(
  'span', { class: `mark ${look}`, title: text }, sign(drawn), h('span', { class: 'heard' }, text),
);

/** A time with its sign on the left, so that the digits stay in line. */
function signed(cell, text, best, estimated, look) {
  const mark = estimated ? marked('about', 'about', words.signs.about)
    : best === 2 ? marked('star', 'best', words.signs.star)
      : best === 3 ? marked('starOpen', 'best', words.signs.starOpen)
        : best === 1 ? marked('own', 'own', words.signs.own) : null;
  cell.className = look;
  fill(cell, text !== '' && mark, text);
}

export const last = {
  key: (row) => `${row.lastLapMs}|${row.lastSign}|${isEstimated(row, 'lastLapMs')}`,
  flash: true,
  fill(cell, row) {
    const look = row.lastSign === 2 ? 'n last bestOfAll' : row.lastSign === 1 ? 'n last ownBest' : 'n last';
    signed(cell, numbers.time(row.lastLapMs), row.lastSign, isEstimated(row, 'lastLapMs'), look);
  },
};

export const best = (withLap) => ({
  key: (row) => `${row.bestLapMs}|${row.bestLap}|${row.bestSign}`,
  fill(cell, row) {
    signed(cell, numbers.time(row.bestLapMs), row.bestSign, false, row.bestSign === 2 ? 'n best bestOfAll' : 'n best');
    if (withLap) cell.append(h('u', {}, known(row.bestLap) ? String(row.bestLap) : ''));
  },
});

export const sector = (k) => ({
  key: ({ sectorsMs, sectorSigns, estimated }) =>
    `${sectorsMs && sectorsMs[k]}|${sectorSigns && sectorSigns[k]}|${isEstimated({ estimated }, `sector${k + 1}`)}`,
  fill(cell, row) {
    const ms = row.sectorsMs ? row.sectorsMs[k] : null;
    const told = row.sectorSigns ? row.sectorSigns[k] : 0;
    const look = told === -1 ? 'n sector old' : told === 2 ? 'n sector bestOfAll' : told === 1 ? 'n sector ownBest'
      : 'n sector';
    signed(cell, numbers.time(ms), told, isEstimated(row, `sector${k + 1}`), look);
  },
});

/** The verdict: also used by the phone's second line, the opened row and the team's page. */
export const stop = (withExtra) => ({
  key(row, view) {
    const said = verdict(row, view.sinceStartMs);
    return said
      ? `${said.word}|${said.figure}|${withExtra ? said.extra : ''}|${said.part === null ? '' : said.part.toFixed(3)}`
      : '';
  },
  flashKey: (row, view) => (row.stop ? `${row.stop[0]}|${view.clockMs === null}` : ''),
  fill(cell, row, view) {
    const said = verdict(row, view.sinceStartMs);
    if (said && cell.shows && cell.shows.look === `${said.state}${said.word}`) {
      cell.shows.update(said);
      return;
    }
    fill(cell, said && box(cell, said, withExtra));
    if (!said) cell.shows = null;
  },
});

/** The box of a verdict. It is kept while only its figures change. */
function box(cell, said, withExtra) {
  const figure = h('i', {}, said.figure);
  const extra = withExtra ? h('u', {}, said.extra) : null;
  const made = h(
    'span', { class: `verdict ${LOOK[said.state]}` }, sign(said.sign), h('b', {}, said.word), figure, extra,
  );
  const part = (to) => to !== null && made.style.setProperty('--part', `${(to * 100).toFixed(1)}%`);
  part(said.part);
  if (cell) {
    cell.shows = {
      look: `${said.state}${said.word}`,
      update(now) {
        figure.textContent = now.figure;
        if (extra) extra.textContent = now.extra;
        part(now.part);
      },
    };
  }
  return made;
}

const LOOK = {
  notOpen: 'due', open: 'due', lastChance: 'lastLap', hold: 'hold', mayGo: 'mayGo', served: 'served', short: 'bad',
  early: 'bad', late: 'bad', missed: 'bad', over: 'bad', unproved: 'unproved', driverChange: 'unproved',
  excused: 'none', penalised: 'ruled', closed: 'ruled', notOwed: 'none',
};

/** A box for a verdict that stands outside the table. */
export const verdictBox = (said, withExtra = false) => box(null, said, withExtra);

export const netArrow = (net, road) => (net < road ? '↑' : net > road ? '↓' : '=');

export const net = (withGap) => ({
  key: (row, view) => {
    const place = netPlace(row, view);
    return `${place}|${roadPlace(row, view)}|${withGap ? netGap(row, view) : ''}`;
  },
  fill(cell, row, view) {
    const place = netPlace(row, view);
    if (!known(place)) {
      fill(cell);
      return;
    }
    const road = roadPlace(row, view);
    const arrow = known(road) ? netArrow(place, road) : '';
    fill(cell, h('b', {}, String(place)), h('span', { class: place < road ? 'up' : 'down' }, arrow),
      withGap && h('u', {}, place === 1 ? words.leads : numbers.gap(netGap(row, view), 0)));
  },
});

export const netPlace = (row, view) => (view.inClass ? row.netClassPosition : row.netPosition);
export const netGap = (row, view) => (view.inClass ? row.netClassGapMs : row.netGapMs);
export const roadPlace = (row, view) => (view.inClass ? row.classPosition : row.position);

/** Whether a gap is of now; one from before a stop is dim, and an interval across a stop says nothing. */
export const isNow = (row) => row.gapIsNow !== false;

export function gapText(row, view) {
  if (roadPlace(row, view) === 1) return view.isRace && view.clockMs !== null ? words.leads : '';
  return view.inClass ? numbers.gap(row.classGapMs, row.classGapLaps) : numbers.gap(row.gapMs, row.gapLaps);
}

export function intervalText(row, view) {
  if (!isNow(row) || roadPlace(row, view) === 1) return '';
  return view.inClass ? numbers.gap(
    row.classIntervalMs, row.classIntervalLaps,
  ) : numbers.gap(row.intervalMs, row.intervalLaps);
}

/** Under a second to the car ahead. */
export function isClose(row, view) {
  const [ms, laps] = view.inClass ? [row.classIntervalMs, row.classIntervalLaps] : [row.intervalMs, row.intervalLaps];
  return view.isRace && row.status === 'onTrack' && isNow(row) && known(ms) && !laps && ms < 1000
    && roadPlace(row, view) > 1;
}
