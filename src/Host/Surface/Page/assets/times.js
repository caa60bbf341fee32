// Times in the reader's zone, with UTC in the title; durations in words. The clock is the daemon's: the reader's may be wrong.
import { h } from './dom.js';

let ahead = 0;

/** Sets the clock by the Date header of an answer. */
export function setClock(date) {
  const theirs = Date.parse(date ?? '');
  // The header has whole seconds: less than two is no difference.
  if (!Number.isNaN(theirs)) ahead = Math.abs(theirs - Date.now()) < 2000 ? 0 : theirs - Date.now();
}

/** Now, by the daemon's clock, in milliseconds. */
export const now = () => Date.now() + ahead;

const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const many = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Seconds in words, the two largest units: "4 minutes 12 seconds". */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const first = units.findIndex(([, size]) => whole >= size);
  if (first < 0) return 'less than a second';
  const [word, size] = units[first];
  const count = Math.floor(whole / size);
  const next = units[first + 1];
  const rest = next ? Math.floor((whole - count * size) / next[1]) : 0;
  return rest > 0 ? `${many(count, word)} ${many(rest, next[0])}` : many(count, word);
}

/** Seconds for a narrow place: "4 min". */
export const short = seconds =>
  seconds < 1 ? '< 1 s' : seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : seconds < 172800 ? `${round(seconds / 3600)} h` : `${round(seconds / 86400)} d`;

const round = number => Number(number.toFixed(number < 10 ? 1 : 0));

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
const yearAndClock = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' });

/** A moment in words, in the reader's zone. */
export function moment(iso) {
  const at = new Date(iso);
  const today = new Date(now());
  if (at.toDateString() === today.toDateString()) return clock.format(at);
  return (at.getFullYear() === today.getFullYear() ? dayAndClock : yearAndClock).format(at);
}

const utc = iso => `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A time element. */
export const time = iso => h('time', { datetime: iso, title: utc(iso) }, moment(iso));

/** How long ago that was, kept up to date by tick(). */
export const since = iso => h('time', { datetime: iso, title: `since ${utc(iso)}`, 'data-since': iso }, duration((now() - Date.parse(iso)) / 1000));

/** Brings all running durations up to date. */
export function tick(root) {
  for (const element of root.querySelectorAll('[data-since]')) {
    const text = duration((now() - Date.parse(element.dataset.since)) / 1000);
    if (element.textContent !== text) element.firstChild.nodeValue = text;
  }
}
