// Parses single words of a script: a stream's fault, a time, a quoted text, an error type.
import { MOST_MILLISECONDS } from './limits.ts';
import type { Reader } from './reader.ts';
import type { StreamFault } from './script.ts';

/** The word for each fault of a stream. */
export const STREAM_WORDS: Readonly<Record<StreamFault['then'], string>> = {
  reset: 'cut',
  end: 'end',
  stall: 'stall',
  error: 'error',
  garbage: 'garbage',
};

/** Whether a word has the form of an error type, known or not: `overloaded_error`, `brand_new_error`. */
export const isErrorTypeWord = (text: string): boolean => /^[a-z]+(_[a-z]+)+$/.test(text);

export const unquote = (text: string): string => text.slice(1, -1).replace(/\\(.)/gs, '$1');

/** `500`, `500ms` or `2s`. */
export function parseMilliseconds(reader: Reader): number {
  const token = reader.take();
  const [, n, unit] = (token.kind === 'word' && /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(token.text)) || [];
  if (n === undefined) return reader.fail('a time such as 500, 500ms or 2s', token);
  const ms = Math.round(Number(n) * (unit === 's' ? 1000 : 1));
  return ms <= MOST_MILLISECONDS ? ms : reader.fail(`a time of at most ${MOST_MILLISECONDS} ms`, token);
}
