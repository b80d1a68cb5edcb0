// Shows /openapi.json: operations by tag, with their parameters, bodies and answers.

import { h, put } from './lib/dom.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Schemas within schemas that are written out; deeper ones are named. */
const DEPTH = 5;

let api = null;

function resolve(node) {
  if (!node?.$ref) {
    return node;
  }
  return node.$ref.slice(2).split('/').reduce((at, key) => at[key], api);
}

function typeText(schema) {
  const parts = [];
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) {
    parts.push(choices.map((s) => typeText(resolve(s))).join(' or '));
  } else if (schema.allOf) {
    parts.push(schema.allOf.map((s) => typeText(resolve(s))).join(' and '));
  } else if (schema.type === 'array') {
    parts.push(`list of ${typeText(resolve(schema.items ?? {}))}`);
  } else {
    parts.push(schema.format ?? schema.type ?? 'any');
  }
  if (schema.enum) {
    parts.push(schema.enum.join(' | '));
  }
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    parts.push(`${schema.minimum ?? ''}…${schema.maximum ?? ''}`);
  }
  if (schema.default !== undefined) {
    parts.push(`default ${schema.default}`);
  }
  if (schema.nullable) {
    parts.push('or null');
  }
  return parts.join(', ');
}

function line(name, schema, description, required) {
  return h('span', null, h('code', null, name), ' ', h('span', { class: 'type' }, typeText(schema)),
    required ? ' (required)' : '', description ? `: ${description}` : '');
}

/** The fields of an object, or of the objects in a list. */
function fields(given, depth = 0) {
  const schema = resolve(given) ?? {};
  if (schema.allOf) {
    return h('div', null, schema.allOf.map((part) => fields(part, depth)));
  }
  if (schema.anyOf) {
    return h('div', null, schema.anyOf.map((part) => h('div', null, h('p', null, resolve(part).description), fields(part, depth))));
  }
  if (schema.type === 'array') {
    return fields(schema.items ?? {}, depth);
  }
  if (!schema.properties || depth > DEPTH) {
    return depth === 0 ? h('p', { class: 'type' }, typeText(schema)) : null;
  }
  return h('ul', { class: 'fields' }, Object.entries(schema.properties).map(([name, value]) => {
    const field = resolve(value);
    return h('li', null, line(name, field, field.description, schema.required?.includes(name)), fields(field, depth + 1));
  }));
}

function content(body) {
  return Object.entries(body.content ?? {}).map(([type, value]) =>
    h('div', null, h('p', null, h('code', null, type)), fields(value.schema ?? {})));
}

function operation(method, path, item, op) {
  const parameters = [...(item.parameters ?? []), ...(op.parameters ?? [])].map(resolve);
  return h('details', { id: op.operationId },
    h('summary', null, h('span', { class: 'method' }, method.toUpperCase()), h('code', null, path), h('span', null, op.summary)),
    h('div', { class: 'inside' },
      op.description ? h('p', null, op.description) : null,
      parameters.length ? h('h4', null, 'Parameters') : null,
      parameters.length ? h('ul', { class: 'fields' }, parameters.map((p) =>
        h('li', null, line(p.name, p.schema, p.description, p.required), ` (${p.in})`))) : null,
      op.requestBody ? h('h4', null, 'Body') : null,
      op.requestBody?.description ? h('p', null, op.requestBody.description) : null,
      op.requestBody ? content(op.requestBody) : null,
      Object.entries(op.responses).map(([status, given]) => {
        const response = resolve(given);
        return h('div', null, h('h4', null, status === 'default' ? 'Otherwise' : status), h('p', null, response.description),
          status === 'default' || status === '409' ? null : content(response));
      })));
}

async function show() {
  const main = document.getElementById('main');
  const response = await fetch('/openapi.json');
  api = await response.json();
  const sections = api.tags.map((tag) => h('section', null,
    h('h2', null, tag.name), h('p', null, tag.description),
    Object.entries(api.paths).flatMap(([path, item]) => METHODS
      .filter((method) => item[method]?.tags?.includes(tag.name))
      .map((method) => operation(method, path, item, item[method])))));
  put(main, h('h1', null, 'REST interface'), h('p', null, api.info.description),
    h('p', null, 'For programs: ', h('a', { href: '/openapi.json' }, '/openapi.json'), '. Errors are JSON: ',
      h('code', null, '{"error": {"message", "field", "place"}}'), '.'),
    sections);
  if (location.hash) {
    const wanted = document.getElementById(location.hash.slice(1));
    if (wanted) {
      wanted.open = true;
      wanted.scrollIntoView();
    }
  }
}

show().catch((e) => put(document.getElementById('main'), h('p', { role: 'alert' }, `The description cannot be shown: ${e.message}`)));
