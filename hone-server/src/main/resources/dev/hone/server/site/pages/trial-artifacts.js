// Artifacts of a trial: images, texts and JSON are shown, everything else can be saved.

import { request, study as address } from '../lib/api.js';
import { download, h, put, toast } from '../lib/dom.js';
import { bytes } from '../lib/format.js';

/** More of a text than this is not for reading on a page. */
const TEXT_SHOWN = 200_000;
const IMAGE_SHOWN = 10_000_000;
/** SVG may carry script; as an image it cannot run, but it is saved rather than shown all the same. */
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function artifacts(name, trial) {
  if (!trial.artifacts?.length) {
    return null;
  }
  return h('section', { class: 'card' }, h('h2', null, `Artifacts (${trial.artifacts.length})`),
    h('div', { class: 'body' }, trial.artifacts.map((a) => one(name, trial, a))));
}

function one(name, trial, artifact) {
  const path = address(name, 'trials', trial.number, 'artifacts', artifact.name);
  const shown = h('div');
  const type = artifact.media_type.split(';')[0];
  const canShow = (IMAGES.has(type) && artifact.bytes <= IMAGE_SHOWN) || isText(type);
  const button = (text, run) => h('button', { type: 'button', class: 'quiet', 'aria-label': `${text} ${artifact.name}`, onclick: () => run().catch((e) => toast(e.message, true)) }, text);
  const toggle = button('Show', async () => {
    await display(path, type, artifact, shown);
    toggle.textContent = shown.childElementCount ? 'Hide' : 'Show';
    toggle.setAttribute('aria-label', `${toggle.textContent} ${artifact.name}`);
  });
  return h('div', { class: 'artifact', 'data-artifact': artifact.name },
    h('div', { class: 'row spread' },
      h('span', null, h('strong', null, artifact.name), ' ', h('small', { class: 'muted' }, `${type}, ${bytes(artifact.bytes)}`)),
      h('span', { class: 'row' },
        canShow ? toggle : null,
        button('Save', async () => download(artifact.name, type, await (await request(path)).blob())))),
    shown);
}

const isText = (type) => type.startsWith('text/') || type === 'application/json' || type.endsWith('+json') || type === 'application/yaml';

async function display(path, type, artifact, shown) {
  if (shown.childElementCount) {
    put(shown);
    return;
  }
  const response = await request(path);
  if (IMAGES.has(type)) {
    const url = URL.createObjectURL(await response.blob());
    put(shown, h('img', { src: url, alt: artifact.name, onload: () => URL.revokeObjectURL(url) }));
    return;
  }
  let text = await response.text();
  if (type.includes('json')) {
    try {
      text = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // shown as it is
    }
  }
  put(shown,
    h('pre', { class: 'code', tabindex: '0' }, text.slice(0, TEXT_SHOWN)),
    text.length > TEXT_SHOWN ? h('p', { class: 'note' }, `The first ${bytes(TEXT_SHOWN)}; saving gives all of it.`) : null);
}

/** The content of an artifact where a person can look at it; null otherwise. */
export function content(name, number, artifact) {
  const type = artifact.media_type.split(';')[0];
  if (!isText(type) && (!IMAGES.has(type) || artifact.bytes > IMAGE_SHOWN)) {
    return null;
  }
  const shown = h('div');
  display(address(name, 'trials', number, 'artifacts', artifact.name), type, artifact, shown)
    .catch((e) => put(shown, h('p', { class: 'note bad' }, e.message)));
  return shown;
}
