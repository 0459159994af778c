// The parts of a request that may be written down: paths and models in words from closed lists, names in answers by their shape.
import { isErrorType } from './api/error-types.ts';
import { API_HEADERS } from './api/headers.ts';
import { NAMED_FAULT_TITLES } from './script/named-faults.ts';

/** The prefix of a model's name that asks for a fault. */
export const FAULT_MODEL_PREFIX = 'simulate:';

/** Stands for whatever is not written down. */
const MASK = '*';
const MOST_SEGMENTS = 10;

/** Segments of the API's paths, and of those that clouds and proxies put around them. */
const SEGMENTS: ReadonlySet<string> = new Set(
  (
    'v1 v2 messages count_tokens models batches results cancel files content complete skills versions organizations me beta ' +
    'api anthropic claude proxy gateway llm ai openai chat completions responses embeddings health metrics ' +
    'model invoke invoke-with-response-stream converse converse-stream projects locations publishers'
  ).split(' '),
);

const MODEL =
  /^(?:(?:us|eu|apac|jp|au|global)\.)?(?:anthropic[./])?claude(?:-(?:opus|sonnet|haiku|instant|fable|mythos|latest|preview|fast|v?\d{1,2}(?:\.\d{1,2})?|20\d{6})){1,5}(?:@(?:20\d{6}|default|latest))?(?::\d{1,2})?$/;

/** Headers of answers that a request may ask for by name. */
const HEADERS: ReadonlySet<string> = new Set([
  ...API_HEADERS,
  ...'content-type content-length retry-after retry-after-ms x-should-retry server via cache-control location'.split(
    ' ',
  ),
]);
const HEADER_VALUE = /^(?:[\d.]{1,12}|true|false|text\/html|nginx)$/;

/** A path for the journal: segments that are known, `*` for the others. */
export function journalPath(path: string): string {
  if (!path.startsWith('/')) return MASK;
  const segments = path.split('/', MOST_SEGMENTS + 2).slice(1);
  const written = segments
    .slice(0, MOST_SEGMENTS)
    .map((segment) => (segment === '' || SEGMENTS.has(segment) ? segment : journalModel(segment)));
  return `/${written.join('/')}${segments.length > MOST_SEGMENTS ? '/…' : ''}`;
}

/** A model for the journal: names of Anthropic's models, and `claude-*`, `simulate:*` or `*` for the others. */
export function journalModel(model: string): string {
  if (model.length <= 80 && MODEL.test(model)) return model;
  if (model.startsWith(FAULT_MODEL_PREFIX)) {
    const name = model.slice(FAULT_MODEL_PREFIX.length);
    return FAULT_MODEL_PREFIX + (Object.hasOwn(NAMED_FAULT_TITLES, name) ? name : MASK);
  }
  return model.startsWith('claude-') ? `claude-${MASK}` : MASK;
}

/**
 * A name that a client sent, for the answer to it: few short words and numbers, joined as models have them. `*` for
 * anything else, such as a key or a sentence.
 */
export const answerName = (name: string): string => (isName(name) ? name : MASK);

/** Whether a name has the shape of a model's: a key and a sentence do not. */
export function isName(name: string): boolean {
  if (name.length > MOST_OF_NAME || !/^[a-z]/i.test(name) || /^sk\b/i.test(name)) return false;
  const parts = name.split(/[-._:/]|@(?=\d)/);
  const words = parts.filter((part) => /^[a-z]{2,12}$/i.test(part));
  return (
    words.length <= 4 && parts.every((part) => words.includes(part) || /^[a-z]?\d{0,8}[a-z]?$/i.test(part))
  );
}
const MOST_OF_NAME = 64;

/** The type of an error that a request asked for: one of the API's, or `*`. */
export const journalErrorType = (type: string): string => (isErrorType(type) ? type : MASK);

/**
 * The headers of an answer, for the journal. Headers that the request asked for keep only known names, and values that are
 * numbers or words of the named faults.
 */
export function journalHeaders(
  headers: Readonly<Record<string, string>>,
  asked: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const names = new Set(Object.keys(asked).map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) =>
      names.has(name)
        ? [HEADERS.has(name) ? name : MASK, HEADER_VALUE.test(value) ? value : MASK]
        : [name, value],
    ),
  );
}
