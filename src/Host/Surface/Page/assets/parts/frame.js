// What is around each view: the tab's icon, the connection, the session, the foot.
import { csrf } from '../api.js';
import { h } from '../dom.js';
import { duration, moment, since } from '../times.js';
import { phase } from '../words.js';

const worst = ['bad', 'warn', 'busy', 'none', 'good'];

/** The tone of all gateways together: the worst one's. */
export const tone = state => {
  const tones = (state.status?.gateways ?? []).map(gateway => phase(gateway.phase).tone);
  return worst.find(one => tones.includes(one)) ?? 'none';
};

/** The icon of the tab says how it stands. */
export function icon(state) {
  const known = state.link === 'lost' ? 'none' : tone(state);
  const href = `/assets/icon-${known === 'busy' ? 'none' : known}.svg`;
  const link = document.getElementById('icon');
  if (link.getAttribute('href') !== href) link.setAttribute('href', href);
}

/** The word in the head. */
export function linkText(state) {
  const element = document.getElementById('link');
  const text = { connecting: 'Connecting', live: 'Live', lost: 'Not connected' }[state.link];
  if (element.dataset.link !== state.link) element.dataset.link = state.link;
  if (element.textContent !== text) element.textContent = text;
}

/** The button in the head. */
export function sessionButton(state) {
  const button = document.getElementById('session');
  const access = state.status?.access;
  button.hidden = !(state.canAct || access?.canOrder || access?.tokenWanted);
  const text = state.canAct && csrf() ? 'Sign out' : 'Sign in';
  if (button.textContent !== text) button.textContent = text;
  button.dataset.act = state.canAct ? 'signOut' : 'signIn';
}

/** Says honestly that nothing new comes. */
export function banner(state) {
  if (state.link !== 'lost') return [];
  const wait = Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000));
  return h('div.banner', { role: 'region', 'aria-label': 'Connection' },
    h('p.banner__text', null, h('strong', null, `Not connected since ${moment(state.lostAt)}. `),
      state.heardAt ? `What you see is from ${moment(state.heardAt)} and may have changed.` : 'Nothing has been heard yet.', ' ',
      h('span.faint', { 'aria-hidden': 'true' }, wait > 0 ? `Trying again in ${wait} s.` : 'Trying …')),
    h('button.button', { type: 'button', 'data-act': 'retry' }, 'Try now'));
}

/** A view that could not be loaded. */
export const trouble = state => state.trouble && state.link !== 'lost'
  ? h('div.notice.notice--bad', { role: 'alert', 'data-key': 'trouble' }, h('p', null, state.trouble), h('button.button', { type: 'button', 'data-act': 'reload' }, 'Try again'))
  : null;

/** Who speaks. */
export function foot(state) {
  const status = state.status;
  if (!status) return [];
  const may = state.canAct ? 'Signed in: this tab can give orders.'
    : status.access?.tokenWanted || status.access?.canOrder ? 'Read-only until you sign in.'
      : ['Read-only. To act from here, set ', h('code', null, 'OPENCLAW_ACTORS_PAGE_TOKEN'), ' on the host.'];
  return [
    h('p', null, `openclaw-actors ${status.version}, process ${status.pid}, running for `, state.link === 'lost' ? duration((state.lostAt - Date.parse(status.startedAt)) / 1000) : since(status.startedAt), '.'),
    h('p', null, may),
  ];
}
