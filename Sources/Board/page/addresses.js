/** Whether lapwing-web wrote the page into a directory of files, for any web server (docs/web.md, "As files"). */
export const isFiles = document.documentElement.dataset.served === 'files';

const name = encodeURIComponent;

/** The name of a file, of whatever may be named in any way: docs/web.md. */
const file = (text) => [...new TextEncoder().encode(text)].map((byte) => {
  const letter = String.fromCharCode(byte);
  return /[A-Za-z0-9_-]/.test(letter) ? letter : `~${byte.toString(16).padStart(2, '0')}`;
}).join('');

const served = {
  meeting: '/api/meeting',
  event: '/api/event',
  board: (session) => `/api/sessions/${name(session)}/board`,
  live: (session, id) => `/api/sessions/${name(session)}/live?after=${name(id)}`,
  car: (session, number) => `/api/sessions/${name(session)}/cars/${name(number)}`,
  explanation: (session, car, what) => `/api/sessions/${name(session)}/explain?car=${name(car)}${what && `&${what}`}`,
};

// No explanation: each is asked of the timing when somebody wants it, and files cannot ask.
const written = {
  meeting: 'meeting.json',
  event: 'event.json',
  board: (session) => `sessions/${file(session)}/board.json`,
  now: (session) => `sessions/${file(session)}/now.json`,
  tick: (session, run, tick) => `sessions/${file(session)}/ticks/${run}-${tick}.json`,
  car: (session, number) => `sessions/${file(session)}/cars/${file(number)}.json`,
};

/** Where things are: relative ones among the files, so that the directory may stand anywhere. */
export const addresses = isFiles ? written : served;

/** Gets a file or an answer as it is now. Of files not even the browser's own copy is asked: a web server tells two
 * versions of one second apart by nothing. */
export function get(address, signal) {
  return fetch(address, { cache: isFiles ? 'no-store' : 'no-cache', signal });
}
