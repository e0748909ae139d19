import { Announcer } from './announce.js';
import { Clock } from './clock.js';
import { forgetColours, useColours } from './colours.js';
import { Connection, connectionText } from './connection.js';
import { byId } from './dom.js';
import { Filters } from './filters.js';
import { Following } from './following.js';
import { Bar, Head, pageTitle, readClocks } from './header.js';
import { listenToKeys } from './keys.js';
import { layoutFor } from './layout.js';
import { Messages } from './messages.js';
import { More } from './more.js';
import { Opened } from './opened.js';
import { Pause } from './pause.js';
import { boardSections, stopSections, teamSections, wallSections } from './sections.js';
import { Settings } from './settings.js';
import { drawSigns } from './signs.js';
import { State } from './state.js';
import { Table } from './table.js';
import { Tabs } from './tabs.js';
import { Team } from './team.js';
import { Timeline } from './timeline.js';
import { Trouble } from './trouble.js';
import { Why } from './why.js';
import { words } from './words.js';

const asked = new URLSearchParams(location.search);
const isWall = asked.has('wall');
const ownCar = asked.get('car');
const PAGE_SECONDS = 15;
const BESIDE = 1600;
const DRAWER = 460;
const ORDERING = ['position', 'classPosition', 'netPosition', 'netClassPosition', 'status', 'stop'];

drawSigns();
const settings = new Settings();
const state = new State();
const clock = new Clock();
const connection = new Connection();
const announcer = new Announcer(byId('status'), byId('alert'));
const view = { nowMs: null, clockMs: null, sinceStartMs: null, toClockMs: 0,
  startsAt: '', isRace: true, hasStops: false, hasNet: false,
  inClass: false, figure: 'gap', isPhone: false, isNarrow: false, still: false,
  ownCar, isPinned: (number) => settings.isPinned(number) };
const table = new Table(byId('board'), view);
const filters = new Filters(byId('filters'), settings, (what) => chosen(what));
const bar = new Bar(byId('bar'));
const trouble = new Trouble(byId('empty'), byId('noData'));
const timeline = new Timeline(() => hasBoard && drawHead());
const head = new Head(byId('head'), timeline, (group) => filters.chooseGroup(group));
const dialog = new Why(byId('why'));
const showWhy = (car, what) => dialog.show(state.session, car, what, following.timeOfDay);
const opened = new Opened(showWhy, (number) => settings.pin(number));
const team = new Team(byId('team'), showWhy);
const tabs = new Tabs(byId('tabs'), () => {
  if (hasBoard) fit(false);
  arrangeAll();
});
const messages = new Messages(
  byId('dock'), byId('messages'), { open: () => tabs.toggle('messages'), close: () => tabs.toggle(null) },
);
const more = new More(
  byId('more'), settings,
  { close: () => tabs.toggle(null), session: (id) => following.follow(id || null), pause: () => chosen('pause') },
);
const pause = new Pause(clock, () => following.wire && following.wire.whole());

let hasBoard = false;
let layout = null;
let fitted = '';
let openKey = null;
let wallPage = 0;
let told = 'connecting';

document.body.classList.toggle('wall', isWall);
document.body.classList.toggle('hasTeam', Boolean(ownCar));

/* The wire */

const receiver = {
  board(board) {
    if (pause.isOn && state.session === board.session) {
      pause.keepBoard(board);
      return;
    }
    const isOther = state.session !== board.session;
    const isSameEpoch = String(state.id).split('.')[0] === String(board.id).split('.')[0];
    // A board of some time ago does not put the clock back.
    if (isOther || !isSameEpoch || clock.behind(board.nowMs) < 2000) clock.hear(board.nowMs);
    if (isOther && openKey) open(null);
    state.board(board);
    hasBoard = true;
    connection.forget();
    if (isOther) announcer.begin();
    readClocks(view, state, clock.now());
    messages.begin(state, isOther, view.toClockMs);
    rebuild();
  },
  tick(tick) {
    if (pause.isOn) return pause.keep(tick);
    return take(tick);
  },
  behind: (nowMs) => clock.behind(nowMs),
  beat(beat) {
    connection.beat(beat);
    if (connection.age(0) < 3000) clock.hear(beat.nowMs);
  },
  meeting(meeting) {
    if (!following.hear(meeting)) drawSides();
  },
  event(event) {
    useColours(event);
    if (hasBoard) rebuild();
  },
  /** Another session is followed: what is shown is not of it. */
  leave(session) {
    clock.forget();
    hasBoard = hasBoard && state.session === session;
  },
  failed(status) {
    if (status === 404) following.again();
    drawConnection();
  },
};
const following = new Following(receiver, settings, byId('empty'));

