// The signs, on a grid of 16, in the colour of the text. A sign never stands for itself: a word or a label is with it.

const NAMESPACE = 'http://www.w3.org/2000/svg';
const line = (path, width) => `<path d="${path}" fill="none" stroke="currentColor" stroke-width="${width}"/>`;
const solid = (path, rule = 'nonzero') => `<path d="${path}" fill="currentColor" fill-rule="${rule}"/>`;

const DRAWN = {
  check: line('M2.5 8.5l3.7 3.8L13.5 4', 2.4),
  cross: line('M3.5 3.5l9 9M12.5 3.5l-9 9', 2.6),
  hold: solid('M4 2.5h3v11H4zM9 2.5h3v11H9z'),
  go: solid('M4 2.5l9 5.5-9 5.5z'),
  ring: '<circle cx="8" cy="8" r="4.6" fill="none" stroke="currentColor" stroke-width="2"/>',
  warn: solid('M8 1.2L15.4 14.6H.6zM7.1 6v4.4h1.8V6zM7.1 11.6v1.6h1.8v-1.6z', 'evenodd'),
  ask: line('M5 5.6a3 3 0 1 1 4.4 2.7C8.3 9 8 9.4 8 10.6M8 12.4v1.9', 2),
  star: solid('M8 1l2.1 4.7 5.1.5-3.9 3.4 1.2 5L8 12l-4.5 2.6 1.2-5L.8 6.2l5.1-.5z'),
  starOpen: line('M8 2.6l1.6 3.7 4 .4-3 2.7.9 3.9L8 11.3l-3.5 2 .9-3.9-3-2.7 4-.4z', 1.5),
  own: solid('M8 3l6.2 10.4H1.8z'),
  pin: solid('M4 1.5h8v13L8 11.3 4 14.5z'),
  pinOpen: line('M4.7 2.2h6.6v10.7L8 10.3l-3.3 2.6z', 1.3),
  half: `${line('M8 1.5L14.5 8 8 14.5 1.5 8z', 1.8)}${solid('M8 1.5L14.5 8 8 14.5z')}`,
  disc: '<circle cx="8" cy="8" r="5.6" fill="currentColor"/>',
  square: solid('M3 3h10v10H3z'),
  bar: line('M2 8h12', 2.2),
  next: line('M5 3l6 5-6 5', 2),
  corrected: line('M13 8a5 5 0 1 1-1.6-3.7M13.2 1.8v3.4H9.8', 1.7),
  about: line('M2 6.2c2-2.4 4-2.2 6-.6s4 1.8 6-.6M2 11.2c2-2.4 4-2.2 6-.6s4 1.8 6-.6', 1.7),
  close: line('M4 4l8 8M12 4l-8 8', 1.8),
  find: line('M2.8 7a4.2 4.2 0 1 0 8.4 0 4.2 4.2 0 1 0-8.4 0M10.2 10.2L14 14', 1.8),
};

/** Puts the signs into the page once; each use refers to them. */
export function drawSigns() {
  const sheet = document.createElementNS(NAMESPACE, 'svg');
  sheet.setAttribute('width', '0');
  sheet.setAttribute('height', '0');
  sheet.setAttribute('aria-hidden', 'true');
  sheet.classList.add('sheet');
  sheet.innerHTML = Object.entries(DRAWN)
    .map(([name, inside]) => `<symbol id="s-${name}" viewBox="0 0 16 16">${inside}</symbol>`).join('');
  document.body.append(sheet);
}

const made = new Map();

/** A sign beside a text, hidden from readers of the screen: the text says it. */
export function sign(name, look = '') {
  let first = made.get(name);
  if (!first) {
    first = svg('svg', { class: 'sign', 'aria-hidden': 'true' }, svg('use', { href: `#s-${name}` }));
    made.set(name, first);
  }
  const copy = first.cloneNode(true);
  if (look) copy.setAttribute('class', `sign ${look}`);
  return copy;
}

/** An SVG element. */
export function svg(name, given = {}, ...inside) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(given)) {
    if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...inside);
  return element;
}
