import { h } from './dom.js';
import * as numbers from './numbers.js';
import { words } from './words.js';

// The timing's explanation (protocol 4.8) in sentences: evidence, decisions, rules. Nothing is worked out here.

const known = (value) => value !== null && value !== undefined;
const w = words.explained;

/** Parts of an explanation, for the dialog. */
export function explanationParts(told, timeOfDay) {
  const clock = (utcMs) => (
    known(utcMs) && known(told.startMs)
    ? `${numbers.time(utcMs - told.startMs)} (${numbers.timeOfDay(utcMs, told.utcOffsetMs ?? timeOfDay.utcOffsetMs, timeOfDay.hour12)})`
    : ''
  );
  const parts = [];
  if (told.position) parts.push(...place(told.position, clock));
  if (told.lap) parts.push(...lap(told.lap, clock));
  if (told.obligation) parts.push(obligation(told.obligation));
  if (told.stop) parts.push(stop(told.stop, clock));
  if (told.acts && told.acts.length) parts.push(
    part(
      w.acts,
      told.acts.map(
        (act) => act
        && `${clock(act.atMs)}: ${actText(act)}${act.by ? ` · ${act.by}` : ''}${act.withdrawnBy ? ` · ${w.withdrawn}` : ''}`
      ),
    )
  );
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
  const gap = (beside) => (
    beside.gapLaps > 0 ? numbers.gap(null, beside.gapLaps) : known(beside.gapMs) ? numbers.time(beside.gapMs) : ''
  );
  const one = (word, beside) => beside
    && `${word}: P${beside.position ?? '–'} #${beside.number}${gap(beside) ? `, ${gap(beside)}` : ''}`;
  const account = told.account || {};
  return [
    part(
      null, [`P${told.position ?? '–'}, ${w.inClass(told.classPosition ?? '–')} · ${w.by[told.basis] || told.basis}`],
    ),
    part(null, [told.last && seen(w.last, told.last, clock),
      known(account.laps)
        && `${w.laps}: ${account.laps}${account.penaltyLaps ? ` (${w.takenOff(account.penaltyLaps)})` : ''}`,
      known(account.roadMs) && `${w.road}: ${numbers.time(account.roadMs)}`, account.penaltyMs > 0
        && `${w.penalties}: ${numbers.time(account.penaltyMs)}`,
      known(account.bestLapMs)
        && `${w.best}: ${numbers.time(account.bestLapMs)}, ${words.lapNumber(account.bestLap)}`, one(w.ahead,
          told.ahead), one(w.behind, told.behind),
      told.deadHeatWith && told.deadHeatWith.length > 0
        && `${w.deadHeat}: ${told.deadHeatWith.map((number) => `#${number}`).join(' ')}`,
      told.placedBy && w.placed,
        told.notClassified && `${w.notClassified}: ${w.because[told.notClassified.because] || told.notClassified.because}`]),
  ];
}

function lap(told, clock) {
  const why = (told.notBest || []).map(
    (each) =>
      `${w.notBestBecause[each.because] || each.because}${known(each.timeMs) ? `: ${words.lapNumber(each.lap)}, ${numbers.time(each.timeMs)}` : ''}`
  ).join('; ');
  return [
    part(null, [`${words.lapNumber(told.lap)} · ${numbers.time(told.timeMs)}`]),
    part(null, [seen(w.began, told.began, clock), ...(told.sectors || []).map(
      (sector, at) => seen(`S${at + 1} ${numbers.time(sector.timeMs)}`, sector.ended, clock)
    ), seen(w.ended, told.ended, clock),
      told.inLap && w.inLap, told.outLap && w.outLap,
        told.bestOfAll ? w.bestOfAll : told.bestOfClass ? w.bestOfClass : told.best ? w.ownBest : why && `${w.notBest}: ${why}`]),
  ];
}

function obligation(told) {
  return part(null, [`${told.id} · ${w.state[told.state] || told.state}${known(told.byMs) ? ` ${numbers.time(told.byMs)}` : ''}`,
    known(told.opensMs) && `${w.from} ${numbers.time(told.opensMs)}`, known(told.closesMs)
      && `${w.before} ${numbers.time(told.closesMs)}`,
    known(told.requiredMs) && `${w.required}: ${numbers.time(told.requiredMs)}`, told.joker && w.joker,
      told.interrupted && w.interrupted, told.curtailed && w.curtailed]);
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
