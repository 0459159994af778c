// Where each kind of row belongs in our sources, and whether it is there already.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Place {
  /** Files of the repository; the first has the table. */
  readonly files: readonly string[];
  /** The action for a row that is new, gone or changed. */
  readonly what: string;
}

const PLACES: ReadonlyMap<string, Place> = new Map([
  [
    'internals',
    {
      files: [
        'packages/instrumentation-anthropic/src/sdk/checked-versions.ts',
        'packages/instrumentation-anthropic/src/sdk/wrappers.ts',
      ],
      what: 'a row in SIGNATURES for other parameters, then what cites it: read the difference',
    },
  ],
  [
    'error codes',
    {
      files: ['packages/checklist/src/conditions/api-codes.ts'],
      what: 'a row in CODES for each that a call of the Messages API can get',
    },
  ],
  [
    'error types',
    { files: ['packages/checklist/src/facts/failure-stage.ts'], what: 'a row in STATUS_OF_TYPE' },
  ],
  [
    'error classes',
    { files: ['packages/checklist/src/facts/error-class.ts'], what: 'a row in TYPE_OF_CLASS' },
  ],
  [
    'stop reasons',
    {
      files: [
        'packages/checklist/src/text/message-object.ts',
        'packages/checklist/src/rules/7-response/max-tokens.ts',
      ],
      what: 'the list of stop reasons, and a rule where one says that an answer is not whole',
    },
  ],
  [
    'content blocks',
    {
      files: [
        'packages/instrumentation-anthropic/src/content/parts.ts',
        'packages/instrumentation-anthropic/src/attributes/shape.ts',
      ],
      what: 'a part of the message, and its type in the shape of a request',
    },
  ],
  [
    'stream events',
    {
      files: [
        'packages/instrumentation-anthropic/src/call/stream.ts',
        'packages/instrumentation-anthropic/src/content/accumulate.ts',
      ],
      what: 'what the event says of the call',
    },
  ],
  [
    'usage fields',
    { files: ['packages/wire/src/message.ts'], what: 'an attribute where it counts tokens or tools' },
  ],
  [
    'request parameters',
    {
      files: [
        'packages/wire/src/request/fields.ts',
        'packages/instrumentation-anthropic/src/attributes/request.ts',
        'packages/instrumentation-anthropic/src/attributes/shape.ts',
      ],
      what: 'a field of REQUEST with its type; an attribute where it explains what a call does or costs',
    },
  ],
  [
    'own tracing',
    {
      files: [
        'packages/instrumentation-anthropic/src/attributes/routes.ts',
        'packages/semantic-conventions/src/attributes.ts',
        'test/packages/migration/mapping.ts',
      ],
      what: 'a row in NAMED for a span whose name does not follow from method and path; an attribute in the tables',
    },
  ],
  [
    'dependencies',
    {
      files: ['pnpm-workspace.yaml'],
      what: 'a range that has moved may give the SDK its own copy of a package',
    },
  ],
  [
    'exports',
    { files: ['pnpm-workspace.yaml'], what: 'look at what imports it; `npm run types` names the places' },
  ],
  [
    'overridden methods',
    {
      files: ['packages/instrumentation-anthropic/src/sdk/patch-points.ts'],
      what: 'a method that a client of a platform has of its own passes the patch by',
    },
  ],
  [
    'requirements',
    { files: ['test/sdk-matrix/cells.ts'], what: 'whether it still installs beside the rest' },
  ],
]);

/** @throws Error for a kind without a place, which is a fault of this folder. */
export function placeOf(kind: string): Place {
  const place = PLACES.get(kind);
  if (!place) throw new Error(`test/drift/places.ts has no place for ${kind}`);
  return place;
}

/** Whether a file of the place has the word that a row is about: `file_expired` of `404 file_expired`. */
export function isThere(kind: string, key: string): boolean {
  const word = (kind === 'own tracing' ? /\S+$/ : /[\w-]+$/).exec(key)?.[0];
  return word !== undefined && placeOf(kind).files.some((file) => wordsOf(file).has(word));
}

const words = new Map<string, ReadonlySet<string>>();

/** Names with and without what is in front of a dot. */
function wordsOf(file: string): ReadonlySet<string> {
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const known =
    words.get(file) ?? new Set([...(text.match(/[\w-]+/g) ?? []), ...(text.match(/[\w.-]+/g) ?? [])]);
  words.set(file, known);
  return known;
}
