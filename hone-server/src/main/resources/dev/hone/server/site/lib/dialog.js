// Modal dialogs. The <dialog> element keeps focus inside and closes with Escape.

import { h, put } from './dom.js';

/**
 * Shows a form and calls `submit` when it is sent; stays open, with the message shown, as long as that throws.
 * Resolves to what `submit` returned, or null if it was closed without.
 */
export function ask({ title, body, action = 'OK', danger = false, small = false, submit, onProblem }) {
  return new Promise((resolve) => {
    let result = null;
    const problem = h('div', { class: 'problem', role: 'alert' });
    const confirm = h('button', { type: 'submit', class: danger ? 'primary danger' : 'primary' }, action);
    const dialog = h('dialog', { class: small ? 'small' : null, 'aria-labelledby': 'dialog-title' },
      h('form', {
        method: 'dialog',
        onsubmit: async (event) => {
          event.preventDefault();
          confirm.disabled = true;
          try {
            result = await submit();
            dialog.close();
          } catch (e) {
            put(problem, describe(e));
            onProblem?.(e);
          } finally {
            confirm.disabled = false;
          }
        },
      },
      h('header', null, h('h2', { id: 'dialog-title' }, title)),
      h('div', { class: 'body' }, body, problem),
      h('footer', null, h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), confirm)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** An error with the field and the place it is about, where the server says. */
export function describe(error) {
  // a message about a text begins with its place, and shows the line
  const placed = !error.place || error.message.startsWith(error.place);
  return h('p', { class: error.message.includes('\n') ? 'note bad lines' : 'note bad' },
    placed ? null : [h('code', null, error.place), ': '],
    error.message,
    error.field && !error.message.includes(error.field) ? [' (', h('code', null, error.field), ')'] : null);
}

/** Asks for the access token. Resolves to null if it is not given. */
export function askToken(wrong) {
  const input = h('input', { type: 'password', autocomplete: 'off', required: true, autofocus: true, 'aria-describedby': 'token-help' });
  return ask({
    title: 'Access token',
    small: true,
    action: 'Continue',
    body: [
      wrong ? h('p', { class: 'note bad' }, 'The server refuses this token.') : null,
      h('label', { class: 'field' }, h('span', null, 'Token'), input),
      h('p', { class: 'muted', id: 'token-help' },
        'The value of HONE_TOKEN that the server was started with. It stays in this tab until it is closed.'),
    ],
    submit: async () => input.value.trim(),
  });
}
