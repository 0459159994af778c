// Checks a script before it runs, in a JSON file or from an untyped call, and names the exact place of a fault.
import { headerProblem, isPlainJson, MOST_LEVELS, MOST_MILLISECONDS, MOST_NUMBERS } from './limits.ts';
import { parseScript } from './parse-script.ts';
import type { Script } from './script.ts';

type Check = (value: unknown, path: string) => void;

function fail(path: string, expected: string, value: unknown): never {
  throw new TypeError(`${path}: expected ${expected}, found ${shown(value)}`);
}

/** The beginning of a value of any type and size. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && !isPlainJson(value)) return 'what JSON cannot say';
  const text = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? typeof value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
const MOST_SHOWN = 120;
const clipped = (text: string): string => text.slice(0, MOST_SHOWN);

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

const headers: Check = (value, path) => {
  const expected = 'an object of header names and values, null to remove one';
  if (!isObject(value)) return fail(path, expected, value);
  for (const [name, text] of Object.entries(value)) {
    const place = `${path}[${shown(name)}]`;
    if (text !== null && typeof text !== 'string') fail(place, 'a string, or null to remove it', text);
    const problem = headerProblem(name, text);
    if (problem) fail(place, problem, text);
  }
};

const string: Check = is('a string', (value) => typeof value === 'string');
const boolean: Check = is('true or false', (value) => typeof value === 'boolean');
const milliseconds: Check = is(`milliseconds, 0 to ${MOST_MILLISECONDS}`, (value) =>
  isNumber(value, 0, MOST_MILLISECONDS),
);
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
        throw new TypeError(
          `${path}.${clipped(name)}: not a field; the fields are ${Object.keys(fields).join(', ')}`,
        );
      if (inner !== undefined) check(inner, `${path}.${name}`);
    }
  };

const numbers: Check = is('a whole number from 1, a list of them, or { from }', (value) =>
  Array.isArray(value)
    ? value.length <= MOST_NUMBERS && value.every((n) => isWhole(n, 1))
    : isObject(value)
      ? Object.keys(value).length === 1 && isWhole(value.from, 1)
      : isWhole(value, 1),
);

const plainObject: Check = is(
  `an object of plain JSON, at most ${MOST_LEVELS} levels deep`,
  (value) => isObject(value) && isPlainJson(value),
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
    untilMs: milliseconds,
    matches: is('a function', (value) => typeof value === 'function'),
    probability: is('a number from 0 to 1', (value) => isNumber(value, 0, 1)),
  }),
  delayMs: milliseconds,
  connection: oneOf('reset', 'close', 'hang'),
  response: object({
    status: is('a status from 200 to 599', (value) => isWhole(value, 200) && isNumber(value, 200, 599)),
    headers,
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
    toolUse: object({ name: string, input: plainObject }, ['name', 'input']),
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
 * The script, from either form, after the check.
 *
 * @throws `ScriptSyntaxError` for text that does not follow the grammar, `TypeError` that names the invalid field.
 */
export function checkScript(given: unknown): Script {
  if (typeof given === 'string') return parseScript(given);
  script(given, 'script');
  return given as Script;
}
