// Uptime and recoveries over weeks, as charts and as tables.
import * as api from '../api.js';
import { h } from '../dom.js';
import { draw } from '../charts.js';
import { duration, time } from '../times.js';
import { outcome, tier } from '../words.js';
import { percent, uptime } from '../parts/days.js';
import { trouble } from '../parts/frame.js';

const periods = [['7', '7 days'], ['30', '30 days'], ['90', '90 days']];

export const title = () => 'Reliability';

export async function load({ state }, params) {
  const asked = { days: params.get('days') ?? '30', gateway: params.get('gateway') };
  state.reliability = { ...await api.history(asked), asked: params.toString() };
}

export function render(state) {
  const { params } = state.route;
  const data = state.reliability?.asked === params.toString() ? state.reliability : null;
  const gateways = (state.status?.gateways ?? []).map(gateway => gateway.id);
  return [
    h('div.title', null, h('h1', { tabindex: -1 }, 'Reliability'), h('p.title__line', null, 'How much of the time it was up, and how fast it came back. Days are UTC.')),
    trouble(state),
    h('div.filters', { 'data-key': 'filters' },
      choice('Period', periods, params, 'days', '30'),
      gateways.length > 1 ? choice('Gateway', [['', 'All'], ...gateways.map(id => [id, id])], params, 'gateway', '') : null),
    data === null ? h('p.wait', null, state.trouble ? '' : 'Reading the book …') : [figures(data), uptimeFigure(data), recoveryFigure(data)],
  ];
}

/** Canvases are drawn after their places are there. */
export const after = state => {
  if (state.reliability) draw(state.reliability);
};

function choice(label, options, params, name, usual) {
  const chosen = params.get(name) ?? usual;
  return h('nav.segments', { 'aria-label': label }, options.map(([value, text]) => {
    const next = new URLSearchParams(params);
    if (value === usual) next.delete(name);
    else next.set(name, value);
    return h('a', { href: `#/reliability${[...next].length ? `?${next}` : ''}`, 'aria-current': chosen === value ? 'true' : null }, text);
  }));
}

const median = numbers => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted.length === 0 ? null : sorted.length % 2 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
};

function figures({ days, recoveries }) {
  const seconds = recoveries.map(one => one.seconds);
  const middle = median(seconds);
  const alone = recoveries.filter(one => one.tier < 4).length;
  return h('dl.figures', { 'data-key': 'figures' },
    figure('Up', uptime(days) ?? '–'),
    figure('Outages', days.reduce((sum, day) => sum + day.incidents, 0)),
    figure('Typical recovery', middle === null ? '–' : duration(middle)),
    figure('Longest', seconds.length ? duration(Math.max(...seconds)) : '–'),
    figure('Healed without you', recoveries.length ? `${alone} of ${recoveries.length}` : '–'));
}

const figure = (name, value) => h('div', null, h('dt', null, name), h('dd', null, value));

const watched = day => day.upSeconds + day.downSeconds;

function uptimeFigure({ days }) {
  const known = days.filter(day => watched(day) > 0);
  const worst = known.toSorted((a, b) => a.upSeconds / watched(a) - b.upSeconds / watched(b))[0];
  const summary = !worst ? 'Nothing was watched in this time.' : worst.downSeconds < 1 ? 'Up all the time it was watched.' : `The worst day was ${worst.date}: ${percent(worst.upSeconds / watched(worst))} up, ${duration(worst.downSeconds)} down.`;
  return chart('uptime', 'Uptime by day', summary, known.length > 0, h('table.plain', null,
    h('caption.unseen', null, 'Uptime by day'),
    h('thead', null, h('tr', null, ['Day', 'Up', 'Time down', 'Outages'].map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', null, days.toReversed().map(day => h('tr', { 'data-key': day.date }, h('th', { scope: 'row' }, day.date),
      watched(day) > 0 ? [h('td', null, percent(day.upSeconds / watched(day))), h('td', null, day.downSeconds < 1 ? 'none' : duration(day.downSeconds))] : [h('td', null, 'not watched'), h('td', null, '–')],
      h('td', null, day.incidents))))));
}

function recoveryFigure({ recoveries }) {
  const middle = median(recoveries.map(one => one.seconds));
  const summary = middle === null ? 'Nothing to recover from in this time.' : `${recoveries.length} recoveries; half of them took ${duration(middle)} or less.`;
  const legend = recoveries.length ? h('ul.legend', null, [1, 2, 3, 4].map(number => h('li', null, h(`span.legend__mark.legend__mark--${number}`, { 'aria-hidden': 'true' }), tier(number)))) : null;
  return chart('recovery', 'Time to recovery', summary, recoveries.length > 0, h('table.plain', null,
    h('caption.unseen', null, 'Time to recovery'),
    h('thead', null, h('tr', null, ['When', 'Gateway', 'Took', 'Highest tier', 'How it ended'].map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', null, recoveries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).map(one => h('tr', { 'data-key': one.id }, h('th', { scope: 'row' }, h('a', { href: `#/incidents/${encodeURIComponent(one.id)}` }, time(one.at))),
      h('td', null, one.gateway), h('td', null, duration(one.seconds)), h('td', null, `${one.tier} · ${tier(one.tier)}`), h('td', null, outcome(one.outcome).text))))), legend);
}

const chart = (id, name, summary, hasData, table, legend) => h('figure.panel.chart', { 'data-key': `chart-${id}`, 'aria-labelledby': `${id}-name` },
  h('div.panel__head', null, h('h2', { id: `${id}-name` }, name), legend),
  h('figcaption', null, summary),
  hasData ? [h('div.chart__plot', { id: `chart-${id}`, role: 'img', 'aria-label': `${name}. ${summary} The table below has every figure.`, 'data-keep': '', 'data-key': 'plot' }),
    h('details.chart__table', { 'data-key': 'table' }, h('summary', null, 'Show as a table'), h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': `${name}, as a table` }, table))] : null);
