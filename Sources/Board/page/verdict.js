import * as numbers from './numbers.js';
import { words } from './words.js';

// What the column STOP says: docs of the wire name the states, this table the sign, look and figure of each.

const LOOKS = {
  notOpen: ['ring', 'due'], open: ['ring', 'due'], lastChance: ['warn', 'lastLap'], hold: ['hold', 'hold'],
  mayGo: ['go', 'mayGo'], served: ['check', 'served'], short: ['cross', 'bad'], early: ['cross', 'bad'],
  late: ['cross', 'bad'], missed: ['cross', 'bad'],
  over: ['cross', 'bad'], unproved: ['ask', 'unproved'], driverChange: ['ask', 'unproved'], excused: ['bar', 'none'],
  penalised: ['cross', 'ruled'], closed: ['cross', 'ruled'], notOwed: ['bar', 'none'],
};
const GROUPS = {
  lastChance: 'lastLap', hold: 'inPit', mayGo: 'inPit', served: 'served', open: 'due', notOpen: 'due', short: 'fault',
  early: 'fault',
  late: 'fault', missed: 'fault', over: 'fault', penalised: 'fault', unproved: 'unproved', driverChange: 'unproved',
};
const SAME = { notApplicable: 'notOwed', inPit: 'hold' };

/** State of a car's stop as the page names it; null when nothing is owed. */
export function stateOf(stop, sinceStartMs) {
  if (!stop) return null;
  const told = SAME[stop[0]] || stop[0];
  // The server says so too, with its next tick; the wait of the crew ends with the clock.
  if (told === 'hold' && stop[1] !== null && sinceStartMs !== null && sinceStartMs >= stop[1]) return 'mayGo';
  return LOOKS[told] ? told : 'notOwed';
}

/** By which a car is counted and filtered: served, inPit, fault, unproved, lastLap, due; null for the others. */
export function groupOf(row) {
  const state = stateOf(row.stop, null);
  return state ? GROUPS[state] || null : null;
}

/** Everything the cell shows: sign, look, word, figure, extra, part (0 to 1 of HOLD), at an instant since the start. */
export function verdict(row, sinceStartMs) {
  const { stop } = row;
  const state = stateOf(stop, sinceStartMs);
  if (!state) return null;
  const [sign, look] = LOOKS[state];
  const [, atMs, byMs, requiredMs, of, lapsLeft] = stop;
  const left = known(atMs) && sinceStartMs !== null ? atMs - sinceStartMs : null;
  let figure = '';
  let extra = '';
  let part = null;
  if (state === 'notOpen' || state === 'open' || state === 'lastChance') {
    figure = numbers.countdown(left);
    if (state === 'open' && known(lapsLeft) && lapsLeft <= 3) extra = words.lapsLeft(lapsLeft);
    if (row.status === 'stopped') extra = words.overdue;
  } else if (state === 'hold') {
    figure = numbers.countdown(left);
    if (left !== null && requiredMs > 0) part = Math.min(
      1, Math.max(0, 1 - Math.ceil(left / 1000) * 1000 / requiredMs),
    );
  } else if (state === 'mayGo') {
    figure = left === null ? '' : `+${numbers.elapsed(-left)}`;
  } else if (state === 'served') {
    figure = numbers.margin(byMs);
  } else if (state === 'short') {
    figure = numbers.margin(byMs, '-');
  } else if (state === 'early') {
    figure = numbers.coarse(byMs, '-');
  } else if (state === 'late' || state === 'over') {
    figure = numbers.coarse(byMs, '+');
  }
  const word = `${of ? `${of} ` : ''}${words.stop[state]}`;
  return { state, sign, look, word, figure, extra, part, requiredMs, byMs };
}

/** The verdict in a sentence, as the opened row says it and a screen reader hears it. */
export function sentence(state, number, byMs) {
  const inSeconds = state === 'short';
  const by = inSeconds ? numbers.time(byMs) : numbers.countdown(byMs);
  return words.sentence[state] ? words.sentence[state](number, by) : '';
}

/** Which stop it is, from "1/2"; 1 where there is one alone. */
export const stopNumber = (stop) => (stop && stop[4] ? Number(String(stop[4]).split('/')[0]) || 1 : 1);

const known = (value) => value !== null && value !== undefined;
