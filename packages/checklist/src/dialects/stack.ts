// Reads the stack of an error, from its attribute or its message, because it shows causes that the message lacks.
import { openEnvelope } from '../facts/envelope.ts';
import { classOf } from '../facts/error-class.ts';
import { ownTypeOf } from '../facts/error-sentence.ts';
import { KNOWN_ERROR_TYPES } from '../facts/failure-stage.ts';
import { causeOf } from './cause.ts';
import type { FactAttributes, TelemetryRecord } from './dialect.ts';
import { exceptionOf } from './failure.ts';

/** A longer stack comes from endless recursion. */
const LONGEST = 50_000;
const TRACEBACK = 'Traceback (most recent call last):';

/** In Python, a line without a leading blank. The first cause comes first. */
const CAUSE = /^(?<name>(?:[A-Za-z_]\w{0,60}\.){0,6}[A-Za-z_]\w{0,60}): .{1,2000}$/gm;

/** In Java. The deepest cause comes last. */
const CAUSED_BY = /^Caused by: (?<name>(?:\w{1,60}\.){0,8}\w{1,60})(?:: .{1,2000})?$/gm;

/** Code of the SDKs for Python (2.14.0) and TypeScript (1.14.0) that reads a stream after its start. */
const IN_STREAM =
  /\banthropic\/_streaming\.py"|@anthropic-ai\/sdk\/(?:src\/)?(?:core\/)?streaming\.[cm]?[jt]s\b/;

