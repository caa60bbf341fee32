// How it stands now: is the agent alive, what is being done, what was.
import * as api from '../api.js';
import { h } from '../dom.js';
import { duration, moment, since, time } from '../times.js';
import { cause, gatewayOf, outcome, phase } from '../words.js';
import { tone, trouble } from '../parts/frame.js';
import { stepper } from '../parts/tiers.js';
import { timeline } from '../parts/timeline.js';
import { days, uptime } from '../parts/days.js';

export async function load({ state }) {
  const open = (state.status?.gateways ?? []).map(gateway => gateway.incident).filter(Boolean);
  const [recent, past, ...stories] = await Promise.all([api.incidents({ limit: 5 }), api.history({ days: 30 }), ...open.map(id => api.story(id).catch(absent))]);
  Object.assign(state, { recent: recent.incidents, days: past.days });
  stories.forEach((story, i) => story && state.stories.set(open[i], story));
}

// A book that cannot be written knows nothing of an outage that is there all the same.
const absent = e => {
  if (e.status === 404) return null;
  throw e;
};

export const title = state => headline(state);

/** The answer, in a few words. */
export function headline(state) {
  const gateways = state.status?.gateways ?? [];
  const isOld = state.link === 'lost';
  if (!state.status) return isOld ? 'The healer cannot be reached' : 'Asking the healer';
  if (gateways.length === 0) return 'Nothing is known yet';
  if (gateways.length === 1) return isOld ? `Last known: ${phase(gateways[0].phase).short}` : `Your agent is ${phase(gateways[0].phase).short}`;
  const all = gateways.length;
  const ill = gateways.filter(gateway => phase(gateway.phase).tone === 'bad').length;
  const alive = gateways.filter(gateway => gateway.healthy).length;
  const text = ill ? `${ill} of ${all} gateways ${ill === 1 ? 'is' : 'are'} in trouble` : alive === all ? `All ${all} gateways are alive` : `${alive} of ${all} gateways ${alive === 1 ? 'is' : 'are'} alive`;
  return isOld ? `Last known: ${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}

export function render(state) {
  const gateways = state.status?.gateways ?? [];
  const rank = ['bad', 'warn', 'busy', 'none', 'good'];
  const sorted = gateways.toSorted((a, b) => rank.indexOf(phase(a.phase).tone) - rank.indexOf(phase(b.phase).tone) || a.id.localeCompare(b.id));
  return [
    hero(state, gateways),
    trouble(state),
    gateways.length > 1 ? h('div.cards', { 'data-key': 'cards' }, sorted.map(gateway => card(state, gateway))) : null,
    sorted.filter(gateway => gateway.incident).map(gateway => openIncident(state, gateway)),
    state.status ? h('div.columns', { 'data-key': 'columns' }, past(state), h('div.columns__side', null, channels(state))) : null,
  ];
}

const signs = { good: 'M13 25.5l7.5 7.5L35.5 16', bad: 'M24 13v14M24 34.5v.1', warn: 'M24 13v14M24 34.5v.1', busy: 'M24 14v10.5l7 4', none: 'M14 24v.1M24 24v.1M34 24v.1', resting: 'M19 16v16M29 16v16' };
const sign = name => h('svg.sign', { viewBox: '0 0 48 48', 'aria-hidden': 'true', focusable: 'false' }, h('path', { d: signs[name] }));
const isResting = gateway => gateway.phase === 'Paused' || gateway.phase === 'StoppedOnPurpose';

function hero(state, gateways) {
  const only = gateways.length === 1 ? gateways[0] : null;
  const now = state.link === 'lost' || !state.status ? 'none' : tone(state);
  return h(`section.hero.hero--${now}`, { 'aria-labelledby': 'headline', 'data-key': 'hero' },
    h('div.hero__sign', null, sign(now === 'none' && state.link !== 'lost' && gateways.some(isResting) ? 'resting' : now)),
    h('div.hero__body', null,
      h('p.hero__over', null, only ? `Gateway ${only.id}` : gateways.length ? 'Your gateways' : 'OpenClaw'),
      h('h1', { id: 'headline', tabindex: -1 }, headline(state)),
      only ? [howLong(state, only), about(state, only)] : gateways.length === 0 ? h('p.hero__line', null, state.status ? 'The healer has just started and has not looked yet.' : 'Waiting for its first word.') : null));
}

const card = (state, gateway) => h(`section.card.card--${phase(gateway.phase).tone}`, { 'aria-labelledby': `gateway-${gateway.id}`, 'data-key': `gateway-${gateway.id}` },
  h('h2.card__title', { id: `gateway-${gateway.id}` }, h(`span.dot.dot--${phase(gateway.phase).tone}`, { 'aria-hidden': 'true' }), gateway.id, ' is ', phase(gateway.phase).short),
  howLong(state, gateway), about(state, gateway));

// In an outage a phase changes with each try; how long the agent has been away is the outage's own time.
const sinceWhen = (state, gateway) => phase(gateway.phase).tone === 'bad' && state.stories.get(gateway.incident)?.incident.since || gateway.since;

// While the connection is lost, nobody knows how long it went on.
const howLong = (state, gateway) => h('p.hero__since', null, state.link === 'lost' ? ['since ', time(sinceWhen(state, gateway))] : ['for ', since(sinceWhen(state, gateway))]);

function about(state, gateway) {
  const { means } = phase(gateway.phase);
  const { pause } = gateway;
  return [
    means ? h('p.hero__line', null, state.link === 'lost' ? `As of ${moment(state.heardAt)}: ${means}` : means) : null,
    pause ? h('p.hero__line', null, 'Paused since ', time(pause.since), pause.until ? [' until ', time(pause.until)] : ', until you resume it', pause.reason ? `: ${pause.reason}` : '', '.') : null,
    gateway.evidence?.length ? h('details.evidence', { 'data-key': 'evidence', open: phase(gateway.phase).tone !== 'good' },
      h('summary', null, 'What was seen'), h('ul', null, gateway.evidence.map(line => h('li', null, line)))) : null,
    state.canAct ? buttons(gateway) : null,
  ];
}

function buttons(gateway) {
  const isStopped = gateway.phase === 'StoppedOnPurpose';
  return h('div.buttons', { 'data-key': 'buttons' },
    gateway.pause || gateway.phase === 'Paused' || isStopped
      ? h('button.button.button--main', { type: 'button', 'data-act': 'resume', 'data-gateway': gateway.id, 'data-stopped': isStopped }, isStopped ? 'Start it again' : 'Resume')
      : h('button.button', { type: 'button', 'data-act': 'pause', 'data-gateway': gateway.id }, 'Pause the healer'));
}

function openIncident(state, gateway) {
  const story = state.stories.get(gateway.incident);
  const incident = story?.incident ?? { id: gateway.incident, tier: gateway.tier ?? 1, outcome: null };
  const events = story?.events ?? [];
  const isSeen = events.some(event => event.kind === 'Acknowledged');
  return h('section.panel.panel--open', { 'aria-labelledby': `open-${gateway.incident}`, 'data-key': `open-${gateway.incident}` },
    h('div.panel__head', null,
      h('h2', { id: `open-${gateway.incident}` }, gateway.id, ': outage under treatment'),
      story ? h('p.panel__aside', null, 'lasts ', state.link === 'lost' ? moment(incident.since) : since(incident.since)) : null),
    stepper({ ...incident, tier: gateway.tier ?? incident.tier }, events),
    incident.outcome ? null : yourTurn(events),
    story?.proposal ? h('p.notice', null, h('strong', null, `${story.proposal.by} proposes a change and waits for your word. `), h('a', { href: `#/incidents/${encodeURIComponent(gateway.incident)}` }, 'Read it')) : null,
    h('h3', null, 'Latest'),
    events.length ? timeline(incident, events, { last: 6 }) : h('p.faint', null, 'Reading its story …'),
    h('div.buttons', null,
      state.canAct && !isSeen ? h('button.button.button--main', { type: 'button', 'data-act': 'ack', 'data-incident': gateway.incident }, 'I have seen it') : null,
      h('a.button', { href: `#/incidents/${encodeURIComponent(gateway.incident)}` }, 'Whole story')));
}

