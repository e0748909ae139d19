import { h, fill } from './dom.js';
import { heading } from './columns.js';
import { classColour } from './colours.js';

const FEW = 8;
const MOVE = { duration: 300, easing: 'ease-out' };
const FADE = { duration: 800, easing: 'linear' };

/**
 * The table. A car's row is one element for as long as the columns are the same: it is moved, never made again, so it
 * keeps focus and identity. A cell is touched only when its key has changed.
 */
export class Table {
  #table;
  #body;
  #columns = [];
  #views = new Map();
  #order = [];
  #view;
  #height = 28;
  #opened = null;

  /** `view` is what all cells read beside their row: clocks, choice of figures, pinned cars. */
  constructor(table, view) {
    this.#table = table;
    this.#view = view;
  }

  /** Makes the table anew for these columns. */
  layout(chosen, isPhone) {
    this.#columns = chosen.columns;
    this.#views.clear();
    this.#order = [];
    this.#body = h('tbody');
    const heads = chosen.columns.map((column) => {
      const [text, title, hint] = heading(column.name, this.#view.inClass);
      const isLeft = [
        'no', 'class', 'classShort', 'crew', 'wheel', 'wheelShort', 'state', 'stop', 'stopShort',
      ].includes(column.name);
      return h('th', {
        scope: 'col', class: `${isLeft ? 'l' : ''} ${column.base === 'stop' ? 'stopHead' : ''}`, title,
      }, text || h('span', { class: 'heard' }, title),
        hint && h('span', { class: 'hint' }, ` ${hint}`));
    });
    const cols = chosen.columns.map(
      (column) => h('col', { style: column.width ? { width: `${column.width}px` } : {} })
    );
    fill(this.#table, h('caption', { class: 'heard', id: 'caption' }), h('colgroup', {}, cols),
      h('thead', { class: isPhone ? 'heard' : '' }, h('tr', {}, heads)), this.#body);
  }

  /** Size of rows and figures, px. */
  size(height, font, scale) {
    this.#height = height;
    this.#table.style.setProperty('--rh', `${height}px`);
    this.#table.style.setProperty('--fs', `${font}px`);
    const cols = this.#table.querySelectorAll('col');
    this.#columns.forEach((column, at) => {
      if (column.width) cols[at].style.width = `${Math.floor(column.width * scale)}px`;
    });
  }

  caption(text) {
    this.#table.querySelector('caption').textContent = text;
  }

