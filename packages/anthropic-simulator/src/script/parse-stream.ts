// Parses a stream's fault and its place: `cut after 3 events`, `stall 2s after 1 delta`, `error api_error after 40 bytes`.
import { usualMessage } from '../api/error-types.ts';
import type { Reader } from './reader.ts';
import type { Fault, StreamFault } from './script.ts';
import { isErrorTypeWord, parseMilliseconds, unquote } from './words.ts';

/** Parses the words after the fault's name: its duration or error, and its place in the stream. */
export function parseStream(reader: Reader, then: StreamFault['then']): Fault {
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
  if (reader.peek().kind === 'word' && isErrorTypeWord(reader.peek().text)) type = reader.take().text;
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
