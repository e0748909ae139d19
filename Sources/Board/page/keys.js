import { byId } from './dom.js';

const FIGURES = ['gap', 'int', 'stop', 'net'];

/**
 * The keyboard: arrows move from car to car, P pauses, / finds, 1 to 4 choose the figure, Escape closes. Enter opens:
 * the number is a button.
 */
export function listenToKeys(table, actions) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    const isTyping = target.matches('input[type="search"], select, textarea');
    if (key === 'Escape') {
      if (isTyping && target.value) return;
      if (actions.close()) event.preventDefault();
      else if (isTyping) target.blur();
      return;
    }
    if (target.getAttribute('role') === 'radio' && (key === 'ArrowRight' || key === 'ArrowLeft')) {
      const all = [...target.parentNode.children];
      const next = all[(all.indexOf(target) + (key === 'ArrowRight' ? 1 : all.length - 1)) % all.length];
      next.focus();
      next.click();
      event.preventDefault();
      return;
    }
    if (isTyping || target.closest('dialog')) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (target.closest('.drawer, .whyBody')) return;
      move(table.buttons(), key === 'ArrowDown' ? 1 : -1);
    } else if (key === 'p' || key === 'P') actions.pause();
    else if (key === '/') {
      const find = byId('find');
      if (!find) return;
      find.focus();
    } else if (FIGURES[Number(key) - 1]) actions.figure(FIGURES[Number(key) - 1]);
    else return;
    event.preventDefault();
  });
}

function move(buttons, by) {
  if (!buttons.length) return;
  const at = buttons.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : buttons.length - 1) : Math.min(buttons.length - 1, Math.max(0, at + by));
  buttons[next].focus();
  buttons[next].scrollIntoView({ block: 'nearest' });
}
