// Candidates that a person compares: the optimizer goes on from the answer.

import { get, send, study as address } from '../lib/api.js';
import { h, put, throttle, toast } from '../lib/dom.js';
import { EventStream } from '../lib/events.js';
import { plural } from '../lib/format.js';
import { badge, crumbs, empty, failure, loading, studyLink, trialLink } from '../lib/states.js';
import { card, letter } from './judge-card.js';

const NAME = 'hone.judge';

export function show({ main, parts: [name], frame }) {
  frame.title(`Compare candidates, ${name}`);
  let study = null;
  let screen = [];
  let comparisons = 0;
  /** Numbers of trials, best first. */
  let order = [];
  let bestOnly = false;
  let sending = false;
  /** Whether the focus was among the candidates that have gone. */
  let refocus = false;
  /** What stands in place of candidates, so that it is not spoken again and again. */
  let idle = '';
  let gone = false;
  const head = h('div');
  const body = h('div');
  const said = h('p', { class: 'sr', role: 'status', 'aria-live': 'polite' });
  put(main, loading());

  async function load() {
    try {
      const [now, next] = await Promise.all([get(address(name)), get(address(name, 'screen'))]);
      if (!gone && !sending) {
        take(now, next);
      }
    } catch (e) {
      if (!gone && (study === null || e.status === 404)) {
        put(main, path(), failure(e, load));
      }
    }
  }

  function take(now, next) {
    const first = study === null;
    const same = !first && numbers(next.trials) === numbers(screen);
    const answered = next.comparisons > comparisons;
    if (!same && order.length) {
      toast('Somebody else has compared these candidates; here are the next.');
    }
    [study, comparisons] = [now, next.comparisons];
    if (first) {
      put(main, head, said, body);
    }
    drawHead();
    const standing = next.trials.length ? '' : [study.state, study.best?.number, comparisons].join();
    if (first || !same || standing !== idle || body.querySelector('.sent')) {
      idle = standing;
      screen = next.trials;
      order = [];
      draw(same && answered);
    }
  }

  const numbers = (trials) => trials.map((t) => t.number).join();

  function path() {
    return crumbs(['Studies', '#/'], [name, studyLink(name)], ['Compare candidates']);
  }

  function drawHead() {
    if (head.contains(document.activeElement) && document.activeElement.matches('input')) {
      return;
    }
    put(head, path(),
      h('div', { class: 'page-head' },
        h('div', { class: 'titles' },
          h('h1', null, 'Compare candidates', badge(study.state)),
          h('div', { class: 'meta' },
            h('span', null, plural(comparisons, 'comparison')),
            study.best ? h('span', null, 'preferred so far: ', h('a', { href: trialLink(name, study.best.number) }, `trial ${study.best.number}`)) : null)),
        h('label', { class: 'choice' }, h('span', null, 'Your name'),
          h('input', {
            type: 'text', maxlength: 100, autocomplete: 'name', value: localStorage.getItem(NAME) ?? '',
            onchange: (e) => localStorage.setItem(NAME, e.target.value.trim()),
          }))));
  }

  function draw(again) {
    if (!screen.length) {
      put(body, h('section', { class: 'card' }, nothing()));
      return;
    }
    const focused = refocus || body.contains(document.activeElement);
    const question = h('h2', { class: 'question', tabindex: '-1' }, screen.length === 2 ? 'Which one is better?' : 'Which ones are best?');
    put(body,
      h('section', { class: 'judging', 'aria-label': 'Candidates' },
        question,
        again ? h('p', { class: 'note' }, 'Another answer about the same candidates is wanted.') : null,
        screen.length === 2 ? pair() : several()));
    refocus = false;
    if (focused) {
      question.focus({ preventScroll: true });
    }
  }

  function nothing() {
    if (study.objectives.length) {
      return empty('Nothing to compare', h('p', null, 'The trials of this study are measured, not compared.'));
    }
    if (study.state === 'finished') {
      return empty('The study is done', study.best
        ? h('p', null, 'Preferred: ', h('a', { href: trialLink(name, study.best.number) }, `trial ${study.best.number}`), ` after ${plural(comparisons, 'comparison')}.`)
        : h('p', null, 'Nothing was compared.'));
    }
    if (study.state === 'running') {
      return loading('Waiting for the next candidates');
    }
    return empty('Nothing to compare now', study.state === 'paused'
      ? h('p', null, 'The study is paused.')
      : h('p', null, 'Nobody makes candidates. A run goes on with ', h('code', null, `hone tune --resume --name ${name}`), '.'));
  }

  // --- two

  function pair() {
    const sides = ['left', 'right'];
    return [
      h('div', { class: 'pair' }, screen.map((trial, i) => card(name, trial, i, screen,
        h('button', {
          type: 'button', class: 'primary choose', 'data-choose': trial.number, onclick: () => submit([trial.number]),
        }, `${letter(i)} is better`, h('span', { class: 'kbd', 'aria-hidden': 'true' }, i === 0 ? '←' : '→'), h('span', { class: 'sr' }, ` (${sides[i]} arrow key)`))))),
      h('div', { class: 'verdict' },
        h('button', { type: 'button', onclick: () => submit([]) }, 'No difference', h('span', { class: 'kbd', 'aria-hidden': 'true' }, '='))),
    ];
  }

  // --- more

  function several() {
    const cards = screen.map((trial, i) => {
      const button = h('button', {
        type: 'button', class: 'choose', 'data-choose': trial.number, 'aria-pressed': 'false', onclick: () => choose(trial.number),
      });
      return card(name, trial, i, screen, button);
    });
    const undoButton = h('button', { type: 'button', onclick: undo }, 'Undo', h('span', { class: 'kbd', 'aria-hidden': 'true' }, '⌫'));
    const submitButton = h('button', { type: 'button', class: 'primary', onclick: () => submit(order) }, 'Submit', h('span', { class: 'kbd', 'aria-hidden': 'true' }, '↵'));
    const line = h('p', { class: 'sentence', 'aria-live': 'polite' });
    const element = [
      h('div', { class: 'several' }, cards),
      h('div', { class: 'verdict card' },
        line,
        h('label', { class: 'check' }, h('input', {
          type: 'checkbox', checked: bestOnly, onchange: (e) => {
            bestOnly = e.target.checked;
            order = [];
            update();
          },
        }), 'Best only'),
        undoButton,
        h('button', { type: 'button', onclick: () => submit([]) }, 'No difference', h('span', { class: 'kbd', 'aria-hidden': 'true' }, '=')),
        submitButton),
    ];
    update = () => {
      put(line, sentenceOf());
      undoButton.disabled = order.length === 0;
      submitButton.disabled = order.length === 0;
      screen.forEach((trial, i) => {
        const place = order.indexOf(trial.number);
        const button = cards[i].querySelector('[data-choose]');
        button.setAttribute('aria-pressed', String(place >= 0));
        button.disabled = place >= 0 && place < order.length - 1;
        put(button, place >= 0 ? `${letter(i)}: place ${place + 1}` : bestOnly ? `${letter(i)} is best` : `${letter(i)} is place ${order.length + 1}`,
          i < 9 && place < 0 ? h('span', { class: 'kbd', 'aria-hidden': 'true' }, i + 1) : null);
        cards[i].classList.toggle('placed', place >= 0);
      });
    };
    update();
    return element;
  }

  let update = () => {};

  function sentenceOf() {
    if (bestOnly) {
      return 'Choose the best; the others count as worse.';
    }
    if (!order.length) {
      return 'Choose the best, then the next best, as far as you like; the others count as worse.';
    }
    return sentence(order);
  }

  function choose(number) {
    const place = order.indexOf(number);
    if (place >= 0) {
      if (place === order.length - 1) {
        undo();
      }
      return;
    }
    if (bestOnly) {
      submit([number]);
      return;
    }
    order = [...order, number];
    update();
  }

  function undo() {
    order = order.slice(0, -1);
    update();
  }

  /** The answer in words. */
  function sentence(ranked) {
    const letters = ranked.map((n) => letter(screen.findIndex((t) => t.number === n)));
    if (!letters.length) {
      return 'No difference.';
    }
    const rest = screen.length - letters.length;
    return `${letters.join(', then ')}${rest > 1 ? '; the others are worse' : rest === 1 ? '; the other is worse' : ''}.`;
  }

  async function submit(ranked) {
    if (sending || !screen.length) {
      return;
    }
    sending = true;
    refocus = body.contains(document.activeElement);
    body.querySelectorAll('button, input').forEach((b) => {
      b.disabled = true;
    });
    const rest = screen.map((t) => t.number).filter((n) => !ranked.includes(n));
    const ranking = rest.length > 1 || !ranked.length ? [...ranked, rest] : [...ranked, ...rest];
    const judge = localStorage.getItem(NAME) || 'dashboard';
    try {
      await send('POST', address(name, 'comparisons'), { ranking, judge });
      put(said, `Recorded: ${sentence(ranked)}`);
      order = [];
      put(body, h('section', { class: 'card sent' }, loading('Waiting for the next candidates')));
    } catch (e) {
      toast(e.message, true);
      draw(false);
    } finally {
      sending = false;
    }
    load();
  }

  function key(event) {
    const busy = event.target.matches('input, textarea, select') || document.querySelector('dialog[open]');
    if (busy || event.ctrlKey || event.metaKey || event.altKey || !screen.length || sending) {
      return;
    }
    const act = screen.length === 2 ? pairKey(event.key) : severalKey(event);
    if (act) {
      event.preventDefault();
      act();
    }
  }

  function pairKey(pressed) {
    return {
      ArrowLeft: () => submit([screen[0].number]),
      ArrowRight: () => submit([screen[1].number]),
      '=': () => submit([]),
    }[pressed];
  }

  function severalKey(event) {
    const digit = /^[1-9]$/.test(event.key) ? screen[Number(event.key) - 1] : null;
    if (digit) {
      return () => choose(digit.number);
    }
    if (event.key === 'Enter' && order.length && !event.target.matches('button, a, summary')) {
      return () => submit(order);
    }
    return { Backspace: undo, '=': () => submit([]) }[event.key];
  }

  document.addEventListener('keydown', key);
  const soon = throttle(300, load);
  const stream = new EventStream(`${address(name)}/events`, { onEvent: soon, onReconnect: load, onState: frame.link });
  load();
  return {
    dispose() {
      gone = true;
      document.removeEventListener('keydown', key);
      soon.cancel();
      stream.close();
    },
    retry: () => stream.retryNow(),
  };
}
