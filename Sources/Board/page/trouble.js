import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { words } from './words.js';

/** What stands there when there is nothing to show, or nothing new: what is wrong, since when, what happens next. */
export class Trouble {
  #empty;
  #band;

  constructor(empty, band) {
    this.#empty = empty;
    this.#band = band;
  }

  /** The band over an old table; before there was any, the text in its place. */
  draw({ isOld, hasBoard, age, againAt, isFollowing, clockMs, heardMs, isPhone, timeOfDay }) {
    const w = words.noData;
    const wait = againAt === null ? 0 : Math.ceil((againAt - performance.now()) / 1000);
    const again = wait > 0 ? w.againIn(wait) : w.again;
    this.#band.hidden = !(isOld && hasBoard);
    if (isOld && hasBoard) {
      const time = isPhone ? '' : numbers.timeOfDay(heardMs, timeOfDay.utcOffsetMs, timeOfDay.hour12);
      const asOf = numbers.raceClock(clockMs) || time;
      const whole = () => w.all(asOf, time && words.trackTime(time, timeOfDay.utcOffsetMs !== null));
      const told = !asOf ? '' : isPhone ? w.short(asOf) : whole();
      fill(
        this.#band, h('b', {}, w.head(numbers.elapsed(age))), h('span', {}, told),
        h('span', { class: 'again' }, again),
      );
    } else if (!hasBoard && isFollowing) {
      const isNone = isOld || againAt !== null;
      fill(
        this.#empty, h('b', {}, isNone ? words.empty.unreachable : 'Lapwing'),
        h('span', {}, isNone ? `${again} · ${words.empty.nothing}` : words.empty.reading),
      );
      this.#empty.hidden = false;
    }
  }

  /** The table has no row: why, and the way back. */
  drawEmpty(isEmpty, state, ownCar, filters) {
    this.#empty.hidden = !isEmpty;
    if (!isEmpty) return;
    const w = words.empty;
    if (ownCar) fill(this.#empty, h('b', {}, w.noCar(ownCar)));
    else if (!state.rows.length) fill(this.#empty, h('b', {}, w.noCars));
    else fill(
      this.#empty, h('b', {}, w.filter(filters.said)),
      h('button', { class: 'chip', onclick: () => filters.clear() }, w.clear),
    );
  }
}