/** Puts a tick into the table. The time it takes is kept for who wants to know. */
function take(tick) {
  const began = performance.now();
  const changed = state.tick(tick);
  if (!changed) return false;
  clock.hear(tick.nowMs);
  readClocks(view, state, clock.now());
  if (changed.lists.size || changed.whole || changed.columns.has('stopHistory')) messages.list(state, view.toClockMs);
  if (changed.whole || fitted !== fitting()) rebuild();
  else draw(changed);
  globalThis.lapwing.ticks[globalThis.lapwing.count % 1024] = performance.now() - began;
  globalThis.lapwing.count += 1;
  globalThis.lapwing.id = state.id;
  return true;
}

function draw(changed) {
  table.refresh(changed.cars);
  // All rows count down to the same second, however fast the time goes.
  if (Math.floor(view.clockMs / 1000) !== drawnSecond) second();
  if (ORDERING.some((name) => changed.columns.has(name))) arrange();
  if (changed.columns.has('stop') || changed.lists.size) drawSides();
  if (opened.number !== null) opened.update(state, view);
  announcer.look(state, view.isPinned, told === 'stale');
}

/** For tests and the curious: the state shown, and the script time of the last 1,024 ticks. */
globalThis.lapwing = { id: null, count: 0, ticks: new Float64Array(1024) };

/* What is shown */

function rebuild() {
  readClocks(view, state, clock.now());
  fit(true);
  arrangeAll();
  table.refresh(null, true);
  if (opened.number !== null) opened.update(state, view);
  announcer.look(state, view.isPinned, false);
  globalThis.lapwing.id = state.id;
  second();
}

// The first stop that is owed, and the last: the table has other columns.
const fitting = () => `${view.hasStops}${view.hasNet}`;

/** Chooses the layout for the window; the table is made anew only where its columns are others. */
function fit(isNew) {
  const sectors = Math.max(0, ...state.rows.map((row) => (row.sectorsMs ? row.sectorsMs.length : 0)));
  const whole = document.documentElement.clientWidth;
  // A drawer stands beside a table that is wide enough.
  const isBeside = tabs.isDrawer && whole >= BESIDE;
  const width = isBeside ? whole - DRAWER : whole;
  fitted = fitting();
  const room = window.innerHeight - 234;
  const { isRace, hasStops, hasNet } = view;
  const cars = ownCar ? 14 : state.rows.length;
  const now = layoutFor(width, room, cars, { isWall, isRace, hasStops, hasNet, sectors });
  const isOther = !layout || now.key !== layout.key || filters.inClass !== view.inClass;
  layout = now;
  view.isPhone = now.isPhone;
  view.isNarrow = now.isNarrow;
  view.inClass = filters.inClass && !ownCar;
  view.still = settings.still;
  document.body.classList.toggle('phone', now.isPhone);
  document.body.classList.toggle('narrow', now.isNarrow);
  document.body.classList.toggle('tight', Boolean(now.isTight));
  document.body.classList.toggle('beside', isBeside);
  if (isOther) {
    const number = opened.number;
    if (openKey) open(null);
    table.layout(now, now.isPhone);
    if (!isNew) arrangeAll();
    if (number !== null && !isNew) open(table.keyOf(number), number);
  }
  table.size(now.height, now.font, now.scale);
  tabs.draw(now.isPhone, 0);
}

function sectionsNow() {
  if (ownCar) return teamSections(state, ownCar);
  if (isWall) {
    const size = Math.max(1, Math.floor((byId('main').clientHeight - layout.height) / layout.height));
    const page = wallSections(state, filters, size, wallPage);
    byId('dock').dataset.page = page.pages > 1 ? words.wallPage(page.page + 1, page.pages) : '';
    return page.sections;
  }
  if (layout.isPhone && tabs.shown === 'stops') return stopSections(state, filters);
  return boardSections(state, filters, layout.isPhone);
}

function arrange() {
  view.figure = layout.isPhone && tabs.shown === 'stops' ? 'stop' : filters.figureOf(view);
  const sections = sectionsNow();
  table.arrange(sections, view.still);
  const count = sections.reduce((sum, section) => sum + section.rows.length, 0);
  const isBoard = !layout.isPhone || ['board', 'stops'].includes(tabs.shown);
  byId('board').hidden = !hasBoard || count === 0 || !isBoard;
  trouble.drawEmpty(isBoard && count === 0, state, ownCar, filters);
}

function arrangeAll() {
  if (!hasBoard) return;
  byId('head').hidden = byId('dock').hidden = false;
  byId('filters').hidden = isWall || Boolean(ownCar) || (layout.isPhone && !['board', 'stops'].includes(tabs.shown));
  byId('team').hidden = !ownCar;
  arrange();
  table.refresh(null, true);
  drawSides();
  const name = state.race ? state.race.name : '';
  table.caption(words.caption(name, filters.byClass ? words.order.class : words.order[filters.order]));
}

