// The JSON API of the daemon. Every failure is an Error with one line for people.
import { setClock } from './times.js';

const root = '/api/v1/';
const csrfKey = 'openclaw-csrf';

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(root + path, { cache: 'no-store', credentials: 'same-origin', ...options });
  } catch {
    throw new Error('The healer does not answer.');
  }

  setClock(response.headers.get('date'));
  const body = await response.json().catch(() => null);
  if (!response.ok) throw Object.assign(new Error(line(body?.error ?? body?.text) ?? `The healer answered with ${response.status}.`), { status: response.status });
  return body;
}

// The daemon's lines begin small and end open, as in a log.
const line = text => text ? text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.') : null;

const query = values => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '')).toString();
const json = body => ({ method: 'POST', headers: { 'content-type': 'application/json', 'X-OpenClaw-Csrf': csrf() ?? '' }, body: JSON.stringify(body) });

/** How it stands. */
export const status = () => call('status');

/** A page of incidents. */
export const incidents = asked => call(`incidents?${query(asked)}`);

/** The story of one. */
export const story = id => call(`incidents/${encodeURIComponent(id)}`);

/** A doctor's session, from a line on. */
export const session = (id, from) => call(`incidents/${encodeURIComponent(id)}/session?${query({ from })}`);

/** Days and recoveries. */
export const history = asked => call(`history?${query(asked)}`);

/** Whether this tab holds what orders need besides the cookie. */
export const csrf = () => sessionStorage.getItem(csrfKey);

/** Begins a session. */
export async function signIn(token) {
  const { csrf: word } = await call('session', json({ token }));
  sessionStorage.setItem(csrfKey, word);
}

/** Ends the session. */
export async function signOut() {
  try {
    await call('session', { method: 'DELETE', headers: { 'X-OpenClaw-Csrf': csrf() ?? '' } });
  } finally {
    sessionStorage.removeItem(csrfKey);
  }
}

/** An order; what the daemon says of it, one line. */
export async function order(body) {
  try {
    return (await call('orders', json(body))).text;
  } catch (e) {
    if (e.status === 403) sessionStorage.removeItem(csrfKey);
    throw e;
  }
}
