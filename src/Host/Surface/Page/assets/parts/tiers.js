// The four tiers of one incident: who had it, who has it, how it ended.
import { h } from '../dom.js';
import { time } from '../times.js';
import { tiers, told } from '../words.js';

const healers = { HealedByWatchdog: 1, HealedByProber: 2, HealedByDoctor: 3, HealedAfterHumanCall: 4 };

/** The tier of each event: its own where it names one, else that of the event before. */
export function tiersOf(events, first) {
  let tier = events.map(event => event.tier ?? spelled(event.line)).find(Boolean) ?? first;
  return events.map(event => tier = event.tier ?? spelled(event.line) ?? tier);
}

const spelled = line => {
  const found = /^(?:climbed to|order \d+: \w+ restart for) tier ([1-4])\b/.exec(line);
  return found ? Number(found[1]) : null;
};

/** What is known of each tier: state (done, now, healed, skipped, ahead), since when, its last word. */
export function climb(incident, events) {
  const places = tiersOf(events, incident.tier);
  const isOpen = !incident.outcome;
  const current = isOpen ? Math.max(incident.tier, ...places) : incident.tier;
  const healer = healers[incident.outcome] ?? null;
  return [1, 2, 3, 4].map(number => {
    const own = events.filter((event, i) => places[i] === number && event.kind !== 'Resolved' && event.kind !== 'Acknowledged');
    const state = number === healer ? 'healed' : isOpen && number === current ? 'now' : own.length ? 'done' : number < current ? 'skipped' : 'ahead';
    return { number, state, at: own[0]?.at ?? null, last: own.filter(event => event.kind !== 'Opened' && event.kind !== 'Escalated').at(-1)?.line ?? null };
  });
}

const words = { done: 'Tried', now: 'At work', healed: 'Mended it', skipped: 'Passed over', ahead: 'Not needed yet' };

/** The stepper. */
export function stepper(incident, events) {
  const isOpen = !incident.outcome;
  return h('ol.steps', { 'aria-label': 'The four tiers of healing' }, climb(incident, events).map(({ number, state, at, last }) => {
    const [name, does] = tiers[number];
    const word = number === 4 && state === 'now' ? 'Your turn' : number === 4 && state === 'healed' ? 'Over after your call' : state === 'ahead' && !isOpen ? 'Not needed' : words[state];
    return h(`li.step.step--${state}`, { 'aria-current': state === 'now' ? 'step' : null },
      h('span.step__mark', { 'aria-hidden': 'true' }, state === 'healed' ? '✓' : number),
      h('div.step__body', null,
        h('p.step__name', null, name, ' ', h('span.step__state', null, word)),
        h('p.step__does', null, last && state !== 'skipped' ? told(last) : does),
        at && state !== 'ahead' ? h('p.step__at', null, 'from ', time(at)) : null));
  }));
}
