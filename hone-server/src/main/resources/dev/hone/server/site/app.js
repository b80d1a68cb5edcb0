// Starts the dashboard: routes, colours, the connection's state.

import { h, put } from './lib/dom.js';
import { configure } from './lib/api.js';
import { askToken } from './lib/dialog.js';
import { failure, loading } from './lib/states.js';

const main = document.getElementById('main');
const banner = document.getElementById('banner');
const linkState = document.getElementById('link-state');
let page = null;
let visit = 0;

const ROUTES = [
  [/^$/, () => import('./pages/studies.js')],
  [/^study\/([^/]+)$/, () => import('./pages/study.js')],
  [/^study\/([^/]+)\/trial\/(\d+)$/, () => import('./pages/trial.js')],
  [/^study\/([^/]+)\/compare$/, () => import('./pages/judge.js')],
  [/^compare$/, () => import('./pages/compare.js')],
];

/** What pages may ask of the frame around them. */
const frame = {
  title(text) {
    document.title = text ? `${text} · Hone` : 'Hone';
  },
  link(state) {
    linkState.dataset.state = state;
    linkState.textContent = state === 'live' ? 'live' : state === 'lost' ? 'offline' : 'connecting';
    reachable(state !== 'lost');
  },
  /** Changes the query of the address without a new visit. */
  query(parameters) {
    const { path } = parse();
    const text = parameters.toString();
    history.replaceState(null, '', `#/${path}${text ? `?${text}` : ''}`);
  },
};

function reachable(yes) {
  if (!yes && banner.hidden) {
    put(banner, 'The server does not answer. What you see may be old; trying to connect again. ',
      h('button', { type: 'button', class: 'quiet', onclick: () => page?.retry?.() }, 'Now'));
  }
  banner.hidden = yes;
}

function parse() {
  const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
  return { path, query: new URLSearchParams(search ?? '') };
}

async function go() {
  // "#main" is the skip link, not a page
  if (location.hash !== '' && !location.hash.startsWith('#/')) {
    return;
  }
  const { path, query } = parse();
  const number = ++visit;
  page?.dispose?.();
  page = null;
  put(main, loading());
  const nav = path.split('/')[0] === 'compare' ? 'compare' : 'studies';
  for (const link of document.querySelectorAll('[data-nav]')) {
    if (link.dataset.nav === nav) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  try {
    for (const [pattern, load] of ROUTES) {
      const match = pattern.exec(path);
      if (match) {
        const module = await load();
        if (number === visit) {
          page = module.show({ main, parts: match.slice(1).map(decodeURIComponent), query, frame });
        }
        return;
      }
    }
    frame.title('Not found');
    put(main, failure({ status: 404, message: `There is no page ${location.hash}.` }));
  } catch (e) {
    if (number === visit) {
      put(main, failure(e, go));
    }
  }
}

function colours() {
  const box = document.getElementById('theme');
  box.value = document.documentElement.dataset.theme ?? 'auto';
  box.addEventListener('change', () => {
    if (box.value === 'auto') {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem('hone.theme');
    } else {
      document.documentElement.dataset.theme = box.value;
      localStorage.setItem('hone.theme', box.value);
    }
    document.dispatchEvent(new CustomEvent('hone:theme'));
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    document.dispatchEvent(new CustomEvent('hone:theme')));
}

function keyboard() {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input, textarea, select') || document.querySelector('dialog[open]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      const search = main.querySelector('input[type="search"]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
}

configure({ askForToken: askToken, reachable });
colours();
keyboard();
addEventListener('hashchange', go);
go();
