// Decides which parts of a request may be recorded: words of paths and models from closed lists, and names of a certain shape.
import { isErrorType } from './api/error-types.ts';
import { API_HEADERS } from './api/headers.ts';
import { NAMED_FAULT_TITLES } from './script/named-faults.ts';

/** The prefix of a model name that asks for a fault. */
export const FAULT_MODEL_PREFIX = 'simulate:';

/** Replaces every part that is not recorded. */
const MASK = '*';
const MOST_SEGMENTS = 10;

/** Parts of the API's paths, and of paths that clouds and proxies put around them. */
const SEGMENTS: ReadonlySet<string> = new Set(
  (
    'v1 v2 messages count_tokens models batches results cancel files content complete skills versions organizations me beta ' +
    'api anthropic claude proxy gateway llm ai openai chat completions responses embeddings health metrics ' +
    'model invoke invoke-with-response-stream converse converse-stream projects locations publishers'
  ).split(' '),
);

const MODEL =
  /^(?:(?:us|eu|apac|jp|au|global)\.)?(?:anthropic[./])?claude(?:-(?:opus|sonnet|haiku|instant|fable|mythos|latest|preview|fast|v?\d{1,2}(?:\.\d{1,2})?|20\d{6})){1,5}(?:@(?:20\d{6}|default|latest))?(?::\d{1,2})?$/;

/** Response headers that a request may ask for by name. */
const HEADERS: ReadonlySet<string> = new Set([
  ...API_HEADERS,
  ...'content-type content-length retry-after retry-after-ms x-should-retry server via cache-control location'.split(
    ' ',
  ),
]);
const HEADER_VALUE = /^(?:[\d.]{1,12}|true|false|text\/html|nginx)$/;

/** A path for the journal: known parts, and `*` for the others. */
export function journalPath(path: string): string {
  if (!path.startsWith('/')) return MASK;
  const segments = path.split('/', MOST_SEGMENTS + 2).slice(1);
  const written = segments
    .slice(0, MOST_SEGMENTS)
    .map((segment) => (segment === '' || SEGMENTS.has(segment) ? segment : journalModel(segment)));
  return `/${written.join('/')}${segments.length > MOST_SEGMENTS ? '/…' : ''}`;
}

/** A model for the journal: names of Anthropic's models, and `claude-*`, `simulate:*` or `*` for others. */
export function journalModel(model: string): string {
  if (model.length <= 80 && MODEL.test(model)) return model;
  if (model.startsWith(FAULT_MODEL_PREFIX)) {
    const name = model.slice(FAULT_MODEL_PREFIX.length);
    return FAULT_MODEL_PREFIX + (Object.hasOwn(NAMED_FAULT_TITLES, name) ? name : MASK);
  }
  return model.startsWith('claude-') ? `claude-${MASK}` : MASK;
}

/**
 * A client's name for use in the answer: a few short words and numbers, joined as in model names. `*` for
 * other text, such as a key or a sentence.
 */
export const answerName = (name: string): string => (isName(name) ? name : MASK);

/** Whether a text has the shape of a model's name, unlike a key or a sentence. */
export function isName(name: string): boolean {
  if (name.length > MOST_OF_NAME || !/^[a-z]/i.test(name) || /^sk\b/i.test(name)) return false;
  const parts = name.split(/[-._:/]|@(?=\d)/);
  const words = parts.filter((part) => /^[a-z]{2,12}$/i.test(part));
  return (
    words.length <= 4 && parts.every((part) => words.includes(part) || /^[a-z]?\d{0,8}[a-z]?$/i.test(part))
  );
}
const MOST_OF_NAME = 64;

/** The error type that a request asked for: one of the API's, or `*`. */
export const journalErrorType = (type: string): string => (isErrorType(type) ? type : MASK);

/**
 * The headers of an answer, for the journal. If the request asked for them, only known names stay, with values that are
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
