import { h, fill } from './dom.js';
import * as numbers from './numbers.js';
import { keepAwake } from './settings.js';
import { sign } from './signs.js';
import { words } from './words.js';

/** The timetable, settings, conditions, keys. */
export class More {
  #element;
  #settings;
  #key = '';
  #close;
  #awake = false;

  constructor(element, settings, actions) {
    this.#element = element;
    this.#settings = settings;
    this.#close = actions.close;
    element.addEventListener('click', (event) => this.#click(event, actions));
    element.addEventListener('change', (event) => {
      if (event.target.id === 'calm') settings.set('calm', event.target.checked);
      if (event.target.id === 'awake') this.#wake(event.target);
    });
  }

  draw(state, meeting, timeOfDay, layout, notices) {
    const { hour12, utcOffsetMs: offset } = timeOfDay;
    const key = JSON.stringify(
      [
        meeting, state.session, this.#settings.theme, hour12, this.#settings.calm, this.#awake, state.conditions,
        layout.isPhone, layout.isPaused, notices, state.race && state.race.bestLap,
      ]
    );
    if (key === this.#key) return;
    this.#key = key;
    const focus = this.#element.contains(document.activeElement) ? document.activeElement.id
      || document.activeElement.dataset.set : null;
    fill(this.#element, h('div', { class: 'drawerHead' }, h('h2', {}, words.more.head),
      h('button', { class: 'closeDrawer', 'aria-label': words.spoken.close }, sign('close'))),
    timetable(meeting, state, offset, hour12), notices.length > 0 && [
      h('h3', {}, words.more.timing),
      notices.map((text) => h('p', { class: 'notice' }, sign('warn', 'lastLap'), ` ${text}`)),
    ],
    conditions(state.conditions), this.#choices(hour12, layout.isPaused), layout.isPhone ? null : keyTable());
    const again = focus && (
      this.#element.querySelector(`#${CSS.escape(focus)}`)
      || this.#element.querySelector(`[data-set="${CSS.escape(focus)}"]`)
    );
    if (again) again.focus();
  }

  #choices(hour12, isPaused) {
    const w = words.more;
    const chip = (set, isOn, text) => h(
      'button', { class: `chip${isOn ? ' on' : ''}`, 'data-set': set, 'aria-pressed': String(isOn) }, text,
    );
    const group = (label, name, now, options) => h(
      'div', { class: 'choice', role: 'group', 'aria-label': label }, h('span', {}, label),
      options.map(([value, text]) => chip(`${name}:${value}`, now === value, text)),
    );
    const box = (id, text, isOn) => h(
      'label', { class: 'box' }, h('input', { type: 'checkbox', id, checked: isOn }), ` ${text}`,
    );
    const pause = isPaused ? words.filters.resume : words.filters.pause;
    return [
      h('h3', {}, w.settings),
      group(w.theme, 'theme', this.#settings.theme, [['auto', w.auto], ['dark', w.dark], ['light', w.light]]),
      group(w.clock, 'hour12', String(Boolean(hour12)), [['false', w.h24], ['true', w.h12]]),
      h('div', { class: 'choice' }, h('span', {}, w.board), chip('pause', isPaused, pause)),
      box('calm', w.calm, this.#settings.calm),
      'wakeLock' in navigator && box('awake', w.wake, this.#awake),
      h('p', { class: 'links' }, h('a', { href: './?wall' }, w.wall), ' · ', h('a', { href: './' }, w.all)),
    ];
  }

  async #wake(box) {
    this.#awake = await keepAwake(box.checked);
    box.checked = this.#awake;
  }

  #click(event, actions) {
    if (event.target.closest('.closeDrawer')) {
      this.#close();
      return;
    }
    const set = event.target.closest('[data-set]');
    if (set && set.dataset.set === 'pause') {
      actions.pause();
    } else if (set) {
      const [name, value] = set.dataset.set.split(':');
      this.#settings.set(name, name === 'hour12' ? value === 'true' : value);
    }
    const session = event.target.closest('[data-session]');
    if (session) {
      event.preventDefault();
      actions.session(session.dataset.session);
    }
  }
}

function timetable(meeting, state, offset, hour12) {
  if (!meeting || !meeting.sessions || !meeting.sessions.length) return null;
  const days = new Set(
    meeting.sessions.filter((each) => each.startMs).map((each) => Math.floor((each.startMs + (offset || 0)) / 86400000))
  ).size;
  const toShown = meeting.shown && meeting.shown !== state.session;
  return [h('h3', {}, words.more.timetable), h('ul', { class: 'timetable' }, meeting.sessions.map((session) => {
    const isHere = session.id === state.session;
    const isKnown = session.startMs !== null && session.startMs !== undefined;
    const day = isKnown && days > 1 ? `${numbers.weekday(session.startMs, offset)} ` : '';
    const when = isKnown ? `${day}${numbers.timeOfDay(session.startMs, offset, hour12, false)}` : '';
    const canOpen = !['planned'].includes(session.state);
    const address = `/?session=${encodeURIComponent(session.id)}`;
    const link = { href: address, 'data-session': session.id, 'aria-current': isHere ? 'page' : null };
    return h(
      'li', { class: `${session.state}${isHere ? ' here' : ''}` }, h('time', {}, when),
      h('span', {}, canOpen ? h('a', link, session.name) : session.name),
      h('small', {}, words.more.session[session.state] || session.state),
      session.reason && h('small', { class: 'reason' }, session.reason),
    );
  })), toShown && h('p', { class: 'links' }, h('a', { href: './', 'data-session': '' }, words.more.follow))];
}

function conditions(told) {
  if (!told) return null;
  const w = words.more;
  const of = (value, unit) => (value === null || value === undefined ? '' : `${value} ${unit}`);
  const pairs = [
    [w.air, numbers.degrees(told.airTenths)], [w.track, numbers.degrees(told.trackTenths)], [w.surface, told.surface],
    [w.humidity, of(told.humidityPercent, '%')], [w.wind, of(told.windKmh, 'km/h')],
  ].filter(([, value]) => value);
  if (!pairs.length) return null;
  const shown = pairs.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)));
  return [h('h3', {}, w.conditions), h('dl', { class: 'pairs' }, shown)];
}

const keyTable = () => [
  h('h3', {}, words.more.keys),
  h(
    'dl', { class: 'pairs keys' },
    words.more.keyList.map(([key, text]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, text))),
  ),
];
