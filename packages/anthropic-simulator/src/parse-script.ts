// The text form of a script: `1: 529 retry-after=1; 2: error after 3 deltas; 3: ok`. The README has the grammar.
import { errorTypeOfStatus, isErrorType, statusOfErrorType, usualMessage } from './error-types.ts';
import { NAMED_FAULTS } from './named-faults.ts';
import { parseWhen } from './parse-when.ts';
import type { Fault, FaultResponse, Script, StreamFault } from './script.ts';
import { type Reader, readers, type Token } from './script-reader.ts';

const WHAT =
  'ok, a status, an error type, reset, close, hang, cut, end, stall, error, garbage, delay or the name of a fault';

const STREAM_VERBS: Readonly<Record<string, StreamFault['then']>> = {
  cut: 'reset',
  end: 'end',
  stall: 'stall',
  error: 'error',
  garbage: 'garbage',
};

/**
 * Reads the text form of a script.
 *
 * @param text - Parts separated by `;`, each `[requests:] what`. Empty text is a script without faults.
 * @param options - The `name` and `seed` of the script.
 * @throws {@link ScriptSyntaxError} with the part, the column and what was expected there.
 * @example
 * parseScript('1: 529 retry-after=1; 2: error after 3 deltas; 3: ok');
 */
export function parseScript(
  text: string,
  options: { readonly name?: string; readonly seed?: number } = {},
): Script {
  return { ...options, faults: readers(text).map(parsePart) };
}

function parsePart(reader: Reader): Fault {
  const when = reader.peek(1).kind === ':' || reader.peek().kind === ':' ? parseWhen(reader) : undefined;
  const fault = parseWhat(reader);
  if (!reader.atEnd()) reader.fail('the end of this part, or ";"');
  return when ? { ...fault, when } : fault;
}

function parseWhat(reader: Reader): Fault {
  const token = reader.take();
  if (token.kind !== 'word') reader.fail(WHAT, token);
  const { text } = token;
  const verb = own(STREAM_VERBS, text);
  const named = own(NAMED_FAULTS, text);
  if (text === 'ok') return parseOk(reader);
  if (text === 'reset' || text === 'close' || text === 'hang') return { connection: text };
  if (text === 'delay') return parseDelay(reader);
  if (verb) return parseStream(reader, verb);
  if (named) return parseNamed(reader, named);
  if (/^\d+$/.test(text)) return parseStatus(reader, token);
  if (isErrorType(text)) return parseResponse(reader, statusOfErrorType(text), text);
  return reader.fail(WHAT, token);
}

function parseOk(reader: Reader): Fault {
  const { headers } = parseModifiers(reader, 'headers');
  return headers ? { response: { headers } } : { name: 'ok' };
}

function parseDelay(reader: Reader): Fault {
  const delayMs = parseMilliseconds(reader);
  if (reader.atEnd()) return { delayMs };
  const { delayMs: more = 0, name, ...fault } = parseWhat(reader);
  const whole = { ...fault, delayMs: delayMs + more };
  return name === undefined || name === 'ok' ? whole : { ...whole, name: `delay ${delayMs}, ${name}` };
}

function parseNamed(reader: Reader, fault: Fault): Fault {
  const { headers } = parseModifiers(reader, 'headers');
  if (!headers) return fault;
  return { ...fault, response: { ...fault.response, headers: { ...fault.response?.headers, ...headers } } };
}

function parseStatus(reader: Reader, token: Token): Fault {
  const status = Number(token.text);
  if (status < 200 || status > 599) reader.fail('a status from 200 to 599', token);
  return parseResponse(reader, status);
}

function parseResponse(reader: Reader, status: number, type?: string): Fault {
  const given = parseModifiers(reader, 'error', type);
  const isError = status >= 400 || given.type !== undefined || given.message !== undefined;
  const errorType = given.type ?? errorTypeOfStatus(status);
  const response: FaultResponse = {
    status,
    ...(given.headers && { headers: given.headers }),
    ...(isError && { error: { type: errorType, message: given.message ?? usualMessage(errorType) } }),
  };
  return { response };
}

/** What may follow a status: an error type, `header=value`, `!header` to leave one out, and a message in quotes. */
function parseModifiers(
  reader: Reader,
  allowed: 'headers' | 'error',
  errorType?: string,
): { type?: string; message?: string; headers?: Record<string, string | null> } {
  const expected =
    allowed === 'error'
      ? 'an error type, header=value, !header, a "message" or the end'
      : 'header=value, !header or the end';
  const headers: Record<string, string | null> = {};
  let type = errorType;
  let message: string | undefined;
  while (!reader.atEnd()) {
    const token = reader.take();
    const header = token.kind === 'word' ? parseHeader(token.text) : undefined;
    if (header) headers[header.name] = header.value;
    else if (allowed === 'error' && token.kind === 'string' && message === undefined)
      message = unquote(token.text);
    else if (allowed === 'error' && type === undefined && /^[a-z]+(_[a-z]+)+$/.test(token.text))
      type = token.text;
    else reader.fail(expected, token);
  }
  return {
    ...(type !== undefined && { type }),
    ...(message !== undefined && { message }),
    ...(Object.keys(headers).length > 0 && { headers }),
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

const unquote = (text: string): string => text.slice(1, -1).replace(/\\(.)/gs, '$1');

function parseStream(reader: Reader, then: StreamFault['then']): Fault {
  const stallMs = then === 'stall' ? parseMilliseconds(reader) : undefined;
  const error = then === 'error' ? parseStreamError(reader) : undefined;
  if (!reader.takeWord('after'))
    reader.fail(then === 'error' ? 'an error type, a "message" or after' : 'after');
  const after = parsePlace(reader);
  return { stream: { after, then, ...(stallMs !== undefined && { stallMs }), ...(error && { error }) } };
}

function parseStreamError(reader: Reader): { type: string; message: string } | undefined {
  let type: string | undefined;
  let message: string | undefined;
  if (reader.peek().kind === 'word' && /^[a-z]+(_[a-z]+)+$/.test(reader.peek().text))
    type = reader.take().text;
  if (reader.peek().kind === 'string') message = unquote(reader.take().text);
  if (type === undefined && message === undefined) return undefined;
  const given = type ?? 'overloaded_error';
  return { type: given, message: message ?? usualMessage(given) };
}

function parsePlace(reader: Reader): StreamFault['after'] {
  const token = reader.take();
  if (token.kind !== 'word' || !/^\d{1,9}$/.test(token.text)) reader.fail('a whole number', token);
  const n = Number(token.text);
  const unit = reader.take();
  switch (unit.text) {
    case 'event':
    case 'events':
      return { events: n };
    case 'delta':
    case 'deltas':
      return { deltas: n };
    case 'byte':
    case 'bytes':
      return { bytes: n };
    default:
      return reader.fail('events, deltas or bytes', unit);
  }
}

/** `500`, `500ms` or `2s`. */
function parseMilliseconds(reader: Reader): number {
  const token = reader.take();
  const [, n, unit] = (token.kind === 'word' && /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(token.text)) || [];
  if (n === undefined) return reader.fail('a time such as 500, 500ms or 2s', token);
  return Math.round(Number(n) * (unit === 's' ? 1000 : 1));
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