  /** Puts the rows in order: sections of `{ id, head, rows }`. */
  arrange(sections, still) {
    const order = [];
    const wanted = new Set();
    for (const section of sections) {
      if (section.head) order.push(this.#sectionHead(section, wanted));
      section.rows.forEach((row, at) => {
        const view = this.#rowView(section.id, row, wanted);
        const isOpened = this.#opened && this.#opened.key === view.key;
        const look = ['car', at % 2 && 'alt', row.status === 'stopped' && 'overdue',
          this.#view.isPinned(row.car.number) && 'pinned',
          row.car.number === this.#view.ownCar && 'own', isOpened && 'opened'].filter(Boolean).join(' ');
        if (view.row.className !== look) view.row.className = look;
        order.push(view.row);
        if (isOpened) order.push(this.#opened.row);
      });
    }
    for (const [key, view] of this.#views) {
      if (wanted.has(key)) continue;
      view.row.remove();
      this.#views.delete(key);
    }
    this.#place(order, still);
  }

  /** Draws what changed of the cars; all of them without `cars`. */
  refresh(cars, quiet) {
    for (const view of this.#views.values()) {
      if (view.data && (!cars || cars.has(view.data.index))) this.#draw(view, false, quiet);
    }
  }

  /** A second has gone by: only cells that count. */
  second() {
    for (const view of this.#views.values()) if (view.data) this.#draw(view, true, true);
  }

  /** Opens a row with this content below it; null closes. */
  open(key, content, isFresh) {
    for (
      const button of this.#body.querySelectorAll('.open[aria-expanded="true"]')
    ) button.setAttribute('aria-expanded', 'false');
    for (const row of this.#body.querySelectorAll('.opened')) row.classList.remove('opened');
    if (this.#opened && (!key || isFresh)) this.#opened.row.remove();
    if (!key) {
      this.#opened = null;
      return;
    }
    const row = h('tr', { class: 'opening' }, h('td', { colspan: this.#columns.length }, content));
    this.#opened = { key, row };
    const view = this.#views.get(key);
    if (!view) return;
    view.row.classList.add('opened');
    view.row.querySelector('.open').setAttribute('aria-expanded', 'true');
    view.row.after(row);
    this.#order = [...this.#body.children];
  }

  /** The key and car of the row that an event came from, null outside the rows. */
  rowOf(target) {
    const row = target.closest && target.closest('tr.car');
    return row && row.parentNode === this.#body ? { key: row.dataset.key, number: row.dataset.car, row } : null;
  }

  keyOf(number) {
    for (const [key, view] of this.#views) if (
      view.data && view.data.car.number === number && !key.startsWith('pinned')
    ) return key;
    return null;
  }

  rowFor(key) {
    const view = this.#views.get(key);
    return view ? view.row : null;
  }

  /** All buttons of rows, in the order shown. */
  buttons() {
    return [...this.#body.querySelectorAll('.open')];
  }

  #sectionHead(section, wanted) {
    const key = `head:${section.id}`;
    wanted.add(key);
    let view = this.#views.get(key);
    if (!view) {
      const cell = h('th', { scope: 'rowgroup', colspan: this.#columns.length });
      view = { key, row: h('tr', { class: `section ${section.look || ''}` }, cell), cell, text: null };
      this.#views.set(key, view);
    }
    const text = section.head.join('\u0001');
    if (view.text !== text) {
      view.text = text;
      if (section.className) view.cell.style.setProperty('--cls', classColour(section.className));
      fill(view.cell, section.head.map((part, at) => h('span', { class: at ? 'rest' : 'first' }, part)));
    }
    return view.row;
  }

  #rowView(sectionId, row, wanted) {
    const key = `${sectionId}:${row.car.number}`;
    wanted.add(key);
    let view = this.#views.get(key);
    if (!view) {
      const made = this.#columns.map(
        (column) => h(column.isHead ? 'th' : 'td', { class: column.td, scope: column.isHead ? 'row' : null })
      );
      view = {
        key, cells: made, keys: [], flashes: [],
        row: h('tr', { class: 'car', 'data-key': key, 'data-car': row.car.number }, made), data: row,
      };
      this.#views.set(key, view);
      this.#draw(view, false, true);
    } else if (view.data !== row) {
      view.data = row;
      this.#draw(view, false, true);
    }
    return view;
  }

  #draw(view, onlyTicking, quiet) {
    const columns = this.#columns;
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at];
      if (onlyTicking && !column.ticks) continue;
      const key = column.key(view.data, this.#view);
      if (key !== view.keys[at]) {
        const isFirst = view.keys[at] === undefined;
        view.keys[at] = key;
        column.fill(view.cells[at], view.data, this.#view);
        if (column.flash && !isFirst && !quiet) this.#flash(view.cells[at]);
      }
      if (column.flashKey) {
        const flash = column.flashKey(view.data, this.#view);
        if (
          view.flashes[at] !== undefined && flash !== view.flashes[at] && !quiet && view.cells[at].firstChild
        ) this.#flash(view.cells[at]);
        view.flashes[at] = flash;
      }
    }
    if (!onlyTicking) view.row.classList.toggle('overdue', view.data.status === 'stopped');
  }

  #flash(cell) {
    if (this.#view.still || document.hidden) return;
    cell.animate([{ backgroundColor: 'var(--flash)' }, { backgroundColor: 'transparent' }], FADE);
  }

  #place(order, still) {
    const before = this.#order;
    this.#order = order;
    if (before.length === order.length && order.every((row, at) => row === before[at])) return;
    const stood = new Map(before.map((row, at) => [row, at]));
    const moved = [];
    order.forEach((row, at) => {
      const was = stood.get(row);
      if (was !== undefined && was !== at) moved.push([row, was - at]);
    });
    this.#inOrder(order);
    if (still || document.hidden || before.length !== order.length || moved.length > FEW || this.#opened) return;
    for (const [row, by] of moved) row.animate(
      [{ transform: `translateY(${by * this.#height}px)` }, { transform: 'none' }], MOVE,
    );
  }

  // The row that has the focus stays where it is in the document, and the others move around it: a node that is
  // taken out and put in again loses the focus.
  #inOrder(order) {
    if (!order.length) return;
    const focused = document.activeElement && document.activeElement.closest('tr');
    const fixed = Math.max(0, order.indexOf(focused));
    const body = this.#body;
    if (order[fixed].parentNode !== body) body.append(order[fixed]);
    for (let at = fixed - 1; at >= 0; at -= 1) {
      if (order[at + 1].previousSibling !== order[at]) body.insertBefore(order[at], order[at + 1]);
    }
    for (let at = fixed + 1; at < order.length; at += 1) {
      if (order[at - 1].nextSibling !== order[at]) order[at - 1].after(order[at]);
    }
  }
}
