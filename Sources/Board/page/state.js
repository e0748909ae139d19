const LISTS = [
  'race', 'flags', 'window', 'messages', 'corrections', 'loops', 'clocks', 'conditions', 'penalties', 'infringements',
    'reports',
];

/**
 * The board as the server has told it: one object for each car with the columns by name, `car` (its entry) and
 * `index`. Nothing in here is worked out.
 */
export class State {
  id = null;
  session = null;
  rows = [];
  race = null;
  flags = [];
  window = null;
  messages = [];
  corrections = [];
  loops = [];
  clocks = [];
  conditions = null;
  penalties = [];
  infringements = [];
  reports = [];
  #columns = [];

  /** Takes a whole board. */
  board(board) {
    this.id = board.id;
    this.session = board.session;
    this.#columns = board.columns;
    for (const name of LISTS) this[name] = board[name] === undefined ? this[name] : board[name];
    this.#whole(board.cars, board.rows);
  }

  /**
   * Takes a tick. Answers null when it does not follow this board: the page then asks for the whole. Else which
   * cars changed, which columns of any, which lists, and whether the entry list is another.
   */
  tick(tick) {
    if (tick.from !== undefined && tick.from !== this.id) return null;
    this.id = tick.id;
    const changed = { cars: new Set(), columns: new Set(), lists: new Set(), whole: false };
    for (const name of LISTS) {
      if (tick[name] === undefined) continue;
      this[name] = tick[name];
      changed.lists.add(name);
    }
    if (tick.cars) {
      if (tick.columns) this.#columns = tick.columns;
      this.#whole(tick.cars, tick.rows);
      changed.whole = true;
      return changed;
    }
    for (const row of tick.rows || []) {
      const mine = this.rows[row[0]];
      if (!mine) return null;
      changed.cars.add(row[0]);
      for (let at = 1; at + 1 < row.length; at += 2) {
        const name = this.#columns[row[at]];
        mine[name] = row[at + 1];
        changed.columns.add(name);
      }
    }
    return changed;
  }

  /** The row of a number, undefined where no car has it. */
  byNumber(number) {
    return this.rows.find((row) => row.car.number === number);
  }

  /** Another number for each entry list. */
  entries = 0;

  #whole(cars, rows) {
    this.entries += 1;
    this.rows = cars.map((car, index) => {
      const row = { car, index };
      this.#columns.forEach((name, at) => {
        row[name] = rows[index][at];
      });
      return row;
    });
  }
}

/** True while the session is one in which stops are owed or were. */
export function hasStops(state) {
  return Boolean(state.window) || state.rows.some((row) => row.stop);
}

/** True while net places say more than the road: not when the window has closed, or the race is over, and none owes. */
export function hasNet(state, sinceStartMs) {
  if (!hasStops(state)) return false;
  const closesMs = state.window ? state.window.closesMs ?? Infinity : Infinity;
  const isOver = (state.race && state.race.phase === 'ended') || (sinceStartMs ?? 0) >= closesMs;
  return !isOver || state.rows.some((row) => row.netOwedMs > 0);
}

/** The flag shown now with its instant. */
export function flagNow(state) {
  const last = state.flags && state.flags[state.flags.length - 1];
  const flag = (state.race && state.race.flag) || 'none';
  return {
    flag, fromMs: last && last.flag === flag ? last.fromMs : null, first: !state.flags || state.flags.length < 2,
  };
}
