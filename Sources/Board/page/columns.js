import * as cells from './cells.js';
import { classColour } from './colours.js';
import { h, fill, setText } from './dom.js';
import * as numbers from './numbers.js';
import { sign } from './signs.js';
import { words } from './words.js';

// The columns, their widths, and which of them go as the room gets less. A width is for figures of 15 px.

const known = (value) => value !== null && value !== undefined;

/** A column of plain text: `text` and, where the look changes, `look`. */
const plain = (text, look) => ({
  key: (row, view) => (look ? `${text(row, view)}|${look(row, view)}` : text(row, view)),
  fill(cell, row, view) {
    if (look) cell.className = look(row, view);
    setText(cell, text(row, view));
  },
});

const place = (value) => (known(value) ? String(value) : '');
const gainedOf = (row, view) => (view.inClass ? row.classGained : row.gained);
const gainedText = (value) => (!known(value) ? '' : value > 0 ? `↑${value}` : value < 0 ? `↓${-value}` : '·');

const pin = {
  key: (row, view) => `${view.isPinned(row.car.number)}`,
  fill(cell, row, view) {
    const pinned = view.isPinned(row.car.number);
    cell.className = 'pin';
    fill(cell, h('button', {
      class: 'pinButton', tabindex: '-1', 'aria-pressed': String(pinned),
      'aria-label': words.spoken.pin(row.car.number),
    },
      sign(pinned ? 'pin' : 'pinOpen')));
    cell.parentNode.classList.toggle('pinned', pinned);
  },
};

const gained = {
  key: (row, view) => gainedText(gainedOf(row, view)),
  fill(cell, row, view) {
    const value = gainedOf(row, view);
    cell.className = `n gained ${value > 0 ? 'up' : 'down'}`;
    setText(cell, gainedText(value));
    if (known(value)) cell.setAttribute(
      'aria-label', value > 0 ? words.spoken.up(value) : value < 0 ? words.spoken.down(-value) : words.spoken.same,
    );
    else cell.removeAttribute('aria-label');
  },
};

/** The number is the row's head and its button. */
const opener = (row) => h('button', {
  class: 'open', 'aria-expanded': 'false', 'aria-label': words.spoken.open(row.car.number, driverName(row)),
},
  row.car.number);

const driverName = (row) => (
  known(row.driver) && row.car.drivers[row.driver] ? row.car.drivers[row.driver].name : row.car.team || ''
);

const number = {
  key: (row) => row.driver,
  fill(cell, row) {
    cell.style.setProperty('--cls', classColour(row.car.class));
    const button = cell.querySelector('.open');
    if (button) button.setAttribute('aria-label', words.spoken.open(row.car.number, driverName(row)));
    else fill(cell, opener(row));
  },
};

const gapLook = (row, view) => (
  cells.roadPlace(row, view) === 1 ? 'n gap leads' : cells.isNow(row) ? 'n gap' : 'n gap old'
);
const intLook = (row, view) => (cells.isClose(row, view) ? 'n int close' : 'n int');
const stintText = (row, view) => (
  view.isRace && view.clockMs !== null && known(row.stintFromMs)
  ? numbers.elapsed((row.stintToMs ?? view.sinceStartMs) - row.stintFromMs) : ''
);

/** A gap from before a stop is dim and underlined, and says so to who points at it or hears it. */
const gap = {
  key: (row, view) => `${cells.gapText(row, view)}|${gapLook(row, view)}`,
  fill(cell, row, view) {
    const text = cells.gapText(row, view);
    const isOld = text !== '' && !cells.isNow(row) && cells.roadPlace(row, view) !== 1;
    cell.className = gapLook(row, view);
    cell.title = isOld ? words.fromBefore : '';
    fill(cell, text, isOld && h('span', { class: 'heard' }, ` ${words.fromBefore}`));
  },
};

const ALL = {
  pin: { ...pin, td: 'pin' },
  pos: { ...plain((row, view) => place(view.inClass ? row.classPosition : row.position)), td: 'n pos' },
  gained: { ...gained, td: 'n gained' },
  no: { ...number, td: 'no', isHead: true },
  pic: { ...plain((row, view) => place(view.inClass ? row.position : row.classPosition)), td: 'n pic' },
  class: { ...cells.classAndCup(true), td: 'class' },
  classShort: { ...cells.classAndCup(false), td: 'class' },
  crew: { ...cells.crew(true), td: 'crew' },
  wheel: { ...cells.crew(false), td: 'crew' },
  wheelShort: { ...cells.crew(false, true), td: 'crew' },
  state: { ...cells.state, td: 'state', ticks: true },
  laps: { ...plain((row) => place(row.laps)), td: 'n laps' },
  gap: { ...gap, td: 'n gap' },
  int: { ...plain(cells.intervalText, intLook), td: 'n int' },
  last: { ...cells.last, td: 'n last' },
  best: { ...cells.best(true), td: 'n best' },
  bestShort: { ...cells.best(false), td: 'n best' },
  s1: { ...cells.sector(0), td: 'n sector' },
  s2: { ...cells.sector(1), td: 'n sector' },
  s3: { ...cells.sector(2), td: 'n sector' },
  stop: { ...cells.stop(true), td: 'stop', ticks: true },
  stopShort: { ...cells.stop(false), td: 'stop', ticks: true },
  net: { ...cells.net(true), td: 'n net' },
  netShort: { ...cells.net(false), td: 'n net' },
  stint: { ...plain(stintText), td: 'n stint', ticks: true },
  pits: { ...plain((row) => place(row.stops)), td: 'n pits' },
};

