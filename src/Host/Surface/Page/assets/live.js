// Server-sent events, read by fetch and not by EventSource: that one hides the pings, and without them a dead tunnel looks like a quiet daemon.
import { setClock } from './times.js';

const silence = 45000;
const waits = [1000, 2000, 4000, 8000, 15000];

/**
 * Listens until the page ends, and connects again when it breaks.
 * @param on { event(name, data), heard(), live(), lost(retryAt) }
 * @returns { now() } to try again at once.
 */
export function listen(on) {
  let tries = 0;
  let wake = null;

  const once = async () => {
    const cut = new AbortController();
    let timer = setTimeout(() => cut.abort(), silence);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => cut.abort(), silence);
      on.heard();
    };
    try {
      const response = await fetch('/api/v1/events', { headers: { accept: 'text/event-stream' }, cache: 'no-store', credentials: 'same-origin', signal: cut.signal });
      if (!response.ok || !response.body) return;
      setClock(response.headers.get('date'));
      tries = 0;
      on.live();
      const feed = parser((name, data) => on.event(name, data));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        alive();
        feed(value);
      }
    } finally {
      clearTimeout(timer);
    }
  };

  const run = async () => {
    for (;;) {
      await once().catch(() => {});
      const wait = waits[Math.min(tries++, waits.length - 1)];
      on.lost(Date.now() + wait);
      await new Promise(done => {
        wake = done;
        setTimeout(done, wait);
      });
    }
  };
  run();
  return { now: () => wake?.() };
}

/** Takes chunks of an event stream, calls back for each whole event. */
export function parser(emit) {
  let rest = '';
  let name = 'message';
  let data = [];
  return chunk => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line === '') {
        if (data.length) emit(name, JSON.parse(data.join('\n')));
        name = 'message';
        data = [];
      } else if (line.startsWith('event:')) name = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
    }
  };
}
