// Two charts, drawn by uPlot. It sets styles through the CSSOM, which the content security policy allows; it gets numbers and our own words only.
import uPlot from './vendor/uplot/uPlot.esm.js';
import { short } from './times.js';
import { percent } from './parts/days.js';

const drawn = new Map();
const dark = matchMedia('(prefers-color-scheme: dark)');
let last = null;

/** Draws both, anew when the figures, the colours or the place have changed. */
export function draw(data) {
  last = data;
  one('chart-uptime', data.days, size => uptimeChart(data.days, size));
  one('chart-recovery', data.recoveries, size => recoveryChart(data.recoveries, size));
}

dark.addEventListener('change', () => {
  for (const chart of drawn.values()) chart.data = null;
  if (last) draw(last);
});

function one(id, data, make) {
  const place = document.getElementById(id);
  const old = drawn.get(id);
  if (!place) return;
  if (old?.place === place && old.data === data) return;
  old?.plot.destroy();
  old?.sizes.disconnect();
  const size = () => ({ width: Math.max(200, place.clientWidth), height: place.clientHeight || 240 });
  const plot = new uPlot(...make(size()), place);
  const sizes = new ResizeObserver(() => plot.setSize(size()));
  sizes.observe(place);
  drawn.set(id, { place, data, plot, sizes });
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const font = () => `12px ${getComputedStyle(document.body).fontFamily}`;
const axis = more => ({ stroke: colour('--text-faint'), font: font(), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, ...more });
const utcDay = stamp => uPlot.tzDate(new Date(stamp * 1000), 'Etc/UTC');
const dayName = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const localDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const still = { legend: { show: false }, cursor: { drag: { x: false, y: false } } };

function uptimeChart(days, size) {
  const known = days.filter(day => day.upSeconds + day.downSeconds > 0);
  const shares = known.map(day => 100 * day.upSeconds / (day.upSeconds + day.downSeconds));
  const floor = Math.min(99, Math.floor(Math.min(...shares)));
  return [{
    ...size, ...still, tzDate: utcDay,
    scales: { x: { time: true }, y: { range: [Math.max(0, floor - (100 - floor) * 0.05), 100 + (100 - floor) * 0.04] } },
    axes: [
      axis({ size: 32, grid: { show: false }, values: (_, stamps) => stamps.map(stamp => dayName.format(stamp * 1000)), incrs: [86400, 2 * 86400, 7 * 86400, 14 * 86400], space: 64 }),
      axis({ size: 64, values: (_, ticks) => ticks.map(tick => tick > 100 ? '' : `${Number(tick.toFixed(2))} %`) }),
    ],
    series: [{}, {
      label: 'Up', stroke: colour('--accent'), width: 2, fill: colour('--accent-wash'), points: { show: true, size: 6, fill: colour('--surface'), stroke: colour('--accent') },
      value: (_, share) => percent(share / 100),
    }],
  }, [known.map(day => Date.parse(`${day.date}T00:00:00Z`) / 1000), shares]];
}

function recoveryChart(recoveries, size) {
  const sorted = recoveries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const seconds = sorted.map(one => Math.max(1, one.seconds));
  const points = number => ({
    label: `tier ${number}`, stroke: colour(`--tier-${number}`), paths: () => null,
    points: { show: true, size: 9, width: 1.5, fill: colour(`--tier-${number}`), stroke: colour('--surface') },
  });
  const ticks = [1, 10, 60, 600, 3600, 21600, 86400, 604800];
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  return [{
    ...size, ...still,
    scales: { x: { time: true, range: wide }, y: { distr: 3, range: [least / 1.6, most * 1.6] } },
    axes: [
      axis({ size: 32, grid: { show: false }, values: (_, stamps) => stamps.map(stamp => localDay.format(stamp * 1000)), incrs: [86400, 2 * 86400, 7 * 86400, 14 * 86400], space: 64 }),
      axis({ size: 64, splits: () => ticks.filter(tick => tick >= least / 1.6 && tick <= most * 1.6), filter: (_, splits) => splits, values: (_, splits) => splits.map(short) }),
    ],
    series: [{}, points(1), points(2), points(3), points(4)],
  }, [sorted.map(one => Date.parse(one.at) / 1000), ...[1, 2, 3, 4].map(number => sorted.map((one, i) => one.tier === number ? seconds[i] : null))]];
}

// One point alone, or points of one hour, would have no days to stand on.
const wide = (_, from, to) => {
  const room = Math.max(43200, (to - from) * 0.03);
  return [(from ?? 0) - room, (to ?? 86400) + room];
};
