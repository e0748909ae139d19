/**
 * An element with its attributes and what is in it. `style` goes through CSSOM: the page's policy refuses
 * style attributes.
 */
export function h(name, given = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'class') element.className = value;
    else if (key === 'style') for (
      const [property, of] of Object.entries(value)
    ) element.style.setProperty(property, of);
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  append(element, inside);
  return element;
}

/** Puts parts into an element: nodes, text, lists of them; what is null or false is left out. */
export function append(element, inside) {
  for (const each of inside) {
    if (each === null || each === undefined || each === false || each === '') continue;
    if (Array.isArray(each)) append(element, each);
    else element.append(each);
  }
}

/** Takes out what was in an element and puts the parts in. */
export function fill(element, ...inside) {
  element.textContent = '';
  append(element, inside);
}

/** Writes a text only where it is another: an unchanged text costs the browser nothing. */
export function setText(element, text) {
  const node = element.firstChild;
  if (node && node.nodeType === 3 && !node.nextSibling) {
    if (node.data !== text) node.data = text;
  } else if (text !== '' || node) {
    element.textContent = text;
  }
}

/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);
