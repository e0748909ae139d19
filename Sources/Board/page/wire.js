import { addresses, get, isFiles } from './addresses.js';
import { Files } from './files.js';
import { Stream } from './stream.js';

const AGAIN = [1000, 2000, 3000, 5000];
const SILENT = 8000;
const AWAY = 4000;
const LOST = 500;

/**
 * One session on the wire: the board by GET, then the stream from there on. The browser's own reconnect resumes by
 * `Last-Event-ID`; where it gives up, or nothing comes for eight seconds, the stream is opened anew. A tick that does
 * not follow and a page that was in the background ask for the whole board first. Of files it is the same, out of which
 * `Files` makes a stream.
 */
export class Wire {
  #session;
  #to;
  #source = null;
  #id = null;
  #failures = 0;
  #timer = null;
  #heardAt = performance.now();
  #hiddenAt = null;
  #closed = false;
  #asking = false;
  againAt = null;

  /** `to` has `board`, `tick` (answers false when it does not follow), `behind` (how far an
   * instant of the server is behind what it ought to be by now), `beat`, `meeting` and `failed`. */
  constructor(session, to) {
    this.#session = session;
    this.#to = to;
    this.onVisible = () => this.#visible();
    document.addEventListener('visibilitychange', this.onVisible);
    window.addEventListener('online', this.onVisible);
    this.#watch = setInterval(() => this.#look(), 1000);
    this.whole();
  }

  #watch;

  close() {
    this.#closed = true;
    clearInterval(this.#watch);
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.onVisible);
    window.removeEventListener('online', this.onVisible);
    this.#shut();
  }

  /** Milliseconds since anything was heard of the server. */
  get silence() {
    return performance.now() - this.#heardAt;
  }

  /** Asks for the whole board and follows from there. */
  async whole() {
    if (this.#asking || this.#closed) return;
    this.#asking = true;
    this.#shut();
    clearTimeout(this.#timer);
    this.againAt = null;
    const cut = new AbortController();
    const patience = setTimeout(() => cut.abort(), 10000);
    try {
      const answer = await get(addresses.board(this.#session), cut.signal);
      if (!answer.ok) throw Object.assign(new Error(`board: ${answer.status}`), { status: answer.status });
      const board = await answer.json();
      if (this.#closed) return;
      // A board that is old already is as old as it is: not every answer is a sign of life.
      const isSame = epochOf(board.id) === epochOf(this.#id);
      // A file is there whether somebody writes it or not.
      if (!isFiles) this.#heard(isSame ? this.#to.behind(board.nowMs) : 0);
      this.#id = board.id;
      this.#to.board(board);
      this.#open(board);
    } catch (error) {
      if (!this.#closed) this.#later(error.status);
    } finally {
      clearTimeout(patience);
      this.#asking = false;
    }
  }

  #open(board) {
    this.#shut();
    const source = new (isFiles ? Files : Stream)(this.#session, board, {
      heard: (agoMs) => this.#heard(agoMs),
      old: (agoMs) => {
        this.#heardAt = Math.min(this.#heardAt, performance.now() - agoMs);
      },
      take: (name, told) => this.#take(name, told),
      ended: (status) => this.#later(status),
      lost: () => {
        this.#timer = setTimeout(() => this.whole(), LOST);
      },
    });
    this.#source = source;
  }

  #take(name, told) {
    if (name === 'board') {
      this.#id = told.id;
      this.#to.board(told);
    } else if (name !== 'tick') {
      this.#to[name](told);
    } else if (this.#to.tick(told) === false) {
      this.whole();
    } else {
      this.#id = told.id;
    }
  }

  #shut() {
    if (this.#source) this.#source.close();
    this.#source = null;
  }

  #heard(behindMs = 0) {
    this.#heardAt = Math.max(this.#heardAt, performance.now() - behindMs);
    if (behindMs < SILENT) this.#failures = 0;
    else this.#failures += 1;
    this.againAt = null;
  }

  #later(status) {
    this.#shut();
    clearTimeout(this.#timer);
    const wait = AGAIN[Math.min(this.#failures, AGAIN.length - 1)] * (0.8 + Math.random() * 0.4);
    this.#failures += 1;
    this.againAt = performance.now() + wait;
    this.#timer = setTimeout(() => this.whole(), wait);
    this.#to.failed(status);
  }

  // A line that is dead without having said so.
  #look() {
    if (!this.#source || !this.#source.isWatched || this.#asking || document.hidden) return;
    if (this.silence > SILENT) this.#later();
  }

  #visible() {
    if (document.hidden) {
      this.#hiddenAt = performance.now();
    } else if (this.#hiddenAt === null || performance.now() - this.#hiddenAt > AWAY || this.silence > 3000) {
      this.#hiddenAt = null;
      this.whole();
    }
  }
}

const epochOf = (id) => String(id).split('.')[0];

/** Asks once for a JSON answer; throws with `status` and `message` when it is refused. */
export async function ask(path) {
  const answer = await get(path);
  if (answer.ok) return answer.json();
  let said = {};
  try {
    said = await answer.json();
  } catch {
    said = {};
  }
  throw Object.assign(new Error(said.message || `${path}: ${answer.status}`), { status: answer.status });
}
