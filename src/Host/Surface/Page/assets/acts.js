// What buttons do. Each order is confirmed in a dialog that names what happens.
import * as api from './api.js';
import { announce, h, toast } from './dom.js';
import { ask, askToken } from './dialog.js';
import { moment, now } from './times.js';
import { diff } from './parts/diff.js';
import { gatewayOf } from './words.js';

const lengths = [['30m', '30 minutes', 30], ['1h', '1 hour', 60], ['4h', '4 hours', 240], ['1d', '1 day', 1440]];
const code = text => h('strong', null, text);

const order = (context, body) => async fields => {
  try {
    await context.done(await api.order({ ...body, ...fields }) ?? 'Done.');
  } catch (e) {
    // The session may be over: the page then no longer offers what it cannot do.
    context.refresh();
    throw e;
  }
};

export const acts = {
  signIn: context => askToken(async token => {
    await api.signIn(token);
    announce('Signed in.');
    await context.refresh();
  }),

  signOut: async context => {
    await api.signOut().catch(e => toast(e.message, true));
    await context.refresh();
  },

  retry: context => context.retry(),

  reload: context => context.refresh(),

  pause: (context, { gateway }) => ask({
    title: `Pause the healer for ${gateway}?`,
    text: [['Nothing is restarted or treated meanwhile. The healer goes on looking.']],
    fields: form => [
      h('fieldset.choices', null, h('legend', null, 'For how long'), lengths.map(([value, words], i) =>
        h('label.choice', null, h('input', { type: 'radio', name: 'for', value, checked: i === 0 }), h('span', null, words)))),
      h('label.field', null, h('span', null, 'Why ', h('span.faint', null, '(optional)')), h('input', { type: 'text', name: 'reason', maxlength: 200, autocomplete: 'off' })),
      until(form, gateway),
    ],
    button: `Pause ${gateway}`,
    run: order(context, { order: 'pause', gateway }),
  }),

  resume: (context, { gateway, stopped }) => ask({
    title: stopped ? `Start ${gateway} again?` : `Look after ${gateway} again?`,
    text: [[stopped ? 'You have stopped it. It is started, and looked after from now on.' : 'The pause ends now. If it is not well, it is healed from now on.']],
    button: stopped ? `Start ${gateway}` : `Resume ${gateway}`,
    run: order(context, { order: 'resume', gateway }),
  }),

  ack: (context, { incident }) => ask({
    title: 'Have you seen this outage?',
    text: [['You get no more reminders of ', code(incident), '. Healing goes on.']],
    button: 'I have seen it',
    run: order(context, { order: 'ack', incident, gateway: gatewayOf(incident) }),
  }),

  approve: (context, { incident }) => {
    const proposal = context.state.stories.get(incident)?.proposal;
    if (!proposal) return;
    ask({
      title: `Approve what ${proposal.by} proposes?`,
      text: [[`Exactly this is done, once. If ${gatewayOf(incident)} is not healthy with it, it is taken back.`]],
      fields: () => [h('p.quote', null, proposal.plan), proposal.diff ? diff(proposal.diff, 'Proposed change') : null],
      button: 'Approve and carry out',
      run: order(context, { order: 'approve', incident, gateway: gatewayOf(incident), mark: proposal.mark }),
    });
  },

  undo: (context, { incident }) => {
    const change = (context.state.stories.get(incident)?.changes ?? []).filter(one => !one.takenBack).at(-1);
    if (!change) return;
    ask({
      title: 'Take the last change back?',
      text: [[code(change.by), ' changed ', code(change.file ?? 'the configuration'), `, ${moment(change.at)}. What was there before is put back, and ${gatewayOf(incident)} is looked at again.`]],
      fields: () => change.diff ? [diff(change.diff, 'Change that is taken back')] : [],
      button: 'Take it back',
      isGrave: true,
      run: order(context, { order: 'undo', incident, gateway: gatewayOf(incident) }),
    });
  },

  newer: () => history.back(),
};

// When a pause ends, told anew with each choice.
function until(form, gateway) {
  const line = h('p.note', { 'aria-live': 'polite' });
  const tell = () => {
    const [, , minutes] = lengths.find(([value]) => value === new FormData(form).get('for')) ?? lengths[0];
    line.textContent = `${gateway} is left alone until ${moment(now() + minutes * 60000)}.`;
  };
  form.addEventListener('change', tell);
  queueMicrotask(tell);
  return line;
}
