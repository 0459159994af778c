// Parses the text form of a script: `1: 529 retry-after=1; 2: error after 3 deltas; 3: ok`. The README has the grammar.
import { errorTypeOfStatus, isErrorType, statusOfErrorType, usualMessage } from '../api/error-types.ts';
import { MOST_MILLISECONDS } from './limits.ts';
import { NAMED_FAULTS } from './named-faults.ts';
import { parseModifiers } from './parse-modifiers.ts';
import { parseStream } from './parse-stream.ts';
import { parseWhen } from './parse-when.ts';
import { type Reader, readers, type Token } from './reader.ts';
import type { Fault, FaultResponse, Script, StreamFault } from './script.ts';
import { parseMilliseconds, STREAM_WORDS } from './words.ts';

const WHAT =
  'ok, a status, an error type, reset, close, hang, cut, end, stall, error, garbage, delay or the name of a fault';

/** The stream fault for each word. */
const STREAM_VERBS = Object.fromEntries(
  Object.entries(STREAM_WORDS).map(([then, word]) => [word, then]),
) as Readonly<Record<string, StreamFault['then']>>;

/**
 * Parses the text form of a script.
 *
 * @param text - Parts separated by `;`, each `[requests:] what`. An empty text is a script without faults.
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
  const whole = { ...fault, delayMs: Math.min(delayMs + more, MOST_MILLISECONDS) };
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

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