const HEADS = {
  wheelShort: 'wheel', classShort: 'class', bestShort: 'best', stopShort: 'stop', netShort: 'net',
};

/** Widths in full, then as at 1280 px, then at the least. */
const WIDTHS = {
  pin: [20, 20, 20], pos: [42, 38, 34], gained: [50, 48, 44], no: [58, 54, 46], pic: [40, 36, 34],
  class: [126, 126, 126], classShort: [80, 80, 64], crew: [290, 290, 290], wheel: [200, 200, 140],
  wheelShort: [140, 140, 140], state: [82, 80, 78], laps: [44, 46, 44], gap: [92, 88, 90], int: [90, 86, 88],
  last: [100, 92, 88], best: [128, 120, 120], bestShort: [96, 96, 92], s1: [82, 78, 78], s2: [82, 78, 78],
  s3: [82, 78, 78], stop: [218, 218, 218], stopShort: [158, 158, 158],
  net: [132, 132, 132], netShort: [56, 56, 50], stint: [64, 60, 60], pits: [42, 46, 42],
};

const FULL = [
  'pin', 'pos', 'gained', 'no', 'pic', 'class', 'crew', 'state', 'laps', 'gap', 'int', 'last', 'best', 's1', 's2',
    's3', 'stop', 'net', 'stint', 'pits',
];
const WALL = ['pos', 'no', 'pic', 'classShort', 'wheel', 'state', 'gap', 'int', 'last', 'stopShort', 'netShort'];

/** What goes first, second … as the width shrinks: a column, or its shorter form. */
const GOES = [
  { s1: null, s2: null, s3: null }, { net: 'netShort' }, { stint: null }, { best: 'bestShort' }, { stop: 'stopShort' },
  {
    class: 'classShort', crew: 'wheel', compact: 1,
  }, { pits: null }, { gained: null }, { laps: null }, { pic: null }, { bestShort: null },
  { last: null, wheel: 'wheelShort', compact: 2 }, { pin: null },
];

/** The columns for a width in px, with the width of each; `crew` takes what is left. */
export function choose(width, options) {
  const { isWall, isRace, hasStops, hasNet, sectors } = options;
  let names = (isWall ? WALL : FULL).filter((name) => {
    if (/^s\d$/.test(name)) return Number(name[1]) <= sectors;
    if (/^stop/.test(name)) return hasStops;
    if (/^net/.test(name)) return hasNet;
    return isRace || !['stint', 'gained'].includes(name);
  });
  let set = 0;
  const sum = () => names.reduce((all, name) => all + WIDTHS[name][set], 0);
  for (const step of isWall ? [{ compact: 1 }, { compact: 2 }, { pic: null }] : GOES) {
    if (sum() <= width) break;
    names = names.map((name) => (step[name] === undefined ? name : step[name])).filter(Boolean);
    if (step.compact) set = step.compact;
  }
  const room = Math.max(1, width / sum());
  return {
    room,
    isTight: set === 2,
    columns: names.map((name) => ({
      ...ALL[name], name, base : HEADS[name] || name, width : ['crew', 'wheel', 'wheelShort'].includes(name) ? null
        : WIDTHS[name][set],
    })),
  };
}

/** Heading of a column: text, title, hint behind it. */
export function heading(name, inClass) {
  const swapped = inClass && name === 'pos' ? 'pic' : inClass && name === 'pic' ? 'pos' : name;
  const sector = /^s(\d)$/.exec(name);
  if (sector) return [...words.columns.sector(Number(sector[1])), null];
  const base = HEADS[name] || name;
  const [text, title] = words.columns[base === name ? swapped : base];
  const hint = {
    crew: words.columns.crewHint, best: words.columns.bestHint, stop: words.columns.stopHint,
    net: words.columns.netHint,
  }[name];
  return [name === 'class' ? `${text} ${words.columns.cup}` : text, title, hint || null];
}

/* The telephone: four columns, two lines each. */

const phoneGained = (row, view) => gainedText(gainedOf(row, view));

