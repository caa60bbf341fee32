// Incidents in a table that becomes cards where there is no room for columns. The roles are spelled out: CSS that lays a table out anew takes its meaning away.
import { h } from '../dom.js';
import { duration, since, time } from '../times.js';
import { cause, gatewayOf, outcome, tier } from '../words.js';

const cell = (at, ...children) => h('td', { role: 'cell', 'data-at': at }, children);

/** A row each. */
export const table = (incidents, { caption, withGateway }) => h('table.table', { role: 'table', 'data-key': 'incidents' },
  h('caption.unseen', null, caption),
  h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
    ['When', withGateway ? 'Gateway' : null, 'What was wrong', 'Lasted', 'Highest tier', 'How it ended'].filter(Boolean).map(name => h('th', { role: 'columnheader', scope: 'col' }, name)))),
  h('tbody', { role: 'rowgroup' }, incidents.map(incident => {
    const end = outcome(incident.outcome);
    return h('tr', { role: 'row', 'data-key': incident.id },
      h('th', { role: 'rowheader', scope: 'row', 'data-at': 'when' }, h('a', { href: `#/incidents/${encodeURIComponent(incident.id)}` }, time(incident.since))),
      withGateway ? cell('gateway', gatewayOf(incident)) : null,
      cell('what', cause(incident.cause)),
      cell('lasted', incident.seconds === null || incident.seconds === undefined ? [since(incident.since), ' so far'] : duration(incident.seconds)),
      cell('tier', `${incident.tier} · ${tier(incident.tier)}`),
      cell('end', h(`span.tag.tag--${end.tone}`, null, end.text)));
  })));