/** Header, filters, dock, drawers: what stands around the table. */
function drawSides() {
  if (!hasBoard) return;
  drawHead();
  filters.draw(state, view, pause.isOn);
  messages.drawDock(state, connection.missing);
  tabs.draw(layout.isPhone, messages.unread);
  if (tabs.shown === 'messages') {
    messages.read();
    messages.drawDrawer(state);
  }
  if (tabs.shown !== 'more') return;
  const looks = { isPhone: layout.isPhone, isPaused: pause.isOn };
  more.draw(state, following.meeting, following.timeOfDay, looks, messages.notices);
}

function drawHead() {
  head.draw(state, view, filters, layout);
}

/* Time goes by */

let drawnSecond = null;

function second() {
  readClocks(view, state, clock.now());
  drawnSecond = Math.floor(view.clockMs / 1000);
  view.startsAt = view.clockMs === null ? following.startOf(state.session) : '';
  drawConnection();
  if (!hasBoard) return;
  if (fitted !== fitting()) {
    rebuild();
    return;
  }
  table.second();
  drawHead();
  if (opened.number !== null) opened.update(state, view);
  const own = ownCar && state.byNumber(ownCar);
  if (own) team.draw(own, view);
}

function tickTock() {
  second();
  const now = clock.now();
  const into = view.clockMs !== null ? view.clockMs % 1000 : now === null ? 0 : now % 1000;
  setTimeout(tickTock, Math.max(50, 1001 - into));
}

function connectionNow() {
  const now = connection.state(following.silence, hasBoard, following.stateOf(state.session), state.race);
  // The meeting is heard, and has nothing to connect to.
  return now === 'connecting' && following.meeting && !following.isOn ? 'none' : now;
}

function drawConnection() {
  const silence = following.silence;
  const was = told;
  told = connectionNow();
  const isOld = told === 'stale' || told === 'lost';
  if (told === 'stale') clock.stop();
  else if (!pause.isOn) clock.run();
  if (isOld !== (was === 'stale' || was === 'lost')) readClocks(view, state, clock.now());
  const age = connection.age(silence);
  const shown = connectionText(pause.isOn && !isOld ? 'paused' : told, age, pause.age);
  bar.draw(
    {
      state, event: following.event, meeting: following.meeting, view, connection: shown,
      timeOfDay: following.timeOfDay,
    }
  );
  document.body.classList.toggle('isStale', isOld && hasBoard);
  document.body.classList.toggle('isLate', told === 'late');
  trouble.draw({ isOld, hasBoard, age, againAt: following.againAt, isFollowing: following.isOn, clockMs: view.clockMs,
    heardMs: clock.heardMs,
    isPhone: view.isPhone, timeOfDay: following.timeOfDay });
  drawTitle(pageTitle(state, view, isOld));
  if (told !== was && hasBoard) announcer.look(state, view.isPinned, told === 'stale');
}

let titledAt = -1000;

/** A race that is played fast has many seconds in one: the browser's frame need not show all of them. */
function drawTitle(title) {
  const now = performance.now();
  if (document.title === title || now - titledAt < 900) return;
  document.title = title;
  titledAt = now;
}

/* What the viewer does */

function chosen(what) {
  if (what === 'pause') {
    pause.flip(receiver.board, take);
    second();
  } else if (what === 'more') tabs.toggle('more');
  if (!hasBoard) return;
  if (filters.inClass !== view.inClass) fit(false);
  arrangeAll();
}

function open(key, number) {
  openKey = key;
  if (!key) {
    table.open(null);
    opened.number = null;
    return;
  }
  opened.show(number, state.session, state, view);
  table.open(key, opened.element, true);
}

byId('board').addEventListener('click', (click) => {
  const row = table.rowOf(click.target);
  if (!row || click.target.closest('a, .whyLink') || String(getSelection()).length > 1) return;
  if (click.target.closest('.pinButton')) settings.pin(row.number);
  else open(openKey === row.key ? null : row.key, row.number);
});

listenToKeys(table, {
  pause: () => chosen('pause'),
  figure: (figure) => filters.chooseFigure(figure),
  close() {
    if (tabs.isDrawer) tabs.toggle(null);
    else if (openKey) open(null);
    else return false;
    return true;
  },
});

settings.onChange((name) => {
  if (name === 'theme') forgetColours();
  if (!hasBoard) return;
  view.still = settings.still;
  arrangeAll();
  second();
});
matchMedia('(prefers-color-scheme: light)').addEventListener('change', forgetColours);
window.addEventListener('resize', () => {
  if (!hasBoard) return;
  fit(false);
  arrangeAll();
  drawConnection();
});
if (isWall) {
  setInterval(() => {
    wallPage += 1;
    if (hasBoard) arrange();
  }, PAGE_SECONDS * 1000);
}

// Late is seen at once, not only with the next second.
setInterval(() => {
  if (connectionNow() !== told) second();
}, 250);

following.begin();
tickTock();
