import * as cells from './cells.js';
import { classColour } from './colours.js';
import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { verdict, sentence, stopNumber } from './verdict.js';
import { words } from './words.js';

const known = (value) => value !== null && value !== undefined;

// A label never stands at the end of a line, and its figure on the next.
const timed = (label, figure) => h(
  'span', { class: 'timed' }, h('span', { class: 'label' }, label), h('b', {}, figure),
);

/** A team's page: its car in large figures. The table below it has the cars around it. */
export class Team {
  #element;
  #key = '';

  constructor(element, why) {
    this.#element = element;
    element.addEventListener('click', (event) => {
      const button = event.target.closest('[data-why]');
      if (button) why(button.dataset.car, button.dataset.why);
    });
  }

  draw(row, view) {
    const said = verdict(row, view.sinceStartMs);
    const since = (ms) => (known(ms) && view.isRace ? numbers.elapsed((row.stintToMs ?? view.sinceStartMs) - ms) : '');
    const stint = since(row.stintFromMs);
    // A driver who stayed in the car at the last stop.
    const turn = row.driverFromMs === row.stintFromMs ? '' : since(row.driverFromMs);
    const key = JSON.stringify([row.car.number, said, stint, turn, row.position, row.classPosition, row.netPosition,
      row.netGapMs, row.netOwedMs, row.driver, row.lastLapMs, row.lastSign,
      row.bestLapMs, row.gapMs, row.gapLaps, row.intervalMs, row.intervalLaps, row.status, row.laps, row.stops,
        row.gapIsNow]);
    if (key === this.#key) return;
    this.#key = key;
    const { car } = row;
    const w = words.team;
    const driver = known(row.driver) ? car.drivers[row.driver] : null;
    // What is not known is blank; the room stays.
    const figure = (label, value, look = '') => h(
      'div', { class: `teamFigure ${look}` }, h('span', { class: 'label' }, label), h('b', {}, value || '\u00a0'),
    );
    const net = row.netPosition;
    this.#element.style.setProperty('--cls', classColour(car.class));
    const focused = this.#element.contains(document.activeElement) ? document.activeElement.dataset.why : null;
    fill(this.#element,
      h('div', { class: 'teamHead' }, h(
        'b', { class: 'teamNumber' }, car.number,
      ), h('div', {}, h('h2', {}, car.team || ''),
        h(
          'p', {}, h('b', { style: { color: classColour(car.class) } }, car.class),
          car.cup && [' ', cells.cupSign(car.cup), ` ${car.cup}`], car.vehicle && ` · ${car.vehicle}`,
        )),
      h('div', { class: `state ${row.status}` }, words.state[row.status] || '')),
      h('div', { class: 'teamFigures' }, figure(
        w.place, known(row.position) ? `P${row.position}` : '',
      ), figure(w.inClass, known(row.classPosition) ? `P${row.classPosition}` : ''),
        known(net) && figure(w.net, [`P${net}`, h('small', {}, ` ${cells.netArrow(net, row.position)}`)]),
        figure(
          w.gap, cells.gapText(row, view), cells.isNow(row) ? '' : 'old',
        ), figure(w.ahead, cells.intervalText(row, view)),
        figure(
          w.last, numbers.time(row.lastLapMs),
        ), figure(w.best, numbers.time(row.bestLapMs)), figure(w.laps, known(row.laps) ? String(row.laps) : '')),
      said && h('div', { class: 'teamStop' }, h('div', { class: 'teamVerdict' }, cells.verdictBox(said, true)),
        h('div', { class: 'teamFigures' }, known(said.requiredMs) && figure(w.least, numbers.time(said.requiredMs)),
          row.netOwedMs > 0 && figure(
            w.owed, numbers.mark(row.netOwedMs),
          ), known(row.netGapMs) && figure(
            `${w.net} ${w.gap.toLowerCase()}`, net === 1 ? words.leads : numbers.gap(row.netGapMs, 0),
          ),
          figure(w.pits, known(row.stops) ? String(row.stops) : '')),
        h('p', { class: 'quiet' }, `${sentence(said.state, stopNumber(row.stop), said.byMs)} `,
          h(
            'button',
            { class: 'whyLink', 'data-car': car.number, 'data-why': `obligation=stop${stopNumber(row.stop)}` },
            words.opened.why,
          ))),
      h('div', { class: 'teamWheel' }, h('span', { class: 'label' }, w.wheel), driver ? h(
        'b', {}, driver.name, cells.gradeBox(driver.grade),
      ) : h('span', {}, car.drivers.map((each) => each.name).join(', ')),
        stint && timed(w.stint, stint), turn && timed(w.turn, turn)));
    const again = focused && this.#element.querySelector(`[data-why="${focused}"]`);
    if (again) again.focus();
  }
}