// What only the reader can do comes before everything that was done.
function yourTurn(events) {
  const call = events.findLast(event => event.yourTurn);
  return call ? h('div.turn', null, h('h3', null, 'Your turn'), h('p', null, call.yourTurn)) : null;
}

function past(state) {
  const share = uptime(state.days);
  return h('section.panel', { 'aria-labelledby': 'past' },
    h('div.panel__head', null, h('h2', { id: 'past' }, 'Last 30 days'), share === null ? null : h('p.panel__aside', null, h('strong', null, share), ' up')),
    state.days ? days(state.days) : null,
    h('h3', null, 'Latest outages'),
    state.recent === null ? h('p.faint', null, state.trouble ? 'The book could not be read.' : 'Reading the book …')
      : state.recent.length === 0 ? h('p.empty', null, 'No outage so far. Long may it last.')
        : h('ul.short', null, state.recent.map(incident => short(incident, state.status.gateways.length > 1))),
    state.recent?.length ? h('p', null, h('a', { href: '#/history' }, 'All of the history')) : null);
}

const short = (incident, withGateway) => h('li', { 'data-key': incident.id },
  h('a.short__row', { href: `#/incidents/${encodeURIComponent(incident.id)}` },
    h('span.short__what', null, withGateway ? `${gatewayOf(incident)}: ${cause(incident.cause).toLowerCase()}` : cause(incident.cause)),
    h('span.short__when', null, time(incident.since), incident.seconds === null || incident.seconds === undefined ? ', still open' : `, ${duration(incident.seconds)}`),
    h(`span.tag.tag--${outcome(incident.outcome).tone}`, null, outcome(incident.outcome).text)));

function channels(state) {
  const all = state.status.channels ?? [];
  return h('section.panel', { 'aria-labelledby': 'channels' },
    h('div.panel__head', null, h('h2', { id: 'channels' }, 'Alerts go to')),
    all.length === 0 ? h('p.empty', null, 'No channel is set up: nobody would be told.')
      : h('ul.channels', null, all.map(channel => h('li', { 'data-key': channel.name },
        h(`span.dot.dot--${channel.failing ? 'bad' : 'good'}`, { 'aria-hidden': 'true' }),
        h('span', null, h('strong', null, channel.name), ' ', channel.failing
          ? h('span.wrong', null, 'fails', channel.since ? [' since ', time(channel.since)] : '', channel.why ? `: ${channel.why}` : '')
          : h('span.faint', null, 'works'))))));
}
