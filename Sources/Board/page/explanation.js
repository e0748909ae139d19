import { h } from './dom.js';
import * as numbers from './numbers.js';
import { words } from './words.js';

// The timing's explanation (protocol 4.8) in sentences: evidence, decisions, rules. Nothing is worked out here.

const known = (value) => value !== null && value !== undefined;
const w = words.explained;

/** Parts of an explanation, for the dialog. */
export function explanationParts(told, timeOfDay) {
  const offset = told.utcOffsetMs ?? timeOfDay.utcOffsetMs;
  const clock = (utcMs) => {
    if (!known(utcMs) || !known(told.startMs)) return '';
    return `${numbers.time(utcMs - told.startMs)} (${numbers.timeOfDay(utcMs, offset, timeOfDay.hour12)})`;
  };
  const parts = [];
  if (told.position) parts.push(...place(told.position, clock));
  if (told.lap) parts.push(...lap(told.lap, clock));
  if (told.obligation) parts.push(obligation(told.obligation));
  if (told.stop) parts.push(stop(told.stop, clock));
  const acts = (told.acts || []).map((act) => [actText(act), act.by, act.withdrawnBy && w.withdrawn].filter(Boolean));
  if (acts.length) parts.push(part(w.acts, acts.map((said, at) => `${clock(told.acts[at].atMs)}: ${said.join(' · ')}`)));
  if (told.rules && told.rules.length) parts.push(part(w.rules, told.rules.map(rule)));
  return parts;
}

const part = (head, lines) => h(
  'section', { class: 'whyPart' }, head && h('h3', {}, head), lines.filter(Boolean).map((line) => h('p', {}, line)),
);

function seen(label, evidence, clock) {
  if (!evidence) return `${label}: ${w.notSeen}`;
  const where = evidence.name ? `, ${evidence.name}` : '';
  const from = evidence.crossing ? `, ${w.box(evidence.crossing.decoder, evidence.crossing.number)}` : '';
  return `${label}: ${clock(evidence.atMs)}${where}${from}, ${w.basis[evidence.basis] || evidence.basis}`;
}

function place(told, clock) {
  const at = (position) => `P${position ?? '–'}`;
  const gap = (car) => (car.gapLaps > 0 ? numbers.gap(null, car.gapLaps) : numbers.time(car.gapMs));
  const beside = (word, car) => car && `${word}: P${car.position ?? '–'} #${car.number}${gap(car) && `, ${gap(car)}`}`;
  const { laps, penaltyLaps, roadMs, penaltyMs, bestLapMs, bestLap } = told.account || {};
  const because = told.notClassified && (w.because[told.notClassified.because] || told.notClassified.because);
  const sameTime = (told.deadHeatWith || []).map((car) => `#${car}`).join(' ');
  return [
    part(null, [`${at(told.position)}, ${w.inClass(at(told.classPosition))} · ${w.by[told.basis] || told.basis}`]),
    part(null, [
      told.last && seen(w.last, told.last, clock),
      known(laps) && `${w.laps}: ${laps}${penaltyLaps ? ` (${w.takenOff(penaltyLaps)})` : ''}`,
      known(roadMs) && `${w.road}: ${numbers.time(roadMs)}`,
      penaltyMs > 0 && `${w.penalties}: ${numbers.time(penaltyMs)}`,
      known(bestLapMs) && `${w.best}: ${numbers.time(bestLapMs)}, ${words.lapNumber(bestLap)}`,
      beside(w.ahead, told.ahead), beside(w.behind, told.behind),
      sameTime && `${w.deadHeat}: ${sameTime}`,
      told.placedBy && w.placed,
      because && `${w.notClassified}: ${because}`,
    ]),
  ];
}

function lap(told, clock) {
  const why = (told.notBest || []).map((each) => {
    const better = known(each.timeMs) ? `: ${words.lapNumber(each.lap)}, ${numbers.time(each.timeMs)}` : '';
    return `${w.notBestBecause[each.because] || each.because}${better}`;
  }).join('; ');
  const best = told.bestOfAll ? w.bestOfAll : told.bestOfClass ? w.bestOfClass : told.best ? w.ownBest : '';
  return [
    part(null, [`${words.lapNumber(told.lap)} · ${numbers.time(told.timeMs)}`]),
    part(null, [
      seen(w.began, told.began, clock),
      ...(told.sectors || []).map((each, at) => seen(`S${at + 1} ${numbers.time(each.timeMs)}`, each.ended, clock)),
      seen(w.ended, told.ended, clock),
      told.inLap && w.inLap, told.outLap && w.outLap, best || (why && `${w.notBest}: ${why}`),
    ]),
  ];
}

function obligation(told) {
  const by = known(told.byMs) ? ` ${numbers.time(told.byMs)}` : '';
  return part(null, [
    `${told.id} · ${w.state[told.state] || told.state}${by}`,
    known(told.opensMs) && `${w.from} ${numbers.time(told.opensMs)}`,
    known(told.closesMs) && `${w.before} ${numbers.time(told.closesMs)}`,
    known(told.requiredMs) && `${w.required}: ${numbers.time(told.requiredMs)}`,
    told.joker && w.joker, told.interrupted && w.interrupted, told.curtailed && w.curtailed,
  ]);
}

function stop(told, clock) {
  const driver = (label, named) => (named ? `${label}: ${named.name}` : `${label}: ${w.notNamed}`);
  return part(`${w.stop(told.stop)}${known(told.durationMs) ? ` · ${numbers.time(told.durationMs)}` : ''}`,
    [seen(w.entry, told.entered, clock), told.line && seen(w.line, told.line, clock),
    told.open ? `${w.exit}: ${w.stillIn}`
      : seen(w.exit, told.left, clock), driver(w.droveIn, told.driverIn), driver(w.droveOut, told.driverOut),
    told.flag && `${w.shown}: ${words.flag[told.flag.flag || told.flag] || told.flag.flag || ''}`,
      told.counts ? w.counts : w.countsNot, told.underRed && w.underRed]);
}

function actText(act) {
  const { command } = act;
  if (!command) return act.id;
  const kind = words.penalty[command.kind] || command.kind;
  return [kind, command.reason || command.text].filter(Boolean).join(': ');
}

function rule(told) {
  const value = known(told.valueMs) ? numbers.time(told.valueMs) : String(told.value);
  // Where it stands: the name of the file and its line are enough.
  const where = told.place ? String(told.place).replace(/^.*\//, '') : told.act ? told.act : w.byDefault;
  return h('span', {}, `${told.key}: ${value} `, h('span', { class: 'quiet' }, `(${where})`));
}