const phoneNumber = {
  key: (row, view) => `${row.driver}|${phoneGained(row, view)}`,
  fill(cell, row, view) {
    cell.style.setProperty('--cls', classColour(row.car.class));
    let button = cell.querySelector('.open');
    if (!button) {
      button = opener(row);
      fill(cell, button, h('small', {}));
    }
    button.setAttribute('aria-label', words.spoken.open(row.car.number, driverName(row)));
    setText(cell.lastChild, phoneGained(row, view));
  },
};

const phoneCrew = {
  key: (row, view) => `${row.driver}|${row.status}|${view.isNarrow}|${view.isPinned(row.car.number)}`,
  fill(cell, row, view) {
    const driver = known(row.driver) ? row.car.drivers[row.driver] : null;
    const name = driver ? numbers.shortName(driver.name) : row.car.drivers.map(
      (each) => numbers.shortName(each.name)
    ).join(', ') || row.car.team || '';
    cell.parentNode.classList.toggle('pinned', view.isPinned(row.car.number));
    fill(cell,
      h(
        'div', { class: driver ? 'who' : 'who unsaid' }, h('span', {}, name),
        driver && !view.isNarrow && gradeBox(driver.grade),
      ),
      h('div', { class: 'what' }, h('b', { style: { color: classColour(row.car.class) } }, row.car.class),
        row.car.cup && [
          cells.cupSign(row.car.cup),
          h('span', { class: view.isNarrow || LONG.has(row.status) ? 'heard' : '' }, row.car.cup),
        ],
        row.status !== 'onTrack' && h('b', { class: `state ${row.status}` }, words.state[row.status] || '')));
  },
};
const { gradeBox } = cells;
const LONG = new Set(['stopped', 'retired']);

const FIGURES = {
  gap: (row, view) => [
    cells.gapText(row, view), cells.roadPlace(row, view) === 1 ? 'leads' : cells.isNow(row) ? '' : 'old',
  ],
  int: (row, view) => [cells.intervalText(row, view), cells.isClose(row, view) ? 'close' : ''],
};

const phoneFigure = {
  key(row, view) {
    const rest = cells.stop(false).key(row, view);
    if (view.figure === 'net') return `net|${cells.net(true).key(row, view)}|${rest}`;
    if (view.figure === 'stop') return `stop|${row.stop && row.stop[3]}|${row.stop && row.stop[5]}|${rest}`;
    return `${view.figure}|${FIGURES[view.figure](row, view).join('|')}|${row.lastLapMs}|${rest}`;
  },
  fill(cell, row, view) {
    if (!cell.lines) {
      cell.lines = [h('div', { class: 'figure' }), h('div', { class: 'below' })];
      fill(cell, ...cell.lines);
    }
    const [first, second] = cell.lines;
    const isStop = view.figure === 'stop';
    const box = isStop ? first : second;
    const other = isStop ? second : first;
    if (view.figure !== cell.figure) {
      fill(first);
      fill(second);
      first.shows = second.shows = null;
      cell.figure = view.figure;
    }
    cells.stop(false).fill(box, row, view);
    if (isStop) {
      first.className = 'figure';
      setText(other, row.stop ? stopRest(row) : '');
    } else if (view.figure === 'net') {
      other.className = 'figure';
      const road = cells.roadPlace(row, view);
      const net = cells.netPlace(row, view);
      fill(other, known(net) && h('small', {}, net === 1 ? words.leads : numbers.gap(cells.netGap(row, view), 0)),
        known(net) && ` P${net}${cells.netArrow(net, road)}`);
    } else {
      const [text, look] = FIGURES[view.figure](row, view);
      other.className = `figure ${look}`;
      other.title = look === 'old' ? words.fromBefore : '';
      setText(other, text || (view.hasStops ? '' : numbers.time(row.bestLapMs)));
    }
  },
};

function stopRest(row) {
  const [told, , , requiredMs, , lapsLeft] = row.stop;
  if (told === 'open' && known(lapsLeft)) return words.lapsLeft(lapsLeft);
  return known(requiredMs) ? words.stop.least(numbers.mark(requiredMs)) : '';
}

/** The columns of the telephone. */
export function phoneColumns(isNarrow) {
  return {
    room: 1,
    columns: [
      { ...ALL.pos, name: 'pos', base: 'pos', width: isNarrow ? 36 : 40 },
      { ...phoneNumber, name: 'no', base: 'no', td: 'no', isHead: true, width: isNarrow ? 44 : 48 },
      { ...phoneCrew, name: 'wheel', base: 'wheel', td: 'crew', width: null },
      { ...phoneFigure, name: 'phone', base: 'phone', td: 'n value', width: isNarrow ? 122 : 142, ticks: true },
    ],
  };
}
