import { addresses } from './addresses.js';
import { h, fill } from './dom.js';
import { explanationParts } from './explanation.js';
import { sign } from './signs.js';
import { ask } from './wire.js';
import { words } from './words.js';

/** Why the table says so: the timing's own explanation, in sentences, in a dialog. */
export class Why {
  #dialog;

  constructor(dialog) {
    this.#dialog = dialog;
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || event.target.closest('.closeDrawer')) dialog.close();
    });
  }

  /** `what` is `lap=6`, `stop=1`, `obligation=stop1`, or empty: the place. */
  async show(session, car, what, timeOfDay) {
    const dialog = this.#dialog;
    const body = h('div', { class: 'whyBody', tabindex: '0' }, h('p', { class: 'quiet' }, words.why.reading));
    fill(dialog, h('div', { class: 'drawerHead' }, h('h2', { id: 'whyTitle' }, words.why.title(car)),
      h('button', { class: 'closeDrawer', 'aria-label': words.why.close }, sign('close'))), body);
    if (!dialog.open) dialog.showModal();
    if (!addresses.explanation) {
      fill(body, h('p', {}, words.why.files), h('p', { class: 'quiet' }, words.why.filesInstead));
      return;
    }
    try {
      const told = await ask(addresses.explanation(session, car, what));
      fill(body, explanationParts(told, timeOfDay));
    } catch (error) {
      fill(body, h('p', {}, words.why.failed), h('p', { class: 'quiet' }, error.message));
    }
  }
}
