// Server-sent events over fetch: EventSource cannot send a token. Reconnects by itself and goes on after the last event.

import { currentToken, headers, newToken, tokenGiven } from './api.js';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
/** The server sends at least a comment every 15 s; one that is silent for longer is gone without a word. */
const SILENCE = 40_000;

export class EventStream {

  /** onEvent({type, id, data}); onState('live'|'lost'); onReconnect(): events may have been missed. */
  constructor(path, { onEvent, onState, onReconnect }) {
    this.path = path;
    this.onEvent = onEvent;
    this.onState = onState;
    this.onReconnect = onReconnect;
    this.lastId = null;
    this.wait = FIRST_WAIT;
    this.closed = false;
    this.connected = 0;
    this.run();
  }

  close() {
    this.closed = true;
    this.abort?.abort();
    clearTimeout(this.timer);
    this.wake?.();
  }

  /** Does not wait any longer. */
  retryNow() {
    clearTimeout(this.timer);
    this.wake?.();
  }

  async run() {
    while (!this.closed) {
      const token = currentToken();
      try {
        await this.connect();
      } catch (e) {
        if (this.closed) {
          return;
        }
        if (e.status === 401) {
          if (!await newToken(token)) {
            await tokenGiven();
          }
          continue;
        }
        if (e.status === 404) {
          return;
        }
      }
      if (this.closed) {
        return;
      }
      this.onState('lost');
      await new Promise((resolve) => {
        this.wake = resolve;
        this.timer = setTimeout(resolve, this.wait);
      });
      this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    }
  }

  async connect() {
    this.abort = new AbortController();
    const more = { Accept: 'text/event-stream' };
    if (this.lastId !== null) {
      more['Last-Event-ID'] = this.lastId;
    }
    const response = await fetch(this.path, { headers: headers(more), signal: this.abort.signal, cache: 'no-store' });
    if (!response.ok) {
      throw Object.assign(new Error(`status ${response.status}`), { status: response.status });
    }
    this.wait = FIRST_WAIT;
    this.onState('live');
    if (this.connected++ > 0) {
      this.onReconnect();
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    for (;;) {
      const { value, done } = await this.orSilence(reader.read());
      if (done) {
        return;
      }
      buffer += value;
      const blocks = buffer.split(/\r?\n\r?\n/);
      buffer = blocks.pop();
      blocks.forEach((block) => this.dispatch(block));
    }
  }

  orSilence(read) {
    let timer;
    const silence = new Promise((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('silent'));
        this.abort.abort();
      }, SILENCE);
    });
    return Promise.race([read, silence]).finally(() => clearTimeout(timer));
  }

  dispatch(block) {
    let type = 'message';
    const data = [];
    for (const line of block.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      if (colon === 0 || line === '') {
        continue;
      }
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') {
        type = value;
      } else if (field === 'data') {
        data.push(value);
      } else if (field === 'id') {
        this.lastId = value;
      }
    }
    if (data.length) {
      let content;
      try {
        content = JSON.parse(data.join('\n'));
      } catch {
        return;
      }
      this.onEvent({ type, id: this.lastId, data: content });
    }
  }
}
