import { addresses } from './addresses.js';

/** What comes of a session behind its board, as server-sent events of lapwing-web. */
export class Stream {
  // A line that is dead without having said so is opened anew.
  isWatched = true;
  #source;

  /** `heard` is told of each sign of life, `take` gets each event by name; `ended` is told that the browser has given up. */
  constructor(session, board, { heard, take, ended }) {
    this.#source = new EventSource(addresses.live(session, board.id));
    for (const name of ['board', 'tick', 'beat', 'meeting']) {
      this.#source.addEventListener(name, (event) => {
        if (!this.#source) return;
        heard();
        take(name, JSON.parse(event.data));
      });
    }
    this.#source.onerror = () => {
      if (this.#source && this.#source.readyState === EventSource.CLOSED) ended();
    };
  }

  close() {
    if (this.#source) this.#source.close();
    this.#source = null;
  }
}
