// The doctor's session, live and read-only. It fills its element itself, line by line.
import { session } from '../api.js';
import { announce, h } from '../dom.js';

const pause = 2000;
const most = 5000;

/** Follows one session until stop(). */
export function follow(id, element, onKnown) {
  let next = 0;
  let isStopped = false;
  let dropped = 0;
  let wasRunning = null;
  const log = h('div.log__lines', { tabindex: 0, role: 'region', 'aria-label': "The doctor's session" });
  const state = h('p.log__state');
  const toEnd = h('button.button.log__follow', { type: 'button', hidden: true }, 'Follow the newest line');
  element.replaceChildren(state, log, toEnd);
  let isFollowing = true;
  log.addEventListener('scroll', () => {
    isFollowing = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
    toEnd.hidden = isFollowing;
  });
  const end = () => { if (isFollowing) log.scrollTop = log.scrollHeight; };
  // What is hidden cannot be scrolled: the first lines come before it is shown.
  const shown = new ResizeObserver(end);
  shown.observe(log);
  toEnd.addEventListener('click', () => {
    isFollowing = true;
    end();
    log.focus();
  });

  const add = lines => {
    log.append(...lines.map(line => h(`p.log__line.log__line--${kindOf(line)}`, null, line === '' ? ' ' : line)));
    for (; log.childElementCount > most; dropped++) log.firstElementChild.remove();
    end();
  };

  const look = async () => {
    if (isStopped) return;
    let again = pause;
    try {
      const seen = await session(id, next);
      if (isStopped) return;
      onKnown(seen.lines.length > 0 || next > 0 || seen.running);
      add(seen.lines);
      again = seen.next > next ? 50 : seen.running ? pause : pause * 5;
      next = seen.next;
      if (wasRunning && !seen.running) announce('The doctor has ended the session.');
      wasRunning = seen.running;
      element.dataset.running = seen.running;
      state.textContent = `${seen.doctor ?? 'Doctor'}: ${seen.running ? 'at work now' : 'session ended'}${dropped ? `; the first ${dropped} lines are left out here` : ''}. You can read along; nothing you do here reaches the session.`;
    } catch (e) {
      if (e.status === 404) onKnown(false);
      again = pause * 5;
    }
    if (!isStopped) setTimeout(look, document.hidden ? pause * 5 : again);
  };
  look();
  return () => {
    isStopped = true;
    shown.disconnect();
  };
}

const kindOf = line => line.startsWith('!!') ? 'bad' : line.startsWith('tool:') ? 'tool' : line.startsWith('--') ? 'note' : /^(\s|->|failed:|refused by the cage:)/.test(line) ? 'answer' : 'said';
