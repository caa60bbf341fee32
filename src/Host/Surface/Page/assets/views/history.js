// All incidents, newest first, a page at a time.
import * as api from '../api.js';
import { h, nodes } from '../dom.js';
import { phases, phase } from '../words.js';
import { trouble } from '../parts/frame.js';
import { table } from '../parts/incidents.js';

const size = 25;
const bad = Object.keys(phases).filter(name => phases[name][0] === 'bad');

export const title = () => 'History';

export async function load({ state }, params) {
  const asked = Object.fromEntries(['gateway', 'cause', 'open', 'before'].map(name => [name, params.get(name)]));
  const page = await api.incidents({ ...asked, limit: size });
  state.page = { ...page, asked: params.toString() };
}

export function render(state) {
  const { params } = state.route;
  const page = state.page?.asked === params.toString() ? state.page : null;
  const gateways = (state.status?.gateways ?? []).map(gateway => gateway.id);
  const isFiltered = ['gateway', 'cause', 'open'].some(name => params.get(name));
  return [
    h('div.title', null, h('h1', { tabindex: -1 }, 'History'), h('p.title__line', null, 'Every outage the healer has seen, newest first.')),
    trouble(state),
    filters(params, gateways),
    page === null ? h('p.wait', null, state.trouble ? '' : 'Reading the book …')
      : page.incidents.length === 0 ? h('p.empty', null, isFiltered ? 'No outage fits this choice.' : params.get('before') ? 'There is nothing older.' : 'No outage so far. Long may it last.')
        : h('section.panel.panel--flush', { 'aria-label': 'Outages' }, table(page.incidents, { caption: 'Outages, newest first', withGateway: gateways.length > 1 })),
    page ? pager(params, page) : null,
  ];
}

function filters(params, gateways) {
  const select = (name, label, all, options) => h('label.field', null, h('span', null, label),
    h('select', { name, 'data-filter': name }, h('option', { value: '', selected: !params.get(name) }, all), options.map(([value, text]) => h('option', { value, selected: params.get(name) === value }, text))));
  return h('form.filters', { 'data-key': 'filters', 'aria-label': 'Which outages' },
    gateways.length > 1 ? select('gateway', 'Gateway', 'All', gateways.map(id => [id, id])) : null,
    select('cause', 'What was wrong', 'Anything', bad.map(name => [name, phase(name).short])),
    select('open', 'State', 'Open and over', [['true', 'Open only'], ['false', 'Over only']]));
}

const address = params => `#/history${[...params].length ? `?${params}` : ''}`;

function pager(params, page) {
  const older = new URLSearchParams(params);
  if (page.next) older.set('before', page.next);
  const newest = new URLSearchParams(params);
  newest.delete('before');
  return h('nav.pager', { 'aria-label': 'Pages' }, nodes([
    params.get('before') ? [h('a.button', { href: address(newest) }, 'Newest'), h('button.button', { type: 'button', 'data-act': 'newer' }, 'Back')] : null,
    page.next ? h('a.button', { href: address(older), 'data-key': 'older' }, 'Older') : page.incidents.length ? h('p.faint', null, 'This is the beginning of the book.') : null,
  ]));
}

export function after() {
  for (const select of document.querySelectorAll('[data-filter]')) select.onchange ??= choose;
}

function choose(event) {
  const [, query] = location.hash.split('?');
  const params = new URLSearchParams(query);
  params.delete('before');
  if (event.target.value) params.set(event.target.dataset.filter, event.target.value);
  else params.delete(event.target.dataset.filter);
  location.hash = address(params);
}
