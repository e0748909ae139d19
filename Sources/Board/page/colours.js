// Colours of classes and cups: by the event's file, else by name. A colour from data is made darker or lighter until
// it can be read on the ground of the theme.

const CLASSES = { GT3: 'var(--gt3)', GT4: 'var(--gt4)', GTC: 'var(--gtc)' };
const CUPS = {
  'Pro/Am': ['half', 'proam'], 'Pro-Am': ['half', 'proam'], Silver: ['disc', 'silver'], 'Am/Am': ['square', 'amam'],
  'Am-Am': ['square', 'amam'], Am: ['square', 'amam'],
};
const LEAST = 4.5;

let given = { classColours: {}, cupColours: {} };
let made = new Map();

/** The event's own colours. */
export function useColours(event) {
  given = { classColours: event.classColours || {}, cupColours: event.cupColours || {} };
  made = new Map();
}

/** The theme is another: colours from data are worked out again. */
export const forgetColours = () => made.clear();

/** The colour of a class, for text and bar. */
export function classColour(name) {
  const own = given.classColours[name];
  return own ? readable(own) : CLASSES[name] || 'var(--other)';
}

/** Sign and look of a cup; a cup without a known name has a ring. */
export function cup(name) {
  const [sign, look] = CUPS[name] || ['ring', 'otherCup'];
  const own = given.cupColours[name];
  return { sign, look, colour: own ? readable(own) : null };
}

function readable(colour) {
  const known = made.get(colour);
  if (known) return known;
  const dark = getComputedStyle(document.documentElement).colorScheme !== 'light';
  const ground = dark ? [27, 34, 45] : [232, 236, 242];
  let now = parts(colour);
  const to = dark ? 255 : 0;
  for (
    let step = 0; now && contrast(now, ground) < LEAST && step < 40; step += 1
  ) now = now.map((c) => c + (to - c) * 0.08);
  const found = now ? `rgb(${now.map(Math.round).join(' ')})` : 'var(--other)';
  made.set(colour, found);
  return found;
}

function parts(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim());
  if (hex) return [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16));
  const little = /^#([0-9a-f]{3})$/i.exec(colour.trim());
  return little ? [...little[1]].map((digit) => parseInt(digit + digit, 16)) : null;
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => {
    const share = c / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [less, more] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}
