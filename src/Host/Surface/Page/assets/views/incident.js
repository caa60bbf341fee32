// The whole story of one incident.
import * as api from '../api.js';
import { h } from '../dom.js';
import { duration, since, time } from '../times.js';
import { gatewayOf, mark, outcome, phase, tier } from '../words.js';
import { trouble } from '../parts/frame.js';
import { diff } from '../parts/diff.js';
import { stepper } from '../parts/tiers.js';
import { timeline } from '../parts/timeline.js';
import { follow } from '../parts/session.js';

let followed = null;

export const title = state => {
  const id = state.route.params.get('id');
  const story = state.stories.get(id);
  return story ? heading(story.incident) : id;
};

export async function load({ state }, params) {
  const id = params.get('id');
  state.stories.set(id, await api.story(id));
}

const heading = incident => `${gatewayOf(incident)} ${incident.outcome ? 'was' : 'is'} ${phase(incident.cause).short}`;

export function render(state) {
  const id = state.route.params.get('id');
  const story = state.stories.get(id);
  if (!story) return [h('div.title', null, h('p.title__over', null, 'Incident'), h('h1', { tabindex: -1 }, id)), trouble(state) ?? h('p.wait', null, 'Reading its story …')];
  const { incident, events } = story;
  return [
    h('div.title', null,
      h('p.title__over', null, h('a', { href: '#/history' }, 'History'), ` / ${incident.id}`),
      h('h1', { tabindex: -1 }, heading(incident)),
      h('p.title__line', null, h(`span.tag.tag--${outcome(incident.outcome).tone}`, null, outcome(incident.outcome).text), ' ',
        incident.outcome ? `It lasted ${duration(incident.seconds ?? 0)}, from ` : ['It lasts ', since(incident.since), ', since '], time(incident.since),
        incident.healthySince ? [' to ', time(incident.healthySince)] : '', '.')),
    trouble(state),
    proposal(state, story),
    h('section.panel', { 'aria-label': 'Tiers', 'data-key': 'tiers' }, stepper(incident, events)),
    h('div.columns', { 'data-key': 'columns' },
      h('section.panel', { 'aria-labelledby': 'events' }, h('div.panel__head', null, h('h2', { id: 'events' }, 'What happened')),
        events.length ? timeline(incident, events) : h('p.empty', null, 'Its events are older than what is kept.'), seenButton(state, story)),
      h('div.columns__side', null, facts(incident), deliveries(story))),
    changes(state, story),
    h('section.panel', { 'aria-labelledby': 'session-title', 'data-key': 'session' },
      h('div.panel__head', null, h('h2', { id: 'session-title' }, "Doctor's session")),
      sessions(story),
      state.hasSession === id ? null : h('p.empty', null, 'No doctor has written anything.'),
      h('div.log', { id: 'log', 'data-keep': '', 'data-key': 'log', hidden: state.hasSession !== id })),
  ];
}

/** The session is followed while the view is open. */
export function after(state, { update }) {
  const id = state.route.params.get('id');
  const element = document.getElementById('log');
  // Only doctors with a session leave a log of it.
  if (!element || !state.stories.get(id)?.sessions?.length || (followed?.element === element && followed.id === id)) return;
  leave();
  const stop = follow(id, element, isThere => {
    if ((state.hasSession === id) === isThere) return;
    state.hasSession = isThere ? id : null;
    update();
  });
  followed = { element, id, stop };
}

export function leave() {
  followed?.stop();
  followed = null;
}

const seenButton = (state, { incident, events }) => state.canAct && !incident.outcome && !events.some(event => event.kind === 'Acknowledged')
  ? h('div.buttons', null, h('button.button.button--main', { type: 'button', 'data-act': 'ack', 'data-incident': incident.id }, 'I have seen it')) : null;

const fact = (name, ...value) => h('div', null, h('dt', null, name), h('dd', null, value));

const facts = incident => h('section.panel', { 'aria-labelledby': 'facts' }, h('div.panel__head', null, h('h2', { id: 'facts' }, 'In figures')),
  h('dl.facts', null,
    fact('Highest tier', `${incident.tier} · ${tier(incident.tier)}`), fact('Restarts', incident.restarts), fact('Doctor called', times(incident.treatments)), fact('You were called', times(incident.calls)),
    incident.tried?.length ? fact('Tried', incident.tried.join(', ')) : null));

const times = count => count === 0 ? 'never' : count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;

function proposal(state, { incident, proposal: found }) {
  if (!found) return null;
  return h('section.panel.panel--ask', { 'aria-labelledby': 'proposal', 'data-key': 'proposal' },
    h('div.panel__head', null, h('h2', { id: 'proposal' }, `${found.by} proposes a change`), h('p.panel__aside', null, time(found.at))),
    h('p.quote', null, found.plan),
    found.diff ? diff(found.diff, 'Proposed change') : null,
    state.canAct && !incident.outcome
      ? h('div.buttons', null, h('button.button.button--main', { type: 'button', 'data-act': 'approve', 'data-incident': incident.id }, 'Approve …'))
      : incident.outcome ? null : h('p.faint', null, 'To approve it in a terminal: ', h('code', null, `openclaw-actors approve ${incident.id}`)));
}

function changes(state, { incident, changes: all }) {
  const open = (all ?? []).filter(change => !change.takenBack);
  return h('section.panel', { 'aria-labelledby': 'changes', 'data-key': 'changes' },
    h('div.panel__head', null, h('h2', { id: 'changes' }, 'Changes to the configuration')),
    all?.length ? all.map((change, i) => h('article.change', { 'data-key': `change-${i}` },
      h('p.change__head', null, h('strong', null, change.by), change.what ? `: ${change.what}` : '', change.file ? [', ', h('code', null, change.file)] : '', ', ', time(change.at), ' ',
        change.takenBack ? h('span.tag.tag--none', null, 'taken back') : h('span.tag.tag--busy', null, 'stands')),
      change.diff ? diff(change.diff, `Change ${i + 1}`) : h('p.faint', null, 'What it was exactly is not known.'))) : h('p.empty', null, 'Nothing was changed.'),
    state.canAct && open.length ? h('div.buttons', null, h('button.button', { type: 'button', 'data-act': 'undo', 'data-incident': incident.id }, 'Take the last one back …')) : null);
}

const deliveries = ({ deliveries: all }) => h('section.panel', { 'aria-labelledby': 'deliveries' },
  h('div.panel__head', null, h('h2', { id: 'deliveries' }, 'Alerts')),
  all?.length ? h('ul.deliveries', null, all.map(one => h('li', { 'data-key': `${one.channel} ${one.key}` },
    h('p.deliveries__title', null, one.title ?? one.key),
    h('p.deliveries__state', null, h('strong', null, one.channel), ' ', h(`span.tag.tag--${mark(one.state).tone}`, null, mark(one.state).text), one.at ? [' ', time(one.at)] : null),
    one.why ? h('p.faint', null, one.why) : null))) : h('p.empty', null, 'Nobody was told of it.'));

const sessions = ({ sessions: all }) => all?.length ? h('ul.sessions', null, all.map(one => h('li', null,
  h('strong', null, one.doctor), ', from ', time(one.startedAt), one.endedAt ? `, ${duration((Date.parse(one.endedAt) - Date.parse(one.startedAt)) / 1000)}` : ', at work', ': ',
  `${one.turns} turns, ${one.toolCalls} tool calls (${one.denials} refused), `, one.costUsd > 0 ? `$${one.costUsd.toFixed(2)}` : 'cost not known',
  one.healed === true ? '. The gateway was healthy with it.' : one.healed === false ? '. It did not help.' : '.'))) : null;
