import * as numbers from './numbers.js';
import { groupOf } from './verdict.js';
import { words } from './words.js';

// Which cars are shown, in which order, under which headings.

const last = (value) => (value === null || value === undefined ? Infinity : value);
const LAST = { disqualified: 1, withdrawn: 2 };

/**
 * An order by members of the row. Cars without a place follow as in the results: in a race those that went further
 * first, then the disqualified; of equals, and in practice and qualifying, by the entry list.
 */
const by = (...names) => (state) => (one, other) => {
  for (const name of names) {
    const order = last(one[name]) - last(other[name]);
    if (order && !Number.isNaN(order)) return order;
  }
  const out = (LAST[one.status] || 0) - (LAST[other.status] || 0);
  const isRun = !out && !LAST[one.status] && state.race && state.race.kind === 'race';
  const further = isRun ? (other.laps || 0) - (one.laps || 0) || last(one.totalMs) - last(other.totalMs) : 0;
  return out || further || one.index - other.index;
};
const ROAD = by('position');
const NET = by('netPosition', 'position');
const CLASS = by('classPosition', 'position');
const CLASS_NET = by('netClassPosition', 'classPosition', 'position');

/** Cars that pass the filters, in the order of the road. */
export function passing(state, filters) {
  const found = state.rows.filter((row) => passes(row, filters));
  return found.sort(ROAD(state));
}

function passes(row, filters) {
  const { car } = row;
  if (filters.classes.size && !filters.classes.has(car.class)) return false;
  if (filters.cups.size && !filters.cups.has(car.cup)) return false;
  if (filters.pinned && !filters.isPinned(car.number)) return false;
  if (filters.group && groupOf(row) !== filters.group) return false;
  if (!filters.text) return true;
  const wanted = filters.text.toLocaleLowerCase();
  if (/^\d+$/.test(wanted)) return car.number.startsWith(wanted);
  return [car.number, car.team, car.vehicle, ...car.drivers.map((each) => each.name)]
    .some((each) => each && each.toLocaleLowerCase().includes(wanted));
}

/** Sections of the board. */
export function boardSections(state, filters, isPhone) {
  const rows = passing(state, filters);
  const inClass = filters.inClass;
  const chosen = filters.order === 'net' ? (inClass ? CLASS_NET : NET) : inClass ? CLASS : ROAD;
  const order = chosen(state);
  if (filters.byClass) return classSections(state, rows, order);
  const all = [{ id: 'all', head: null, rows: rows.sort(order) }];
  if (!isPhone || filters.pinned) return all;
  const pinned = rows.filter((row) => filters.isPinned(row.car.number));
  if (!pinned.length) return all;
  return [
    { id: 'pinned', head: [words.sections.pinned], rows: pinned, look: 'small' },
    { ...all[0], head: [words.sections.all], look: 'small' },
  ];
}

function classSections(state, rows, order) {
  const names = [...new Set(state.rows.map((row) => row.car.class))];
  const bests = (state.race && state.race.classBestLaps) || [];
  return names.map((name) => {
    const cars = rows.filter((row) => row.car.class === name).sort(order);
    const best = bests.find((each) => each.class === name);
    const head = [name, words.classHead.cars(cars.length)];
    if (best) head.push(`${words.classHead.best} ${numbers.time(best.ms)} #${best.number}`);
    if (name === names[0]) head.push(words.classHead.within);
    return { id: name, head, rows: cars, className: name, look: 'class' };
  }).filter((section) => section.rows.length);
}

/** Sections by what a car has to do next: the telephone's second view. */
export function stopSections(state, filters) {
  const rows = passing(state, { ...filters, group: null });
  const groups = ['inPit', 'lastLap', 'due', 'fault', 'unproved', 'served', 'other'];
  return groups.map((group) => ({
    id: `stops-${group}`, head: [words.sections.stops[group]], look: 'small',
    rows: rows.filter((row) => (groupOf(row) || 'other') === group),
  })).filter((section) => section.rows.length);
}

/** The cars around one: on the road, and net of stops. */
export function teamSections(state, number) {
  const around = (order, has) => {
    const rows = state.rows.filter(has).sort(order(state));
    const at = rows.findIndex((row) => row.car.number === number);
    return at < 0 ? [] : rows.slice(Math.max(0, at - 3), at + 4);
  };
  const sections = [{ id: 'ahead', head: [words.sections.ahead], look: 'small', rows: around(ROAD, () => true) }];
  const net = around(NET, (row) => row.netPosition !== null && row.netPosition !== undefined);
  if (net.length) sections.push({ id: 'net', head: [words.sections.net], look: 'small', rows: net });
  return sections;
}

/** One page of a wall board. A heading takes the room of a row, and is there again where its class goes on. */
export function wallSections(state, filters, size, page) {
  const rows = passing(state, filters);
  const sections = filters.byClass ? classSections(state, rows, CLASS(state)) : [{ id: 'all', head: null, rows }];
  const pages = [];
  let room = 0;
  for (const section of sections) {
    const head = section.head ? 1 : 0;
    for (let at = 0; at < section.rows.length;) {
      if (room <= head) {
        pages.push([]);
        room = Math.max(size, head + 1);
      }
      const part = section.rows.slice(at, at + room - head);
      pages[pages.length - 1].push({ ...section, rows: part });
      at += part.length;
      room -= part.length + head;
    }
  }
  const at = page % Math.max(1, pages.length);
  return { pages: pages.length, page: at, sections: pages[at] || [] };
}
