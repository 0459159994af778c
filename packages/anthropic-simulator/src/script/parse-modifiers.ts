// Parses the words after a status: an error type, `header=value`, `!header` to omit one, and a quoted message. After a name or
// `ok`, only headers are allowed.
import { headerProblem } from './limits.ts';
import type { Reader } from './reader.ts';
import { isErrorTypeWord, unquote } from './words.ts';

export function parseModifiers(
  reader: Reader,
  allowed: 'headers' | 'error',
  errorType?: string,
): { type?: string; message?: string; headers?: Record<string, string | null> } {
  const expected =
    allowed === 'error'
      ? 'an error type, header=value, !header, a "message" or the end'
      : 'header=value, !header or the end';
  const headers = new Map<string, string | null>();
  let type = errorType;
  let message: string | undefined;
  while (!reader.atEnd()) {
    const token = reader.take();
    const header = token.kind === 'word' ? parseHeader(token.text) : undefined;
    if (header) {
      const problem = headerProblem(header.name, header.value);
      if (problem) reader.fail(problem, token);
      headers.set(header.name, header.value);
    } else if (allowed === 'error' && token.kind === 'string' && message === undefined)
      message = unquote(token.text);
    else if (allowed === 'error' && type === undefined && isErrorTypeWord(token.text)) type = token.text;
    else reader.fail(expected, token);
  }
  return {
    ...(type !== undefined && { type }),
    ...(message !== undefined && { message }),
    ...(headers.size > 0 && { headers: Object.fromEntries(headers) }),
  };
}

const parseHeader = (text: string): { name: string; value: string | null } | undefined => {
  const name = '[A-Za-z0-9-]+';
  const removed = new RegExp(`^!(${name})$`).exec(text)?.[1];
  if (removed !== undefined) return { name: removed.toLowerCase(), value: null };
  const [, given, value] = new RegExp(`^(${name})=(.*)$`, 's').exec(text) ?? [];
  if (given === undefined || value === undefined) return undefined;
  return { name: given.toLowerCase(), value: value.startsWith('"') ? unquote(value) : value };
};
