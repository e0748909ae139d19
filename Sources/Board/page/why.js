import { h, fill } from './dom.js';
import { sign } from './signs.js';
import { ask } from './wire.js';
import { words } from './words.js';

/** Why the table says so: the timing's own explanation, line by line, in a dialog. */
export class Why {
  #dialog;

  constructor(dialog) {
    this.#dialog = dialog;
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || event.target.closest('.closeDrawer')) dialog.close();
    });
  }

  /** `what` is `position`, `lap=6`, `stop=1` or `obligation=stop1`. */
  async show(session, car, what) {
    const dialog = this.#dialog;
    const body = h('div', { class: 'whyBody', tabindex: '0' }, h('p', { class: 'quiet' }, words.why.reading));
    fill(dialog, h('div', { class: 'drawerHead' }, h('h2', { id: 'whyTitle' }, words.why.title(car)),
      h('button', { class: 'closeDrawer', 'aria-label': words.why.close }, sign('close'))), body);
    if (!dialog.open) dialog.showModal();
    try {
      const told = await ask(`/api/sessions/${encodeURIComponent(session)}/explain?car=${encodeURIComponent(car)}&${what}`);
      fill(body, paragraphs(told.text || []));
      if (!body.firstChild) fill(body, h('pre', {}, JSON.stringify(told, null, 1)));
    } catch (error) {
      fill(body, h('p', {}, words.why.failed), h('p', { class: 'quiet' }, error.message));
    }
  }
}

function paragraphs(lines) {
  const made = [];
  let list = null;
  for (const text of lines) {
    if (!text.trim()) {
      list = null;
      continue;
    }
    if (!list) {
      list = h('div', { class: 'whyPart' });
      made.push(list);
    }
    const depth = /^ */.exec(text)[0].length;
    list.append(h('p', { class: depth ? 'deeper' : '' }, text.trim()));
  }
  if (made[0]) made[0].classList.add('whyFirst');
  return made;
}
