// The page: one state, one road from it to the screen, one listener for clicks.
import * as api from './api.js';
import { listen } from './live.js';
import { announce, morph, toast } from './dom.js';
import { tick } from './times.js';
import { kind, phase, told } from './words.js';
import { banner, foot, icon, linkText, sessionButton } from './parts/frame.js';
import { acts } from './acts.js';
import * as nowView from './views/now.js';
import * as historyView from './views/history.js';
import * as incidentView from './views/incident.js';
import * as reliabilityView from './views/reliability.js';

const views = { now: nowView, history: historyView, incident: incidentView, reliability: reliabilityView };

const state = {
  /** The last status heard; null before the first. */
  status: null,
  /** connecting, live or lost; since when, and when the next try is. */
  link: 'connecting', lostAt: null, retryAt: null,
  /** When the daemon was heard last, pings included, in milliseconds of this computer. */
  heardAt: null,
  /** Whether this tab may give orders. */
  canAct: false,
  /** Stories of incidents, by id. */
  stories: new Map(),
  /** What each view keeps for itself. */
  recent: null, days: null, page: null, reliability: null, hasSession: null,
  /** What could not be loaded for this view, one line. */
  trouble: null,
  route: { name: 'now', params: new URLSearchParams() },
};

const main = document.getElementById('main');
let isDue = false;

/** Draws what the state says, once a frame at most. */
function update() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    draw();
  });
}

function draw() {
  const view = views[state.route.name];
  state.canAct = Boolean(state.status?.access?.canOrder && api.csrf());
  document.title = `${view.title(state)} · OpenClaw healer`;
  icon(state);
  linkText(state);
  sessionButton(state);
  for (const tab of document.getElementById('tabs').children) {
    if (tab.dataset.tab === state.route.name) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }

  morph(document.getElementById('banner'), banner(state));
  main.classList.toggle('is-old', state.link === 'lost');
  main.dataset.view = state.route.name;
  morph(main, view.render(state));
  morph(document.getElementById('foot'), foot(state));
  view.after?.(state, context);
}

const context = { state, update, reload };
let loading = 0;

/** Asks again for what the view shows. */
async function reload() {
  const mine = ++loading;
  const route = state.route;
  try {
    await views[route.name].load(context, route.params);
    if (mine === loading) state.trouble = null;
  } catch (e) {
    if (mine === loading) state.trouble = e.message;
  }
  if (state.route === route) update();
}

async function loadStatus() {
  try {
    hear(await api.status());
  } catch (e) {
    state.trouble = e.message;
  }
  update();
}

/** A status has come. From the stream it does not say what this reader may do. */
function hear(status, isOfTheStream = false) {
  const before = new Map((state.status?.gateways ?? []).map(gateway => [gateway.id, gateway]));
  if (before.size) {
    const changed = status.gateways.filter(gateway => before.get(gateway.id)?.phase !== gateway.phase);
    if (changed.length) announce(changed.map(gateway => `${gateway.id} is ${phase(gateway.phase).short}.`).join(' '));
  }
  if (status.gateways.some(gateway => (before.get(gateway.id)?.incident ?? null) !== (gateway.incident ?? null))) soon();
  state.status = isOfTheStream && state.status?.access ? { ...status, access: state.status.access } : status;
  state.heardAt = Date.now();
}

let later = null;
/** What a view shows has changed; many changes at once are one question. */
function soon() {
  clearTimeout(later);
  later = setTimeout(reload, 250);
}

function onEvent(name, data) {
  if (name === 'status') hear(data, true);
  if (name === 'channel') loadStatus();
  if (name === 'incident') {
    const story = state.stories.get(data.incident);
    if (story && !story.events.some(event => event.number === data.event.number)) story.events.push(data.event);
    announce(`${data.gateway}: ${kind(data.event.kind)}. ${told(data.event.line)}`);
    soon();
  }
  update();
}

const stream = listen({
  event: onEvent,
  heard: () => { state.heardAt = Date.now(); },
  live: async () => {
    const wasLost = state.link === 'lost';
    Object.assign(state, { link: 'live', lostAt: null, retryAt: null, heardAt: Date.now() });
    if (wasLost) announce('Connected again.');
    await loadStatus();
    if (wasLost) await reload();
  },
  lost: retryAt => {
    if (state.link === 'live') announce('The connection to the healer is lost. What you see may have changed.');
    Object.assign(state, { link: 'lost', lostAt: state.lostAt ?? Date.now(), retryAt });
    update();
  },
});

/** The view that the address names. */
function follow() {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  const [, first, second] = path.split('/');
  const name = first === 'incidents' && second ? 'incident' : views[first] && first !== 'incident' ? first : 'now';
  const params = new URLSearchParams(query);
  if (name === 'incident') params.set('id', decodeURIComponent(second));
  views[state.route.name].leave?.(state);
  const isFirst = loading === 0;
  Object.assign(state, { route: { name, params }, trouble: null });
  draw();
  reload().then(() => {
    if (isFirst) return;
    // The reader of the screen is told where he is; nobody is moved while the page loads for the first time.
    draw();
    main.querySelector('h1')?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  });
}

document.addEventListener('click', event => {
  const source = event.target.closest('[data-act]');
  if (source) acts[source.dataset.act]?.(context, source.dataset, source);
});

document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});

context.retry = () => stream.now();
context.refresh = async () => {
  await loadStatus();
  await reload();
};
context.done = async text => {
  toast(text);
  await context.refresh();
};

window.addEventListener('hashchange', follow);
setInterval(() => {
  if (document.hidden) return;
  // While the connection is lost, what was true then is not counted on.
  if (state.link !== 'lost') tick(document);
  else update();
}, 1000);
follow();
