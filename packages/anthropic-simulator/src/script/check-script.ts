// Checks a script before it is run: the exact place of what is wrong, for a JSON file and for a call without types.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { parseScript } from './parse-script.ts';
import type { Script } from './script.ts';

type Check = (value: unknown, path: string) => void;

function fail(path: string, expected: string, value: unknown): never {
  throw new TypeError(`${path}: expected ${expected}, found ${JSON.stringify(value) ?? typeof value}`);
}

const is =
  (expected: string, test: (value: unknown) => boolean): Check =>
  (value, path) => {
    if (!test(value)) fail(path, expected, value);
  };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown, min: number, max: number = Number.MAX_SAFE_INTEGER): value is number =>
  typeof value === 'number' && value >= min && value <= max;

const isWhole = (value: unknown, min: number): boolean => Number.isInteger(value) && isNumber(value, min);

const isHeaders = (value: unknown): boolean => isObject(value) && Object.entries(value).every(isHeader);

const isHeader = ([name, value]: [string, unknown]): boolean => {
  try {
    validateHeaderName(name);
    if (typeof value === 'string') validateHeaderValue(name, value);
    return value === null || typeof value === 'string';
  } catch {
    return false;
  }
};

const string: Check = is('a string', (value) => typeof value === 'string');
const boolean: Check = is('true or false', (value) => typeof value === 'boolean');
const milliseconds: Check = is('milliseconds, 0 or more', (value) => isNumber(value, 0));
const count: Check = is('a whole number, 0 or more', (value) => isWhole(value, 0));
const oneOf = (...values: readonly string[]): Check =>
  is(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value));

const object =
  (fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, path) => {
    if (!isObject(value)) return fail(path, 'an object', value);
    for (const name of required) if (value[name] === undefined) fail(`${path}.${name}`, 'a value', undefined);
    for (const [name, inner] of Object.entries(value)) {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!check)
        throw new TypeError(`${path}.${name}: not a field; there are ${Object.keys(fields).join(', ')}`);
      if (inner !== undefined) check(inner, `${path}.${name}`);
    }
  };

const numbers: Check = is('a whole number from 1, a list of them, or { from }', (value) =>
  Array.isArray(value)
    ? value.every((n) => isWhole(n, 1))
    : isObject(value)
      ? Object.keys(value).length === 1 && isWhole(value.from, 1)
      : isWhole(value, 1),
);

const apiError: Check = object({ type: string, message: string, code: string }, ['type', 'message']);

const place: Check = is(
  'one of { events }, { deltas } and { bytes }, a whole number, 0 or more',
  (value) =>
    isObject(value) &&
    Object.entries(value).length === 1 &&
    Object.entries(value).every(([unit, n]) => ['events', 'deltas', 'bytes'].includes(unit) && isWhole(n, 0)),
);

const fault: Check = object({
  name: string,
  when: object({
    attempt: numbers,
    request: numbers,
    path: string,
    model: string,
    stream: boolean,
    probability: is('a number from 0 to 1', (value) => isNumber(value, 0, 1)),
  }),
  delayMs: milliseconds,
  connection: oneOf('reset', 'close', 'hang'),
  response: object({
    status: is('a status from 200 to 599', (value) => isWhole(value, 200) && isNumber(value, 200, 599)),
    headers: is('an object of header names and values, null to remove one', isHeaders),
    error: apiError,
    body: string,
  }),
  stream: object(
    {
      after: place,
      then: oneOf('reset', 'end', 'stall', 'error', 'garbage'),
      error: apiError,
      stallMs: milliseconds,
    },
    ['after', 'then'],
  ),
  answer: object({
    text: string,
    toolUse: object({ name: string, input: is('an object', isObject) }, ['name', 'input']),
    stopReason: string,
    usage: object({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
    }),
    pauseMs: milliseconds,
    pingEvery: is('a whole number from 1', (value) => isWhole(value, 1)),
  }),
});

const script: Check = object(
  {
    name: string,
    seed: is('a number', (value) => typeof value === 'number' && Number.isFinite(value)),
    faults: (value, path) => {
      if (!Array.isArray(value)) return fail(path, 'a list of faults', value);
      for (const [i, item] of value.entries()) fault(item, `${path}[${i}]`);
    },
  },
  ['faults'],
);

/**
 * The script itself, in either form, once it is known to be one.
 *
 * @throws `ScriptSyntaxError` for text that does not follow the grammar, `TypeError` naming the field that is wrong.
 */
export function checkScript(given: unknown): Script {
  if (typeof given === 'string') return parseScript(given);
  script(given, 'script');
  return given as Script;
}
