// Every text of the page, in one table for each language. A text with figures is a function of them.

const many = (number, one, more) => `${number} ${number === 1 ? one : more}`;

const english = {
  title: (flag, clock, session) => [flag, clock, session].filter(Boolean).join(' · '),
  caption: (session, order) => `${session}: classification, ${order}`,
  order: { road: 'by place on the road', net: 'by net place', class: 'by class' },

  flag: {
    none: 'NO FLAG', green: 'GREEN', yellow: 'YELLOW', safetyCar: 'SAFETY CAR', fcy: 'FULL COURSE YELLOW',
    red: 'RED FLAG', chequered: 'CHEQUERED',
  },
  flagLetters: { safetyCar: 'SC', fcy: 'FCY' },
  raceStopped: 'RED FLAG — RACE STOPPED',
  sinceStart: 'since the start',
  endsIn: (figure) => `ends in ${figure}`,
  asOf: (clock) => `as of ${clock}`,
  trackTime: (time, isLocal) => `${time} ${isLocal ? 'track time' : 'UTC'}`,

  clocks: {
    starts: 'Starts at',
    race: 'Race clock', session: 'Session clock', toGo: 'To go', lap: 'Lap', racePhone: 'race', toGoPhone: 'to go',
  },
  window: {
    soon: 'Pit window', open: 'Pit window open', closed: 'Pit window closed', opensIn: 'opens in',
    closesIn: 'closes in', over: 'closed', label: 'Pit window',
    phoneOpens: 'pit window opens in', phoneCloses: 'pit window closes in', phoneClosed: 'pit window',
    narrowOpens: 'window opens', narrowCloses: 'window closes', narrowClosed: 'window',
    picture: 'Stops in the window so far',
  },
  count: {
    served: 'served', inPit: 'in pit', fault: (n) => (n === 1 ? 'fault' : 'faults'), unproved: 'not proved',
    lastLap: 'last lap', due: 'due',
  },
  bestLaps: 'Best laps',
  lapNumber: (lap) => `lap ${lap}`,
  leads: 'leads',

  connection: {
    connecting: 'CONNECTING', live: 'LIVE', late: (figure) => `LATE ${figure} s`,
    stale: (figure) => `NO DATA ${figure}`,
    paused: (figure) => `PAUSED ${figure}`, finished: 'FINISHED', provisional: 'PROVISIONAL RESULT',
    final: 'FINAL RESULT', abandoned: 'ABANDONED', lost: 'NO DATA', none: '',
  },
  missing: (n) => `${many(n, 'message', 'messages')} missing: being mended`,
  noData: {
    head: (figure) => `No data for ${figure}`,
    all: (clock, time) => `Everything below is as of ${clock}${time ? ` (${time})` : ''}`,
    short: (clock) => `as of ${clock}`, again: 'Trying again', againIn: (s) => `Trying again in ${s} s`,
  },
  empty: {
    reading: 'Reading the timing', none: 'No session is running', startsAt: (name, time) => `${name} starts at ${time}`,
    noStart: 'The next session has no time yet', filter: (what) => `No car of ${what}`, clear: 'Clear the filter',
    unreachable: 'Cannot reach timing', nothing: 'nothing was received yet', noSession: 'There is no such session',
    toShown: 'Go to the session that is shown', noCars: 'The entry list is empty',
    noCar: (n) => `No car has number ${n}`,
  },

  filters: {
    all: 'All', byClass: 'By class', pinned: 'Pinned', net: 'Order: net', find: 'Find #', pause: 'Pause',
    resume: 'Resume', more: 'More', messages: 'All messages', findLabel: 'Find a car, driver or team',
    column: 'Figure shown',
  },
  sections: { pinned: 'Pinned', all: 'Overall', ahead: 'On the road', net: 'Net of stops',
    stops: {
      inPit: 'In the pit lane', lastLap: 'Last lap to come in', due: 'Due', fault: 'Faults', unproved: 'Not proved',
      served: 'Served',
      other: 'Nothing owed' },
    },
  classHead: {
    cars: (n) => many(n, 'car', 'cars'), best: 'best', within: 'places, gaps, intervals and net are within the class',
  },
  tabs: { board: 'Board', stops: 'Stops', messages: 'Messages', more: 'More' },

  columns: {
    pin: ['', 'Pinned cars stay marked'], pos: ['POS', 'Place on the road'], gained: ['±', 'Places since the start'],
    no: ['NO', 'Number of the car'], pic: ['PIC', 'Place in class'], class: ['CLASS', 'Class and cup'], cup: 'CUP',
    crew: ['CREW', 'Crew; the driver at the wheel first'], crewHint: 'at the wheel · grade',
    wheel: ['AT THE WHEEL', 'Who drives now'],
    state: ['STATE', 'Where the car is'], laps: ['LAPS', 'Laps completed'], gap: ['GAP', 'Behind the leader'],
    int: ['INT', 'Behind the car ahead'], last: ['LAST', 'Last lap'], best: ['BEST', 'Best lap'], bestHint: 'lap',
    stop: ['STOP', 'Mandatory stop: what is owed, the time left, the verdict'], stopHint: 'closes · laps left',
    net: ['NET', 'Place when all have made their stops'], netHint: 'gap',
    stint: ['STINT', 'Time since the start or the last stop'],
    pits: ['PITS', 'Visits to the pit lane that count'], sector: (k) => [`S${k}`, `Sector ${k}`],
    phone: ['', 'The chosen figure, and the stop'],
  },
  state: {
    notStarted: 'GRID', onTrack: 'RUN', inPit: 'PIT', outLap: 'OUT', stopped: 'OVERDUE', retired: 'RETIRED',
    finished: 'FIN', notClassified: 'NC', disqualified: 'DSQ', withdrawn: 'DNS',
  },
  stateSpoken: {
    notStarted: 'not started', onTrack: 'running', inPit: 'in the pit lane', outLap: 'on the out lap',
    stopped: 'overdue',
    retired: 'retired', finished: 'finished', notClassified: 'not classified', disqualified: 'disqualified',
    withdrawn: 'did not start',
  },
  overdue: 'overdue', fromBefore: 'from before: not seen at a loop of the track since',
  lapsLeft: (n) => many(n, 'lap', 'laps'),
  grade: { Platinum: 'P', Gold: 'G', Silver: 'S', Bronze: 'B' },
  signs: {
    star: 'best of the session', starOpen: 'best of the class', own: 'own best', about: 'estimated',
    corrected: 'corrected',
  },
  spoken: {
    up: (n) => `${n} up`, down: (n) => `${n} down`, same: 'same place', pin: (n) => `Pin car ${n}`,
    open: (n, who) => `Car ${n}${who ? `, ${who}` : ''}: laps, stops and why`,
    lead: (n) => `Car ${n} leads`, flag: (flag) => `${flag} flag`, verdict: (n, words) => `Car ${n}, ${words}`,
    noData: 'No data',
    close: 'Close',
  },

  stop: {
    notOpen: 'OPENS', open: 'DUE', lastChance: 'LAST LAP', hold: 'HOLD', mayGo: 'MAY GO', served: 'SERVED',
    short: 'SHORT',
    early: 'EARLY', late: 'LATE', missed: 'MISSED', over: 'OVER', unproved: 'NOT PROVED',
    driverChange: 'DRIVER CHANGE?',
    excused: 'EXCUSED', penalised: 'PENALISED', closed: 'CLOSED', notOwed: 'NOT OWED',
    least: (figure) => `least ${figure}`,
  },
  sentence: {
    notOpen: (n) => `Stop ${n}: the window is not open yet`, open: (n) => `Stop ${n} is due`,
    lastChance: (n) => `Stop ${n}: it must come in on this lap`, hold: (n) => `Stop ${n}: it must not leave yet`,
    mayGo: (n) => `Stop ${n}: it may leave`, served: (n) => `Stop ${n} served`,
    short: (n, by) => `Stop ${n} short by ${by} s`,
    early: (n, by) => `Stop ${n} came ${by} too early`, late: (n, by) => `Stop ${n} came ${by} too late`,
    missed: (n) => `Stop ${n} missed`, over: (n, by) => `Stop ${n}: over by ${by}`,
    unproved: (n) => `Stop ${n} is not proved`,
    driverChange: (n) => `Stop ${n}: no driver change was seen`, excused: (n) => `Stop ${n} is excused`,
    penalised: (n) => `Stop ${n}: penalised`, closed: (n) => `Stop ${n}: closed by the stewards`,
    notOwed: () => 'No stop is owed',
  },
  opened: {
    why: 'Why?', whyPlace: (p) => `Why P${p}?`, entry: 'entry', least: 'least', inLane: 'in pit lane',
    leastTime: 'least time',
    toClose: 'entry to window close', change: 'driver change',
    proposed: (what) => `proposed: ${what} · with the stewards`,
    stints: 'Stints', driver: 'driver', fromTo: 'from–to', time: 'time', laps: 'laps', now: 'now',
    lapTimes: 'Lap times',
    lapHint: 'pit laps striped, best with a mark', lapList: 'Laps', lap: 'lap', pos: 'pos', flag: 'flag', in: 'IN', out: 'OUT',
    car: 'car', class: 'class',
    net: 'net', owes: (figure) => `owes ${figure}`, decisions: 'decisions', none: 'none', reading: 'Reading',
    more: 'all laps', fewer: 'latest laps',
    failed: 'Cannot be read now', pin: 'Pin', unpin: 'Unpin', reports: 'reports',
    mayLeave: 'may leave', team: 'team', penalty: 'penalty', stops: 'stops',
    whyLap: (n) => `Why is lap ${n} so?`,
  },
  why: {
    title: (car) => `Why? Car ${car}`, reading: 'Asking the timing', failed: 'No explanation can be had now',
    close: 'Close', files: 'This page is read from files, which cannot ask the timing for its reasons',
    filesInstead: 'Laps, stops, verdicts and decisions of the car are in its opened row',
  },

  explained: {
    acts: 'Decisions', rules: 'Rules', withdrawn: 'taken back', notSeen: 'not seen',
    box: (decoder, number) => `decoder ${decoder} number ${number}`,
    basis: {
      signal: 'start signal', measured: 'measured', estimated: 'estimated', inserted: 'entered by hand',
      provisional: 'estimated: it was not read',
    },
    by: { road: 'by the road', result: 'by the result', bestLap: 'by the best lap' },
    inClass: (place) => `${place} in class`, last: 'last crossing', laps: 'laps',
    takenOff: (n) => `${n} taken off`, road: 'time', penalties: 'penalties', best: 'best lap', ahead: 'ahead',
    behind: 'behind', deadHeat: 'same time as',
    placed: 'placed by the stewards', notClassified: 'not classified',
    because: {
      noLap: 'no lap', disqualified: 'disqualified', withdrawn: 'withdrawn', mustTakeFlag: 'it did not take the flag',
      classifiedPercent: 'too few laps',
    },
    began: 'began', ended: 'ended', inLap: 'it ends in the pit lane', outLap: 'it begins in the pit lane',
    bestOfAll: 'best of the session', bestOfClass: 'best of the class',
    ownBest: 'own best', notBest: 'not its best',
    notBestBecause: {
      firstLap: 'it is the first lap', deleted: 'its time was deleted', provisional: 'it is estimated',
      pitLane: 'it begins or ends in the pit lane', clock: 'the clock stepped', another: 'another lap is better',
    },
    state: { notOpen: 'not open yet', open: 'due', lastChance: 'last lap to come in', inPit: 'in the pit lane',
    served: 'served', short: 'too short', early: 'too early', late: 'too late',
      missed: 'missed', over: 'over', unproved: 'not proved', notApplicable: 'not owed' },
    from: 'from', before: 'before', required: 'required', joker: 'a joker was taken',
    interrupted: 'the red flag interrupted it', curtailed: 'the session ended before it could be done',
    stop: (n) => `Stop ${n}`, entry: 'pit entry', line: 'Line', exit: 'pit exit', stillIn: 'still in the pit lane',
    droveIn: 'drove in', droveOut: 'drove out', notNamed: 'not identified',
    shown: 'flag shown', counts: 'counts as a stop', countsNot: 'counts as no stop',
    underRed: 'it began under the red flag', byDefault: 'default',
  },

  penalty: {
    time: 'time penalty', position: 'place', laps: 'laps', driveThrough: 'drive-through', stopAndGo: 'stop-and-go',
    grid: 'places back on the grid',
    lapTime: 'lap time deleted', disqualified: 'disqualified', stopAndGoMs: 'stop-and-go', timeMs: 'time penalty',
  },
  // A kind of the rulebook has a name like trackLimits.
  reportCount: (kind, count, limit) =>
    `${kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${count}${limit === null ? '' : ` of ${limit}`}`,
  penaltyState: { applied: 'applied', notified: 'to be served', served: 'served', converted: 'converted' },
  infringement: {
    shortStop: 'stop too short', earlyStop: 'stop too early', lateStop: 'stop too late', missedStop: 'stop missed',
    driverChangeUnproved: 'driver change not proved', technicalStopMissed: 'technical stop missed',
    prohibitedStopTime: 'stop of a prohibited time', stintOverrun: 'stint too long',
    drivingOver: 'driving time too long',
    drivingUnder: 'driving time too short', restShort: 'rest too short', wrongStarter: 'wrong starter',
    wrongQualifier: 'wrong qualifier', reports: 'too many reports',
  },
  message: {
    head: 'Messages', none: 'No message yet', all: 'All', raceControl: 'Race control', stops: 'Stops',
    decisions: 'Decisions',
    corrections: 'Corrections', car: 'Car', inPit: (until) => `in pit${until ? ` · may leave at ${until}` : ''}`,
    served: (by) => `stop served${by ? `, ${by}` : ''}`, driverIn: (name) => `${name} in`, corrected: 'Corrected:',
    flag: 'Flag:',
    loop: (name) => `Loop ${name} is dead: its times are estimated`,
    clock: (decoder, by, ahead) => `Decoder ${decoder} is ${by} s ${ahead ? 'ahead' : 'behind'}: times are corrected`,
  },
  more: {
    head: 'More', timetable: 'Timetable', settings: 'Settings', conditions: 'Conditions', theme: 'Theme',
    auto: 'Auto', dark: 'Dark', light: 'Light',
    clock: 'Clock', h24: '24 h', h12: '12 h', calm: 'Calm: no movement, no fade', wake: 'Keep the screen on',
    follow: 'Follow what is shown',
    air: 'air', track: 'track', surface: 'surface', humidity: 'humidity', wind: 'wind', keys: 'Keys', timing: 'Timing',
    keyList: [
      ['↑ ↓', 'next car'], ['Enter', 'open a car'], ['P', 'pause'], ['/', 'find'], ['1–4', 'figure on a telephone'],
      ['Esc', 'close'],
    ],
    wall: 'Wall board', all: 'Board', board: 'Board',
    session: {
      planned: 'planned', armed: 'next', running: 'running', finished: 'finished', provisional: 'provisional result',
      final: 'final result', abandoned: 'abandoned',
    },
  },
  team: {
    place: 'Place', inClass: 'In class', net: 'Net', stop: 'Stop', least: 'Least time',
    wheel: 'At the wheel', stint: 'Stint', turn: 'Driver',
    last: 'Last', best: 'Best', gap: 'Gap', ahead: 'Ahead', laps: 'Laps', pits: 'Pits', owed: 'Owed',
  },
  wallPage: (page, pages) => `${page} / ${pages}`,
};

/** The texts of the page's language. English is the only one so far. */
export const words = english;
