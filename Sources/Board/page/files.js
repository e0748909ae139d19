import { addresses, get } from './addresses.js';

const SECOND = 1000;
const PATIENCE = 8000;
// Further behind the whole board is less.
const MOST = 20;
const FRESH = 2500;
const RETRY = [60, 200, 500];

/**
 * The same as a stream, out of the files that lapwing-web writes each second: `now.json` says up to which tick there
 * is something, and that somebody still writes. What is written is asked for soon after it was: the next question comes a
 * bit earlier each time, until it comes too early once.
 */
export class Files {
  // Whether anything new comes is seen in the files themselves, again and again.
  isWatched = false;
  #session;
  #to;
  #run;
  #tick;
  #beat = null;
  #meeting = null;
  #early = 150;
  #misses = 0;
  #timer = null;
  #cut = new AbortController();

  /** `heard` is told of each sign of life, `old` that the latest was so long ago, `take` gets `tick`, `beat` and
   * `meeting`; `ended` is told that nothing could be read, `lost` that the ticks do not lead on from the board. */
  constructor(session, board, to) {
    this.#session = session;
    this.#to = to;
    this.#run = board.run;
    this.#tick = board.tick;
    this.#look();
  }

  close() {
    clearTimeout(this.#timer);
    this.#cut.abort();
  }

  get #isClosed() {
    return this.#cut.signal.aborted;
  }

  async #look() {
    let now;
    let age;
    const patience = setTimeout(() => this.#isClosed || this.#to.ended(), PATIENCE);
    try {
      const answer = await this.#get(addresses.now(this.#session));
      age = ageOf(answer);
      now = await answer.json();
      if (now.run === this.#run && now.tick > this.#tick && now.first <= this.#tick + 1) await this.#ticks(now.tick);
      if (now.meeting !== this.#meeting) await this.#hearMeeting(now.meeting);
    } catch (error) {
      if (!this.#isClosed) this.#to.ended(error.status);
      return;
    } finally {
      clearTimeout(patience);
    }
    if (this.#isClosed) return;
    const isNew = this.#hearBeat(now, age);
    if (this.#isClosed) return;
    // A board from before the writer began anew, or from too long ago.
    if (now.run !== this.#run || now.tick !== this.#tick) this.#to.lost();
    else this.#timer = setTimeout(() => this.#look(), this.#wait(isNew));
  }

  // The first file may be of yesterday: that somebody writes is told by the next, or by the web server.
  #hearBeat(now, age) {
    const name = `${now.run} ${now.beat}`;
    const isNew = name !== this.#beat;
    const isFirst = this.#beat === null;
    this.#beat = name;
    if (isNew && (!isFirst || age < FRESH)) {
      this.#to.heard();
      this.#to.take('beat', now);
    } else if (isFirst && age > FRESH) {
      this.#to.old(age);
    }
    return isNew;
  }

  #wait(isNew) {
    if (isNew) {
      this.#misses = 0;
      return SECOND - this.#early;
    }
    this.#early = 20;
    this.#misses += 1;
    return RETRY[this.#misses - 1] || SECOND;
  }

  async #ticks(last) {
    if (last - this.#tick > MOST) return;
    const numbers = Array.from({ length: last - this.#tick }, (_, at) => this.#tick + 1 + at);
    const ticks = await Promise.all(numbers.map((each) => this.#read(addresses.tick(this.#session, this.#run, each))));
    for (const tick of ticks) {
      if (this.#isClosed) return;
      this.#tick += 1;
      this.#to.take('tick', tick);
    }
  }

  async #hearMeeting(number) {
    const meeting = await this.#read(addresses.meeting);
    if (this.#isClosed) return;
    this.#meeting = number;
    this.#to.take('meeting', meeting);
  }

  async #get(address) {
    const answer = await get(address, this.#cut.signal);
    if (!answer.ok) throw Object.assign(new Error(`${address}: ${answer.status}`), { status: answer.status });
    return answer;
  }

  async #read(address) {
    return (await this.#get(address)).json();
  }
}

/** How old a file was when it was sent, in milliseconds, by the web server's own clock; NaN where it does not say. */
function ageOf(answer) {
  const at = (name) => Date.parse(answer.headers.get(name) || '');
  return at('date') - at('last-modified') + 1000 * Number(answer.headers.get('age') || 0);
}
