const MOST = 4000;

/** The viewer's pause: everything stands as it was, ticks wait, and go in when it goes on. */
export class Pause {
  isOn = false;
  #since = 0;
  #kept = [];
  #board = null;
  #isTooMuch = false;
  #clock;
  #whole;

  /** `whole` asks for the whole board, where more came than is kept. */
  constructor(clock, whole) {
    this.#clock = clock;
    this.#whole = whole;
  }

  /** Milliseconds that it has lasted. */
  get age() {
    return performance.now() - this.#since;
  }

  keep(tick) {
    if (this.#kept.length < MOST) this.#kept.push(tick);
    else this.#isTooMuch = true;
    return true;
  }

  /** A whole board has come: what waited is in it. */
  keepBoard(board) {
    this.#kept = [];
    this.#isTooMuch = false;
    this.#board = board;
  }

  /** On, or on again: `takeBoard` and `takeTick` get what waited. */
  flip(takeBoard, takeTick) {
    this.isOn = !this.isOn;
    if (this.isOn) {
      this.#since = performance.now();
      this.#clock.stop(this.#clock.now());
      return;
    }
    this.#clock.run();
    const kept = this.#kept;
    const isTooMuch = this.#isTooMuch;
    const board = this.#board;
    this.#kept = [];
    this.#isTooMuch = false;
    this.#board = null;
    if (board) takeBoard(board);
    if (isTooMuch || kept.some((tick) => takeTick(tick) === false)) this.#whole();
  }
}
