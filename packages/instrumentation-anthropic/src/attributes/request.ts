// Reads a request into the attributes and the name of its span.
import { MAX_ATTRIBUTE_ITEMS, type SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  asCount,
  asNumber,
  asString,
  field,
  hasCompaction,
  memoizeFew,
  oneLine,
  redactSecrets,
  serverAttributes,
} from '@sevenstep/wire';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';
import { boundedText } from './defined.ts';
import { providerOf } from './providers.ts';
import type { Route } from './routes.ts';

/** The first attributes of a span: samplers decide on them, and metrics distinguish calls by them. */
export function startAttributes(route: Route, client: SdkClient, options: SdkRequestOptions): SpanAttributes {
  const { 'server.address': address, 'server.port': port } = serverAttributes(client.baseURL);
  return {
    'gen_ai.operation.name': route.operation,
    'gen_ai.provider.name': providerOf(client),
    'gen_ai.request.model': requestedModel(options.body),
    'anthropic.sdk.method': sdkMethod(route, options),
    'server.address': address,
    'server.port': port,
  };
}

/** The number of cached model names. */
const MAX_MODELS = 64;

const modelName = memoizeFew(MAX_MODELS, (model) => oneLine(redactSecrets(model)));

/** The requested model. A key in its place is redacted, and so are characters that change how a line is shown. */
function requestedModel(body: unknown): string | undefined {
  const model = asString(field(body, 'model'));
  return model === undefined ? undefined : modelName(model);
}

/** The other attributes of the request. */
export function requestAttributes(
  route: Route,
  client: SdkClient,
  options: SdkRequestOptions,
): SpanAttributes {
  const body = options.body;
  return {
    'gen_ai.request.max_tokens': asCount(field(body, 'max_tokens')),
    'gen_ai.request.temperature': asNumber(field(body, 'temperature')),
    'gen_ai.request.top_p': asNumber(field(body, 'top_p')),
    'gen_ai.request.top_k': asCount(field(body, 'top_k')),
    'gen_ai.request.stop_sequences': stringList(field(body, 'stop_sequences')),
    // Conventions: set when streaming, absent otherwise.
    'gen_ai.request.stream': options.stream ? true : undefined,
    'gen_ai.request.reasoning.level': asString(field(field(body, 'output_config'), 'effort')),
    'gen_ai.output.type': outputType(body),
    'gen_ai.conversation.id': asString(options.openTelemetry?.conversationId),
    ...(route.template === '/v1/messages' ? messageRequestAttributes(client, options) : undefined),
    'http.request.method': options.method?.toUpperCase(),
    'url.template': route.template,
  };
}

/** The attributes of a request for a message, as the SDK's own spans have them (`SPAN_ATTRIBUTES`, `src/internal/tracing.ts`). */
function messageRequestAttributes(client: SdkClient, { body, headers }: SdkRequestOptions): SpanAttributes {
  const thinking = field(body, 'thinking');
  const beta =
    headerOf(headers, 'anthropic-beta') ??
    headerOf(field(client._options, 'defaultHeaders'), 'anthropic-beta');
  return {
    'anthropic.request.service_tier': asString(field(body, 'service_tier')),
    'anthropic.thinking.type': asString(field(thinking, 'type')),
    'anthropic.thinking.budget_tokens': asCount(field(thinking, 'budget_tokens')),
    'anthropic.beta': asString(beta) === undefined ? undefined : listed(String(beta)),
    ...(asString(beta)?.includes('compact') && isCompacted(body) && COMPACTED),
  };
}

const COMPACTED: SpanAttributes = { 'gen_ai.conversation.compacted': true };

/** Whether a compaction block replaces part of the conversation. */
function isCompacted(body: unknown): boolean {
  const messages = field(body, 'messages');
  if (!Array.isArray(messages)) return false;
  return messages.some((message) => {
    const content = field(message, 'content');
    return Array.isArray(content) && hasCompaction(content) === true;
  });
}

/** The items of a list in a header; `undefined` for an empty list. */
function listed(header: string): string[] | undefined {
  const items = header.split(',').map((item) => item.trim());
  const filled = items.filter((item) => item !== '');
  return filled.length > 0 ? filled : undefined;
}

/** The attributes at the start of a tool runner's loop. */
export function agentAttributes(client: SdkClient, params: unknown, options: unknown): SpanAttributes {
  return {
    'gen_ai.provider.name': providerOf(client),
    'gen_ai.request.model': requestedModel(params),
    'gen_ai.output.type': outputType(params),
    'gen_ai.conversation.id': asString(field(field(options, 'openTelemetry'), 'conversationId')),
  };
}

/**
 * `chat claude-…`, or `chat` if the request names no model. If the conventions have no operation, or with
 * `spanNames: 'sdk'`, it is the SDK's name: `anthropic.models.list`.
 */
export function spanName(attributes: SpanAttributes, { route, sdkName, spanNames }: Naming): string {
  const operation = attributes['gen_ai.operation.name'];
  if (operation === undefined || spanNames === 'sdk') return sdkName ?? `anthropic.${route.sdkMethod}`;
  const model = attributes['gen_ai.request.model'];
  return model === undefined ? operation : `${operation} ${boundedText(model)}`;
}

interface Naming {
  readonly route: Route;
  /** The name of the SDK's own span. */
  readonly sdkName: string | undefined;
  readonly spanNames: 'gen_ai' | 'sdk';
}

/** The method that the application called. The stream helper names itself in a header (`src/lib/MessageStream.ts`). */
function sdkMethod(route: Route, options: SdkRequestOptions): string {
  const named = asString(options.__span?.name)?.replace(/^anthropic\./, '') ?? route.sdkMethod;
  const beta = isBeta(route, options) && !named.startsWith('beta.') ? 'beta.' : '';
  // Only the stream helper sends this header, and its calls are streams.
  const helper = options.stream ? headerOf(options.headers, 'X-Stainless-Helper-Method') : undefined;
  return beta + (helper === 'stream' ? `${named.slice(0, named.lastIndexOf('.') + 1)}stream` : named);
}

/** Before 0.92, only a header shows that a call for files used the beta (`src/resources/beta/files.ts`). */
function isBeta(route: Route, options: SdkRequestOptions): boolean {
  if (options.__qualifiers?.beta === 'true' || options.path?.includes('beta=true')) return true;
  const isFiles = route.template.startsWith('/v1/files');
  return isFiles && String(headerOf(options.headers, 'anthropic-beta')).includes('files-api');
}

function headerOf(headers: unknown, name: string): unknown {
  if (headers instanceof Headers) return headers.get(name);
  // The SDK wraps headers that it has already built: `{ values: Headers }`.
  const values = field(headers, 'values');
  if (values instanceof Headers) return values.get(name);
  return field(headers, name);
}

function outputType(body: unknown): string | undefined {
  const format = field(field(body, 'output_config'), 'format') ?? field(body, 'output_format');
  return field(format, 'type') === 'json_schema' ? 'json' : undefined;
}

/** Its first items, up to the recorded number. A list may have holes, or be endless. */
function stringList(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const length = Math.min(value.length, MAX_ATTRIBUTE_ITEMS);
  const items: unknown[] = Array.from({ length }, (_, index) => value[index]);
  return items.every((item) => typeof item === 'string') ? items : undefined;
}
