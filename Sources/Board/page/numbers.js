// All figures of the board. Times are cut, never rounded; countdowns are rounded up, because 0:01 is still time and
// 0:00 is over; so is what is to go, and adds up with the race clock.

const MINUS = '\u2212';
const two = (number) => String(number).padStart(2, '0');
const three = (number) => String(number).padStart(3, '0');
const known = (value) => value !== null && value !== undefined;

/** 2:05.864, 42.177, 1:02:05.864 */
export function time(ms) {
  if (!known(ms)) return '';
  const seconds = Math.floor(ms / 1000);
  const rest = three(ms - seconds * 1000);
  if (seconds < 60) return `${seconds}.${rest}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}.${rest}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}.${rest}`;
}

/** Whole seconds as 4:02, from an hour on 1:04:02. */
function short(seconds) {
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return long(seconds);
}

/** Whole seconds as 0:30:58. */
function long(seconds) {
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const down = (ms) => Math.max(0, Math.floor(ms / 1000));
const up = (ms) => Math.max(0, Math.ceil(ms / 1000));

/** The race clock. */
export const raceClock = (ms) => (known(ms) ? long(down(ms)) : '');
/** What is to go. */
export const toGo = (ms) => (known(ms) ? long(up(ms)) : '');
/** What a countdown shows. */
export const countdown = (ms) => (known(ms) ? short(up(ms)) : '');
/** What has gone by. */
export const elapsed = (ms) => (known(ms) ? short(down(ms)) : '');
/** A deadline on the race clock: rounded up, because cut it would be too early. */
export const deadline = (ms) => (known(ms) ? long(up(ms)) : '');
/** A mark of the race clock without hours: 25:00. */
export const mark = (ms) => (known(ms) ? short(down(ms)) : '');

/** Behind another car: +1:16.436, 2 LAPS, empty where it is not known. */
export function gap(ms, laps) {
  if (known(laps) && laps > 0) return laps === 1 ? '1 LAP' : `${laps} LAPS`;
  return known(ms) ? `+${time(ms)}` : '';
}

/** A margin in milliseconds: +2.310, −0.316. */
export function margin(ms, sign = '+') {
  return known(ms) ? `${sign === '-' ? MINUS : sign}${time(ms)}` : '';
}

/** A margin in whole seconds, up. */
export function coarse(ms, sign) {
  return known(ms) ? `${sign === '-' ? MINUS : sign}${short(up(ms))}` : '';
}

/** Time of day at the circuit. */
export function timeOfDay(utcMs, offsetMs, hour12, seconds = true) {
  if (!known(utcMs)) return '';
  const day = ((utcMs + (offsetMs || 0)) % 86400000 + 86400000) % 86400000;
  const all = Math.floor(day / 1000);
  const hour = Math.floor(all / 3600);
  const rest = `${two(Math.floor(all / 60) % 60)}${seconds ? `:${two(all % 60)}` : ''}`;
  if (!hour12) return `${two(hour)}:${rest}`;
  return `${hour % 12 || 12}:${rest} ${hour < 12 ? 'am' : 'pm'}`;
}

/** Day of the week at the circuit. */
export const weekday = (utcMs, offsetMs) => [
  'Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat',
][new Date(utcMs + (offsetMs || 0)).getUTCDay()];

/** "G. Family" of "Given Family": the first letter of the given name, and the rest. */
export function shortName(name) {
  const space = name.indexOf(' ');
  if (space < 1 || name[1] === '.') return name;
  return `${[...name][0]}. ${name.slice(space + 1).split(' ').slice(-1)[0]}`;
}

/** Tenths of a degree. */
export const degrees = (tenths) => (known(tenths) ? `${(tenths / 10).toFixed(1)} °C` : '');
