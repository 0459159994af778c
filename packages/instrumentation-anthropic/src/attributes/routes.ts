// The names of calls: a table from HTTP method and path to SDK method, so that not every method needs a patch.

import { field, isObject } from '@sevenstep/wire';

/** The facts of a call that follow from its method and path. */
export interface Route {
  /** The path as a template, with `{id}` for the name of an object. */
  readonly template: string;
  /** `anthropic.sdk.method`, without the `beta.` of the beta resources. */
  readonly sdkMethod: string;
  /** `gen_ai.operation.name`, if the conventions define one. */
  readonly operation?: 'chat' | 'text_completion';
}

/** Routes whose SDK name does not follow from method and path. */
const NAMED: RouteTable = table([
  ['POST', '/v1/messages', 'messages.create', 'chat'],
  ['POST', '/v1/complete', 'completions.create', 'text_completion'],
  ['POST', '/v1/messages/count_tokens', 'messages.count_tokens'],
  ['GET', '/v1/messages/batches/{id}/results', 'messages.batches.results'],
  ['POST', '/v1/files', 'files.upload'],
  ['GET', '/v1/files/{id}', 'files.retrieve_metadata'],
  ['GET', '/v1/files/{id}/content', 'files.download'],
]);

/** The SDK's name for each HTTP method, on a collection and on an object in it. */
const VERBS: ReadonlyMap<string, readonly [onCollection: string, onObject: string]> = new Map([
  ['GET', ['list', 'retrieve']],
  ['POST', ['create', 'update']],
  ['PUT', ['update', 'update']],
  ['PATCH', ['update', 'update']],
  ['DELETE', ['delete', 'delete']],
]);

/** The most segments of a name that is derived from an unknown path. */
const MAX_SEGMENTS = 8;

/** The route of a request: from the table, else derived from its path, without query and origin. */
export function routeOf(method: string, path: string): Route {
  // Most calls by far: the path is its own template.
  const plain = NAMED.get(path)?.get(method);
  if (plain) return plain;
  const verb = method.toUpperCase();
  const template = templateOf(path);
  return NAMED.get(template)?.get(verb) ?? madeUp(verb, template);
}

const isPlainWord = (segment: string): boolean => /^(v\d|[a-z][a-z_]{0,30})$/.test(segment);

/** Collections in which a plain word may name an object: `/v1/models/opus`, `…/versions/latest`. */
const NAMED_FREELY: ReadonlySet<string | undefined> = new Set(['models', 'versions']);

/** `path` with `{id}` for each segment that names an object or is not a plain word. */
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
 * Whether a JSON object can be a successful response. Through every gateway and cloud, a message has `content`, the legacy
 * endpoint's response has `completion`, and a token count has its number. Other routes accept any object except an error.
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
