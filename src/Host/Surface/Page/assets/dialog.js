// One dialog for everything that is asked. The native element keeps the focus inside and gives it back.
import { h } from './dom.js';

const dialog = document.getElementById('dialog');

/**
 * Asks before an order.
 * @param asked { title, text: lists of inline nodes, fields: form => nodes, button, isGrave, run: fields => promise }
 */
export function ask({ title, text = [], fields, button, isGrave = false, run }) {
  const form = h('form', { method: 'dialog', novalidate: true });
  const wrong = h('p.wrong', { role: 'alert' });
  const go = h('button', { type: 'submit', class: isGrave ? 'button button--grave' : 'button button--main' }, button);
  const back = h('button.button', { type: 'button' }, 'Cancel');
  back.addEventListener('click', () => dialog.close());
  form.append(h('h2', { id: 'dialog-title' }, title), ...text.map(line => h('p', null, line)));
  for (const field of fields?.(form) ?? []) if (field) form.append(field);
  form.append(wrong, h('div.dialog__buttons', null, back, go));
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
    go.disabled = true;
    wrong.textContent = '';
    try {
      await run(values);
      dialog.close();
    } catch (e) {
      wrong.textContent = e.message;
    } finally {
      go.disabled = false;
    }
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

/** Asks for the token. */
export const askToken = run => ask({
  title: 'Sign in to act',
  text: [['The token is the value of ', h('code', null, 'OPENCLAW_ACTORS_PAGE_TOKEN'), ' on the host. It is sent to the healer and not kept in this browser.']],
  fields: () => [h('label.field', null, h('span', null, 'Token'), h('input', { type: 'password', name: 'token', autocomplete: 'current-password', required: true, autofocus: true, spellcheck: 'false' }))],
  button: 'Sign in',
  run: ({ token }) => {
    if (!token) throw new Error('Type the token first.');
    return run(token);
  },
});
