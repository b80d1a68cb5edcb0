// Calls of the REST interface. The token lives in sessionStorage, never in a cookie or an address.

const KEY = 'hone.token';
let askForToken = null;
let asking = null;
const waiting = [];
let reachable = () => {};

/** How to get a token from a person, and whom to tell whether the server answers. */
export function configure(options) {
  askForToken = options.askForToken;
  reachable = options.reachable;
}

export function headers(more = {}) {
  const token = currentToken();
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

/** An answer that is not what was asked for. status 0: there was no answer. */
export class ApiError extends Error {
  constructor(status, message, details = {}) {
    super(message);
    this.status = status;
    this.field = details.field ?? null;
    this.place = details.place ?? null;
  }
}

/**
 * A token other than `used`, which the server refused (null: there was none). One dialog for any number of calls that wait
 * for it. False: the person gave none.
 */
export async function newToken(used) {
  if (sessionStorage.getItem(KEY) !== used) {
    // another call got it meanwhile
    return true;
  }
  asking ??= askForToken(used !== null).finally(() => {
    asking = null;
  });
  const token = await asking;
  if (token) {
    sessionStorage.setItem(KEY, token);
    waiting.splice(0).forEach((go) => go());
  }
  return Boolean(token);
}

export function currentToken() {
  return sessionStorage.getItem(KEY);
}

/** Resolves when the next token is given, for those that do not ask again by themselves. */
export function tokenGiven() {
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}

/** A raw response whose status is good; asks for a token as long as one is missing. */
export async function request(path, options = {}) {
  for (;;) {
    const used = currentToken();
    let response;
    try {
      response = await fetch(path, { ...options, headers: headers(options.headers) });
    } catch (e) {
      if (e.name === 'AbortError') {
        throw e;
      }
      reachable(false);
      throw new ApiError(0, 'The server does not answer.');
    }
    reachable(true);
    if (response.ok) {
      return response;
    }
    if (response.status === 401 && await newToken(used)) {
      continue;
    }
    throw await failure(response);
  }
}

async function failure(response) {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // not JSON: the status says enough
  }
  return new ApiError(response.status, error.message ?? `The server answers ${response.status} ${response.statusText}.`, error);
}

async function json(path, options) {
  const response = await request(path, options);
  return response.status === 204 ? null : response.json();
}

export function get(path, query = {}, options = {}) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') {
        search.append(key, one);
      }
    }
  }
  const text = search.toString();
  return json(text ? `${path}?${text}` : path, options);
}

export function send(method, path, body) {
  return json(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
}

export function sendText(method, path, type, body) {
  return json(path, { method, headers: { 'Content-Type': type }, body });
}

/** Address of a study's resource. */
export function study(name, ...rest) {
  return ['/api/studies', encodeURIComponent(name), ...rest.map((r) => encodeURIComponent(r))].join('/');
}
