// What happened, event by event.
import { h } from '../dom.js';
import { time } from '../times.js';
import { kind, tier, told } from '../words.js';
import { tiersOf } from './tiers.js';

const tones = { Opened: 'bad', Escalated: 'warn', HumanCalled: 'warn', Resolved: 'good', RepairOrdered: 'busy' };

/** The events; newest first where only the last few are shown. */
export function timeline(incident, events, { last = null } = {}) {
  const places = tiersOf(events, incident.tier);
  const all = events.map((event, i) => one(event, places[i], last === null));
  return h('ol.events', { 'data-key': `events-${incident.id}`, reversed: last !== null }, last === null ? all : all.slice(-last).reverse());
}

const one = (event, place, isWhole) => h(`li.event.event--${tones[event.kind] ?? 'none'}`, { 'data-key': `event-${event.number}` },
  h('p.event__head', null, h('span.event__kind', null, kind(event.kind)), ' ', h('span.event__tier', null, tier(place)), ' ', h('span.event__at', null, time(event.at))),
  h('p.event__line', null, told(event.line)),
  isWhole && event.yourTurn ? h('p.event__turn', null, h('strong', null, 'Your turn: '), event.yourTurn) : null,
  isWhole && event.witnesses?.length ? h('details.witnesses', null,
    h('summary', null, `What ${event.witnesses.length === 1 ? 'a witness' : `${event.witnesses.length} witnesses`} said`),
    h('ul', null, event.witnesses.map(line => h('li', null, line)))) : null);