/** Frameworks' messages about an unusable answer. */
const SENTENCES: readonly (readonly [words: RegExp, facts: FactAttributes])[] = [
  // `langchain_core/language_models/chat_models.py` 1.8.3.
  [
    /^(?:ValueError\(')?No generation chunks were returned\b/,
    {
      'error.type': 'stream_incomplete',
      'anthropic.stream.outcome': 'incomplete',
      'anthropic.stream.events': 0,
    },
  ],
  // `MessageStream` of the SDK for TypeScript.
  [
    /^request ended without sending any chunks$/,
    {
      'error.type': 'stream_incomplete',
      'anthropic.stream.outcome': 'incomplete',
      'anthropic.stream.events': 0,
    },
  ],
  [
    /^stream ended without producing a Message with role=assistant$/,
    { 'error.type': 'stream_incomplete', 'anthropic.stream.outcome': 'incomplete' },
  ],
  // The SDK for Python returns the text of an answer that is not JSON, and LangChain treats it as a message.
  [/^'str' object has no attribute 'model_dump'/, { 'error.type': 'malformed_response' }],
  // Python raises this in a generator that is no longer read.
  [/^GeneratorExit\b/, { 'error.type': undefined, 'anthropic.stream.outcome': 'abandoned' }],
  // Semantic Kernel 1.45.0 knows only three stop reasons (`connectors/ai/anthropic/services/anthropic_chat_completion.py`).
  ...['refusal', 'pause_turn', 'model_context_window_exceeded'].map(
    (reason): readonly [RegExp, FactAttributes] => [
      new RegExp(`^KeyError: '?${reason}'?$`),
      { 'error.type': undefined, 'gen_ai.response.finish_reasons': [reason] },
    ],
  ),
];

/** The facts of a failure from its message and its stack. */
export interface StackReading {
  /** The message without the stack. */
  readonly message: string | undefined;
  readonly facts: FactAttributes;
}

/**
 * Reads the stack of a failed span.
 *
 * @param message its sentence, which the stack may follow
 */
export function readStack(record: TelemetryRecord, message: string | undefined): StackReading {
  const { sentence, name, rest } = split(message ?? '');
  const known = SENTENCES.find(([words]) => words.test(sentence));
  if (known !== undefined) return { message: sentence, facts: known[1] };
  const written = exceptionOf(record)['exception.stacktrace'];
  const stack = (rest || (typeof written === 'string' ? written : '')).slice(0, LONGEST);
  const ofJava = readJava(record, sentence, stack);
  if (ofJava !== undefined) return ofJava;
  const causes = [...stack.matchAll(CAUSE)].map(({ groups }) => groups as unknown as Cause);
  if (IN_STREAM.test(stack)) return { message: sentence, facts: endOfStream(sentence, causes) };
  const ofSdk = causes.findLast(({ name }) => name.startsWith('anthropic.'));
  if (ofSdk !== undefined) {
    // Frameworks have fewer classes than the SDK.
    return { message: causeOf(sentence, stack) ?? sentence, facts: { 'error.type': classOf(ofSdk.name) } };
  }
  return {
    message: sentence === '' ? message : sentence,
    facts: name === undefined || name === 'Error' ? {} : { 'error.type': name },
  };
}

interface Cause {
  readonly name: string;
}

/** Reads errors of the SDK for Java (`com.anthropic.errors` 2.52.0), which has one sentence for each place of failure. */
function readJava(record: TelemetryRecord, sentence: string, stack: string): StackReading | undefined {
  const causes = [...stack.matchAll(CAUSED_BY)].map(
    ({ groups }) => groups as { name: string; sentence?: string },
  );
  const [first] = causes;
  if (first === undefined) return undefined;
  if (first.name === 'java.io.InterruptedIOException' && sentence.startsWith(first.name))
    return { message: sentence, facts: { 'error.type': 'client_timeout_error' } };
  if (sentence === 'Stream failed')
    return { message: sentence, facts: { 'error.type': 'stream_interrupted' } };
  if (sentence !== 'Error reading response' || !/\.Json\w{0,60}Exception$/.test(causes.at(-1)?.name ?? ''))
    return undefined;
  const isStream = record.attributes['gen_ai.request.stream'] !== undefined;
  return { message: sentence, facts: { 'error.type': isStream ? 'stream_malformed' : 'malformed_response' } };
}

/** The facts of an error during the events of a stream. */
function endOfStream(sentence: string, causes: readonly Cause[]): FactAttributes {
  const { type, sentence: inner } = openEnvelope(sentence);
  if (type !== undefined && KNOWN_ERROR_TYPES.has(type))
    return { 'error.type': type, 'anthropic.stream.outcome': 'error_event' };
  const own = ownTypeOf(inner);
  if (own === 'malformed_response' || causes.some(({ name }) => name === 'json.decoder.JSONDecodeError'))
    return { 'error.type': 'stream_malformed' };
  return own === 'client_timeout_error'
    ? { 'anthropic.stream.outcome': 'timeout' }
    : { 'error.type': 'stream_interrupted' };
}

/**
 * Splits a message from the stack after it: Python's traceback, or LangChain's `error.message`, a blank line
 * and `error.stack` (tracers of `@langchain/core` 1.4.0, `dist/tracers/base.js`).
 */
function split(message: string): {
  readonly sentence: string;
  /** The class of the error, if the stack begins with it. */
  readonly name?: string | undefined;
  readonly rest: string;
} {
  const traceback = message.indexOf(TRACEBACK);
  if (traceback > 0)
    return { sentence: unquoted(message.slice(0, traceback).trim()), rest: message.slice(traceback) };
  const frames = message.indexOf('\n    at ');
  const head = frames < 0 ? message : message.slice(0, frames);
  const rest = frames < 0 ? '' : message.slice(frames);
  for (const { 0: between, index } of head.matchAll(/\n\n[A-Z]\w{0,60}: /g)) {
    const sentence = head.slice(0, index);
    if (sentence.trim() === head.slice(index + between.length).trim())
      return { sentence: plain(sentence), name: between.slice(2, -2), rest };
  }
  return { sentence: plain(head), rest };
}

/** The message inside a Python `repr()`. */
export function unquoted(text: string): string {
  const inner = /^[A-Z]\w{0,60}\((?<quote>["'])(?<inner>.*)\k<quote>\)$/s.exec(text)?.groups?.inner;
  return inner === undefined
    ? text
    : inner.replaceAll(/\\["'\\]/g, (escaped) => escaped.slice(1)).replaceAll('\\n', '\n');
}

/** Removes the link to LangChain's pages, which LangChain adds. */
const plain = (sentence: string): string =>
  sentence.replace(/\n\nTroubleshooting URL: \S{1,300}\s*$/, '').trim();
