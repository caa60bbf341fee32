// Days as a strip of cells, for a glance. Figures are in the table of the reliability view.
import { h } from '../dom.js';
import { duration } from '../times.js';

/** The part of the time that was up, "99.98 %"; null when nothing is known. */
export function uptime(all) {
  const up = (all ?? []).reduce((sum, day) => sum + day.upSeconds, 0);
  const down = (all ?? []).reduce((sum, day) => sum + day.downSeconds, 0);
  return up + down > 0 ? percent(up / (up + down)) : null;
}

/** Never "100 %" for what was not all of it. */
export const percent = share => share >= 1 ? '100\u00a0%' : `${(Math.floor(share * 10000) / 100).toFixed(2)}\u00a0%`;

const level = day => day.upSeconds + day.downSeconds === 0 ? 'none' : day.downSeconds < 1 ? 'good' : day.downSeconds < 3600 ? 'warn' : 'bad';
const name = date => new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

/** The strip. */
export function days(all) {
  const hit = all.filter(day => day.downSeconds >= 1);
  const down = hit.reduce((sum, day) => sum + day.downSeconds, 0);
  const label = hit.length === 0 ? 'No time down on any of these days.' : `${duration(down)} down, on ${hit.length} of ${all.length} days.`;
  return h('div.days', { 'data-key': 'days' },
    h('div.days__strip', { role: 'img', 'aria-label': label }, all.map(day => h(`span.day.day--${level(day)}`, {
      title: `${name(day.date)}: ${level(day) === 'none' ? 'not watched' : day.downSeconds < 1 ? 'up all the time watched' : `${duration(day.downSeconds)} down`}`,
    }))),
    all.length ? h('p.days__ends', { 'aria-hidden': 'true' }, h('span', null, name(all[0].date)), h('span.days__sum', null, label), h('span', null, 'today')) : null);
}
