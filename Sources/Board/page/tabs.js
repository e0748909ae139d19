import { byId, h, fill } from './dom.js';
import { words } from './words.js';

/** The telephone's four views; on a wide page messages and the rest are drawers beside the board. */
export class Tabs {
  shown = 'board';
  #element;
  #changed;
  #key = '';
  #isPhone = false;
  #back = null;

  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
    element.addEventListener('click', (event) => {
      const button = event.target.closest('[data-tab]');
      if (button) this.#show(button.dataset.tab);
    });
  }

  /** Whether a drawer is open beside, or over, the board. */
  get isDrawer() {
    return this.shown === 'messages' || this.shown === 'more';
  }

  /** Opens a drawer, closes it when it is open; null closes any. */
  toggle(name) {
    const isOpening = name && name !== this.shown;
    if (isOpening) this.#back = document.activeElement;
    this.#show(isOpening ? name : 'board');
    if (isOpening && !this.#isPhone) {
      const close = byId(name).querySelector('.closeDrawer');
      if (close) close.focus();
    } else if (!isOpening && this.#back && this.#back.isConnected) {
      this.#back.focus();
    }
  }

  draw(isPhone, unread) {
    if (isPhone !== this.#isPhone && !isPhone && this.shown === 'stops') this.shown = 'board';
    this.#isPhone = isPhone;
    byId('messages').hidden = this.shown !== 'messages';
    byId('more').hidden = this.shown !== 'more';
    byId('main').hidden = isPhone && this.isDrawer;
    const key = `${isPhone}|${this.shown}|${unread}`;
    this.#element.hidden = !isPhone;
    if (key === this.#key || !isPhone) return;
    this.#key = key;
    const focused = this.#element.contains(document.activeElement) ? document.activeElement.dataset.tab : null;
    fill(this.#element, [
      'board', 'stops', 'messages', 'more',
    ].map((name) => h('button', { 'data-tab': name, class: name === this.shown ? 'on' : '',
      'aria-current': name === this.shown ? 'page' : null }, words.tabs[name],
        name === 'messages' && unread > 0 && h('em', {}, String(Math.min(99, unread))))));
    const again = focused && this.#element.querySelector(`[data-tab="${focused}"]`);
    if (again) again.focus();
  }

  #show(name) {
    this.shown = name;
    this.#changed();
  }
}
