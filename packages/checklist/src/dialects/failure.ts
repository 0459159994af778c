// Shared parts of all dialects: the failure in the span's status and exceptions, and the words of a stop reason.
import { isVendor, readProvider } from '../spans/provider.ts';
import { type AttributesLike, readString, readStrings } from '../spans/read-attributes.ts';
import { withoutDiagnosis } from '../spans/status-description.ts';
import { causeOf } from './cause.ts';
import type { FactAttributes, TelemetryRecord } from './dialect.ts';

/** Error types without meaning. An exception on the span may tell more. */
const NO_TYPES: ReadonlySet<unknown> = new Set([undefined, '', '_OTHER', 'Error', 'error', 'Exception']);

/**
 * The exception of a failure: the last one in the span's events. On a log record it is in the attributes (`exception.*` of
 * the general conventions).
 */
export function exceptionOf({ events = [], attributes }: TelemetryRecord): AttributesLike {
  return events.findLast(({ name }) => name === 'exception')?.attributes ?? attributes;
}

/** OpenTelemetry for JavaScript records the code of a `DOMException` as its type (`Span.recordException`). */
const DOM_CODES: ReadonlyMap<unknown, string> = new Map([
  ['20', 'AbortError'],
  ['23', 'TimeoutError'],
]);

/** The type of an error that only the span's status shows. */
export function errorTypeOf(record: TelemetryRecord): string | undefined {
  const { attributes, failed } = record;
  const written = attributes['error.type'];
  if (failed !== true && written === undefined) return undefined;
  const type = exceptionOf(record)['exception.type'];
  const thrown = DOM_CODES.get(type) ?? textOf(type);
  if (!NO_TYPES.has(written)) return textOf(written) ?? thrown ?? '_OTHER';
  return (NO_TYPES.has(thrown) ? undefined : thrown) ?? textOf(written) ?? thrown ?? '_OTHER';
}

/** AWS's exceptions for Bedrock, in the SDKs for .NET and Java. */
const OF_BEDROCK =
  /^(?:Amazon\.BedrockRuntime|software\.amazon\.awssdk\.services\.bedrockruntime)\.[Mm]odel\.(?<name>\w{1,60})$/;

/**
 * The provider of the call, from the class of its error. Semantic Kernel's connector for .NET records the maker of the model as the provider
 * (https://github.com/microsoft/semantic-kernel, `Connectors.Amazon/Bedrock/Core/Clients/BedrockChatCompletionClient.cs`).
 */
export function ofBedrock(type: string): FactAttributes | undefined {
  const name = OF_BEDROCK.exec(type)?.groups?.name;
  return name === undefined ? undefined : { 'gen_ai.provider.name': 'aws.bedrock', 'error.type': name };
}

/** The sentence of the failure, or of its cause. */
export function messageOf(record: TelemetryRecord): string | undefined {
  const { attributes, failed } = record;
  const described = textOf(withoutDiagnosis(attributes, record.statusMessage));
  if (failed !== true && attributes['error.type'] === undefined) return described;
  const exception = exceptionOf(record);
  const sentence = described ?? textOf(exception['exception.message']) ?? textOf(attributes['error.message']);
  return causeOf(sentence, exception['exception.stacktrace']) ?? sentence;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Other attributes in which instrumentations record why a message ended. */
const STOP_NAMES = [
  'gen_ai.response.stop_reason',
  'llm.response.stop_reason',
  'llm.response.finish_reason',
  'llm.finish_reason',
] as const;

/** Other APIs' words for Claude's stop reasons, as in the JSON schema of the conventions' output messages. */
const STOP_REASONS: ReadonlyMap<string, string> = new Map([
  ['stop', 'end_turn'],
  ['length', 'max_tokens'],
  ['tool_call', 'tool_use'],
  ['tool_calls', 'tool_use'],
  ['tool-calls', 'tool_use'],
  ['content_filter', 'refusal'],
  ['content-filter', 'refusal'],
  // Google's, which its Agent Development Kit also writes for Claude (`google-adk` 2.13.0, `models/lite_llm.py`).
  ['safety', 'refusal'],
]);

/**
 * The provider of a failed call, for spans without provider and model, such as a framework's. The error shows it: LiteLLM's
 * `AnthropicException`, a class of the SDK, a request id of the API, or its host.
 */
export function providerInFailure(
  record: TelemetryRecord,
  known: AttributesLike,
): FactAttributes | undefined {
  if (record.failed !== true || readString(known, 'gen_ai.request.model') !== undefined) return undefined;
  if (isVendor(readProvider(known))) return undefined;
  if (NAMED_ANTHROPIC.test(record.name ?? '')) return { 'gen_ai.provider.name': 'anthropic' };
  const exception = exceptionOf(record);
  const text = [exception['exception.type'], record.statusMessage, exception['exception.message']].join('\n');
  const stack = exception['exception.stacktrace'];
  return SAYS_ANTHROPIC.test(text.slice(0, 4_000)) ||
    (typeof stack === 'string' && FRAME_OF_SDK.test(stack.slice(-LONGEST_STACK)))
    ? { 'gen_ai.provider.name': 'anthropic' }
    : undefined;
}

/** A class of a framework that calls Claude: `AnthropicChatGenerator.run` in Haystack, `Claude.invoke` in `agno`. */
const NAMED_ANTHROPIC = /^(?:Anthropic|Claude)(?:\w{0,40})\.\w/;

const SAYS_ANTHROPIC =
  /\bAnthropic(?:Exception|Error)\b|^anthropic\.|\bapi\.anthropic\.com\b|"request_id": ?"req_01|\bCould not resolve authentication method\. Expected one of api_?[kK]ey\b/;

/** The part of a stack that is searched. The error and its frames come last in Python. */
const LONGEST_STACK = 20_000;

/** The SDK's own frames, for an error of another library, such as `httpx`. */
const FRAME_OF_SDK =
  /[\\/]anthropic[\\/]_(?:base_client|client|streaming)\.py"|[\\/]@anthropic-ai[\\/]sdk[\\/]/;

/**
 * Why the message ended, in the API's words; `undefined` if the span already says it in those words. In conventions up to 1.36 an event of
 * the answer has it.
 */
export function stopReasonOf(
  attributes: AttributesLike,
  { events = [] }: Pick<TelemetryRecord, 'events'> = {},
): FactAttributes | undefined {
  const given = attributes['gen_ai.response.finish_reasons'];
  const [written] = given === undefined ? [] : readStrings(attributes, 'gen_ai.response.finish_reasons');
  const name = given === undefined ? STOP_NAMES.find((one) => attributes[one] !== undefined) : undefined;
  const choice = given === undefined ? events.findLast((event) => event.name === 'gen_ai.choice') : undefined;
  const reason =
    written ??
    textOf(given) ??
    (name && textOf(attributes[name])) ??
    textOf(choice?.attributes?.finish_reason);
  if (reason === undefined || reason.startsWith('[')) return undefined;
  const word = reason.toLowerCase();
  const known = STOP_REASONS.get(word) ?? word;
  return known === written ? undefined : { 'gen_ai.response.finish_reasons': [known] };
}
