// The names of calls: a table from HTTP method and path to SDK method, instead of a patch per method.

import { field, isObject } from '@sevenstep/wire';

/** The facts of a call that follow from its method and path. */
export interface Route {
  /** Path as a template, with `{id}` for what names one object. */
  readonly template: string;
  /** `anthropic.sdk.method`, without the `beta.` of the beta resources. */
  readonly sdkMethod: string;
  /** `gen_ai.operation.name`, where the conventions have one for it. */
  readonly operation?: 'chat' | 'text_completion';
}

/** Where the SDK's name does not follow from method and path. */
const NAMED: RouteTable = table([
  ['POST', '/v1/messages', 'messages.create', 'chat'],
  ['POST', '/v1/complete', 'completions.create', 'text_completion'],
  ['POST', '/v1/messages/count_tokens', 'messages.count_tokens'],
  ['GET', '/v1/messages/batches/{id}/results', 'messages.batches.results'],
  ['POST', '/v1/files', 'files.upload'],
  ['GET', '/v1/files/{id}', 'files.retrieve_metadata'],
  ['GET', '/v1/files/{id}/content', 'files.download'],
]);

/** The SDK's name of such a method, on a collection and on one object of it. */
const VERBS: ReadonlyMap<string, readonly [onCollection: string, onObject: string]> = new Map([
  ['GET', ['list', 'retrieve']],
  ['POST', ['create', 'update']],
  ['PUT', ['update', 'update']],
  ['PATCH', ['update', 'update']],
  ['DELETE', ['delete', 'delete']],
]);

/** Bounds the names that are made from unknown paths. */
const MAX_SEGMENTS = 8;

/** The route of a request: from the table, else made of its path. Query and origin do not matter. */
export function routeOf(method: string, path: string): Route {
  // Most calls by far: a path that is its own template.
  const plain = NAMED.get(path)?.get(method);
  if (plain) return plain;
  const verb = method.toUpperCase();
  const template = templateOf(path);
  return NAMED.get(template)?.get(verb) ?? madeUp(verb, template);
}

const isPlainWord = (segment: string): boolean => /^(v\d|[a-z][a-z_]{0,30})$/.test(segment);

/** Collections whose objects may have a word as their name: `/v1/models/opus`, `…/versions/latest`. */
const NAMED_FREELY: ReadonlySet<string | undefined> = new Set(['models', 'versions']);

/** `path` with `{id}` for every segment that is no plain word, or that names an object. */
function templateOf(path: string): string {
  const bare = path.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*/s, '');
  const segments = bare.split('/').filter((segment) => segment !== '');
  const words = segments
    .slice(0, MAX_SEGMENTS)
    .map((word, index, all) => (isPlainWord(word) && !NAMED_FREELY.has(all[index - 1]) ? word : '{id}'));
  return `/${words.join('/')}`;
}

/**
 * `GET /v1/skills/{id}/versions` to `skills.versions.list`. Collections are in the plural; another word behind an
 * object, `…/{id}/cancel`, is an action and its own verb.
 */
function madeUp(verb: string, template: string): Route {
  const segments = template.split('/').filter((segment) => segment !== '' && !/^v\d$/.test(segment));
  const words = segments.filter((segment) => segment !== '{id}');
  const isAction = verb === 'POST' && segments.at(-2) === '{id}' && !segments.at(-1)?.endsWith('s');
  const [onCollection, onObject] = VERBS.get(verb) ?? ['request', 'request'];
  const action = segments.at(-1) === '{id}' ? onObject : onCollection;
  return { template, sdkMethod: [...words, ...(isAction ? [] : [action])].join('.') };
}

/** Path, then method: as HTTP spells it, and as the SDK does. */
type RouteTable = ReadonlyMap<string, ReadonlyMap<string, Route>>;

function table(
  rows: ReadonlyArray<
    readonly [verb: string, template: string, sdkMethod: string, operation?: Route['operation']]
  >,
): RouteTable {
  const routes = new Map<string, Map<string, Route>>();
  for (const [verb, template, sdkMethod, operation] of rows) {
    const route = { template, sdkMethod, ...(operation && { operation }) };
    const methods = routes.get(template) ?? new Map<string, Route>();
    routes.set(template, methods.set(verb, route).set(verb.toLowerCase(), route));
  }
  return routes;
}

/**
 * Whether a JSON object can be the answer to a call. A message has content, an answer of the legacy endpoint a completion,
 * and a count its number, through every gateway or cloud. Any other object is an answer unless it is an error envelope.
 */
export function isAnswer({ template }: Route, body: object): boolean {
  if (field(body, 'type') === 'error' && isObject(field(body, 'error'))) return false;
  return NEEDED.get(template)?.(body) ?? true;
}

const NEEDED: ReadonlyMap<string, (body: object) => boolean> = new Map([
  ['/v1/messages', (body) => Array.isArray(field(body, 'content'))],
  ['/v1/complete', (body) => typeof field(body, 'completion') === 'string'],
  ['/v1/messages/count_tokens', (body) => typeof field(body, 'input_tokens') === 'number'],
]);
