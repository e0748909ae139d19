import { classColour } from './colours.js';
import { cupSign } from './cells.js';
import { h, fill } from './dom.js';
import { sign } from './signs.js';
import { words } from './words.js';

/** What is chosen to be shown: class, cup, pinned, a state of the stop, a search; and the order. They combine. */
export class Filters {
  classes = new Set();
  cups = new Set();
  pinned = false;
  group = null;
  text = '';
  byClass = false;
  order = 'road';
  figure = 'gap';
  #element;
  #settings;
  #changed;
  #drawn = '';

  constructor(element, settings, changed) {
    this.#element = element;
    this.#settings = settings;
    this.#changed = changed;
    this.byClass = new URLSearchParams(location.search).get('fold') === 'class';
    element.addEventListener('click', (event) => this.#click(event));
  }

  /** Places, gaps and net are within the class. */
  get inClass() {
    return this.byClass || this.classes.size === 1;
  }

  isPinned = (number) => this.#settings.isPinned(number);

  get isOn() {
    return this.classes.size > 0 || this.cups.size > 0 || this.pinned || this.group !== null || this.text !== '';
  }

  /** What the filters leave, in words. */
  get said() {
    const parts = [...this.cups].join(', ');
    const classes = [...this.classes].join(', ');
    const both = [parts, classes].filter(Boolean).join(' in ');
    return [
      both, this.pinned && words.filters.pinned, this.group && groupWord(this.group), this.text && `“${this.text}”`,
    ].filter(Boolean).join(' · ');
  }

  clear() {
    this.classes.clear();
    this.cups.clear();
    this.pinned = false;
    this.group = null;
    this.text = '';
    this.#drawn = '';
    this.#changed();
  }

  chooseGroup(group) {
    this.group = this.group === group ? null : group;
    this.#changed();
  }

  chooseFigure(figure) {
    this.figure = figure;
    this.#changed();
  }

  /** The figure that a telephone shows; the net gap as long as there is one. */
  figureOf = (view) => (this.figure === 'net' && !view.hasNet ? 'gap' : this.figure);

  /** Draws the chips, where they are others. */
  draw(state, view, isPaused) {
    const { isPhone, hasStops, hasNet } = view;
    const figure = this.figureOf(view);
    const key = JSON.stringify([state.entries, [...this.classes], [...this.cups], this.pinned,
      this.byClass, this.order, figure, isPhone, isPaused, this.#settings.pinned, hasStops, hasNet, this.group,
        this.text !== '', this.open]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const focus = this.#element.contains(document.activeElement) ? document.activeElement.dataset.do || 'find' : null;
    if (isPhone) this.#phone(state, figure, [true, true, hasStops, hasNet]);
    else this.#desk(state, hasNet, isPaused);
    if (!focus) return;
    const again = this.#element.querySelector(focus === 'find' ? '#find' : `[data-do="${CSS.escape(focus)}"]`);
    if (!again) return;
    again.focus();
    if (focus === 'find') again.setSelectionRange(again.value.length, again.value.length);
  }

  #desk(state, hasNet, isPaused) {
    const chips = this.#chips(state);
    const find = h('input', { type: 'search', class: 'find', placeholder: words.filters.find,
      'aria-label': words.filters.findLabel, value: this.text,
      id: 'find', oninput: (event) => this.#find(event.target.value) });
    fill(this.#element, h('div', { class: 'chips' }, chips),
      hasNet && chip('order', words.filters.net, this.order === 'net'),
      find, chip(
        'pause', isPaused ? words.filters.resume : words.filters.pause, isPaused,
      ), chip('more', words.filters.more, false));
  }

  #chips(state) {
    const count = (has) => state.rows.filter(has).length;
    const classes = [...new Set(state.rows.map((row) => row.car.class))].filter(Boolean);
    const cups = [...new Set(state.rows.map((row) => row.car.cup))].filter(Boolean);
    const pinned = count((row) => this.isPinned(row.car.number));
    const none = !this.isOn && !this.byClass;
    return [
      chip('all', words.filters.all, none, state.rows.length),
      classes.length > 1 && chip('byClass', words.filters.byClass, this.byClass),
      classes.length > 1 && classes.map((name) => chip(`class:${name}`, h(
        'b', { style: { color: classColour(name) } }, name,
      ), this.classes.has(name),
        count((row) => row.car.class === name))),
      cups.length > 0 && h('span', { class: 'line' }),
      cups.map(
        (name) => chip(`cup:${name}`, [cupSign(name), name], this.cups.has(name), count((row) => row.car.cup === name))
      ),
      h('span', { class: 'line' }),
      chip('pinned', [sign('pin'), words.filters.pinned], this.pinned, pinned),
      this.group && chip('group', [groupWord(this.group), sign('close')], true),
    ];
  }

  #phone(state, shown, has) {
    const figures = ['gap', 'int', 'stop', 'net'].filter((figure, at) => has[at]);
    const names = { gap: 'GAP', int: 'INT', stop: 'STOP', net: 'NET' };
    const on = this.isOn || this.byClass;
    fill(this.#element,
      chip(
        'sheet', on ? this.said || words.filters.byClass : words.filters.all, on, null,
        { 'aria-expanded': String(Boolean(this.open)) },
      ),
      h('div', {
        class: 'segments', role: 'radiogroup', 'aria-label': words.filters.column,
      }, figures.map((figure) => h('button', {
        'data-do': `figure:${figure}`, role: 'radio', 'aria-checked': String(figure === shown),
        class: figure === shown ? 'on' : '',
        tabindex: figure === shown ? '0' : '-1',
      }, names[figure]))),
      this.open
        && h('div', { class: 'chipSheet' }, this.#chips(state), h('input', { type: 'search', class: 'find',
          id: 'find', value: this.text,
        placeholder: words.filters.find, 'aria-label': words.filters.findLabel,
          oninput: (event) => this.#find(event.target.value) })));
  }

  #find(text) {
    this.text = text.trim();
    this.#changed();
  }

  #click(event) {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const [what, value] = button.dataset.do.split(/:(.*)/s);
    const flip = (set) => (set.has(value) ? set.delete(value) : set.add(value));
    if (what === 'all') {
      this.byClass = false;
      this.clear();
      return;
    }
    if (what === 'byClass') this.byClass = !this.byClass;
    else if (what === 'class') flip(this.classes);
    else if (what === 'cup') flip(this.cups);
    else if (what === 'pinned') this.pinned = !this.pinned;
    else if (what === 'order') this.order = this.order === 'net' ? 'road' : 'net';
    else if (what === 'figure') this.figure = value;
    else if (what === 'group') this.group = null;
    else if (what === 'sheet') this.open = !this.open;
    else {
      this.#changed(what);
      return;
    }
    this.#changed();
  }
}

const groupWord = (group) => (typeof words.count[group] === 'function' ? words.count[group](2) : words.count[group]);

function chip(what, inside, isOn, count = null, given = {}) {
  return h('button', {
    class: `chip${isOn ? ' on' : ''}`, 'data-do': what,
    'aria-pressed': given['aria-expanded'] ? null : String(Boolean(isOn)), ...given,
  }, inside,
    count !== null && h('u', {}, String(count)));
}
