// The table of dialects, and the function that reads a span or a log record with it.
import { isOwnCall, OWN_SCOPE } from '../spans/own-spans.ts';
import { isClaude } from '../spans/provider.ts';
import type { AttributesLike } from '../spans/read-attributes.ts';
import { withoutDiagnosis } from '../spans/status-description.ts';
import { ag2 } from './ag2.ts';
import { aiSdk } from './ai-sdk.ts';
import { aiSdkOtel } from './ai-sdk-otel.ts';
import { claudeCode } from './claude-code.ts';
import { conventions } from './conventions.ts';
import { ddTrace } from './dd-trace.ts';
import type { Dialect, FactAttributes, Role, TelemetryRecord } from './dialect.ts';
import { dspyFailure } from './dspy.ts';
import {
  errorTypeOf,
  exceptionOf,
  messageOf,
  ofBedrock,
  providerInFailure,
  stopReasonOf,
} from './failure.ts';
import { genkit } from './genkit.ts';
import { http } from './http.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { litellm, litellmFailure } from './litellm.ts';
import { logfire } from './logfire.ts';
import { mastra } from './mastra.ts';
import { micrometer } from './micrometer.ts';
import { mlflow } from './mlflow.ts';
import { monocle } from './monocle.ts';
import { openinference } from './openinference.ts';
import { openlit } from './openlit.ts';
import { otelPython } from './otel-python.ts';
import { pydanticAi } from './pydantic-ai.ts';
import { sdk } from './sdk.ts';
import { semanticKernel } from './semantic-kernel.ts';
import { sentry } from './sentry.ts';
import { sevenstep } from './sevenstep.ts';
import { readStack } from './stack.ts';
import { strands } from './strands.ts';
import { traceloop } from './traceloop.ts';

/** All dialects. The first match counts, so dialects of one sender come before shared ones. */
export const DIALECTS: readonly Dialect[] = [
  sevenstep,
  sdk,
  // One per line, so that additions do not conflict.
  ag2,
  aiSdk,
  aiSdkOtel,
  ddTrace,
  genkit,
  langfuse,
  pydanticAi,
  logfire,
  mastra,
  mlflow,
  openlit,
  otelPython,
  semanticKernel,
  sentry,
  strands,
  claudeCode,
  langsmith,
  litellm,
  monocle,
  openinference,
  traceloop,
  conventions,
  micrometer,
  http,
];

/** A record's role and facts. */
export interface TelemetryReading {
  /** `undefined` if it is not about a call of Claude. */
  readonly role: Role | undefined;
  /** Id of its dialect. */
  readonly dialect: string | undefined;
  /** Attributes under the conventions' names; the record's own attributes if nothing differs. */
  readonly attributes: AttributesLike;
  /** The sentence of the failure. */
  readonly statusMessage: string | undefined;
  /** The exception of a failed call within an agent's span, if the call's own span lacks it. */
  readonly exception?: AttributesLike | undefined;
}

/**
 * Reads a span or a log record: its role, and its facts under the names of the conventions. Reading the result again gives
 * the same. Pure; it never throws.
 *
 * @example
 * const { role, attributes, statusMessage } = readTelemetry({ attributes: { 'llm.provider': 'anthropic' }, failed: true });
 * role === 'call' && diagnose(attributes, { statusMessage });
 */
export function readTelemetry(record: TelemetryRecord): TelemetryReading {
  const { attributes, statusMessage } = record;
  if (isStartOfSpan(attributes)) return { role: undefined, dialect: undefined, attributes, statusMessage };
  // Most calls are ours, and need no additions.
  if (isOwnCall(attributes))
    return {
      role: sevenstep.roleOf(record),
      dialect: sevenstep.id,
      attributes,
      statusMessage: withoutDiagnosis(attributes, statusMessage),
    };
  const dialect = dialectOf(record);
  const role = dialect?.roleOf(record);
  const asIs = { role: undefined, dialect: dialect?.id, attributes, statusMessage };
  if (dialect === undefined || role === undefined) return asIs;
  const renamed = rename(attributes, dialect.names ?? []);
  if (role !== 'call' && role !== 'step') {
    // The span around an HTTP request names the provider.
    if (role === 'attempt')
      return {
        ...asIs,
        role,
        attributes: withFacts(renamed, failureFacts(record, renamed)),
        // Java's agent records an exception without a description of the status.
        statusMessage: messageOf(record),
      };
    return {
      ...asIs,
      role: isClaude(renamed) ? role : undefined,
      attributes: renamed,
      ...(role === 'agent' &&
        record.failed === true &&
        dialect.agentHasException && { exception: exceptionOf(record) }),
    };
  }
  const said = withFacts(renamed, dialect.facts?.(record));
  const known = withFacts(said, providerInFailure(record, said));
  if (!isClaude(known)) return { ...asIs, attributes: known };
  const told = withFacts(known, stopReasonOf(known, record));
  const failure = failureFacts(record, known);
  const message = dialect.message?.(record) ?? messageOf(record);
  if (failure === undefined) return { role, dialect: dialect.id, attributes: told, statusMessage: message };
  const ofLitellm = dialect === litellm ? undefined : litellmFailure(record, message);
  const stack = ofLitellm ?? dspyFailure(message) ?? readStack(record, message);
  return {
    role,
    dialect: dialect.id,
    attributes: withFacts(withFacts(told, failure), stack.facts),
    statusMessage: stack.message,
  };
}

/**
 * Whether it is a copy of a span from its start. Trigger.dev (`@trigger.dev/core` 4.8.3, `createPartialSpan`) and Logfire
 * export one in addition to the span.
 */
const isStartOfSpan = (attributes: AttributesLike): boolean =>
  attributes['$span.partial'] === true || attributes['logfire.span_type'] === 'pending_span';

/** Whether a span stands for a whole call of Claude, by its attributes. Spans of attempts, tools and agents do not. */
export const isCall = (attributes: AttributesLike): boolean =>
  // JavaScript callers may pass any value.
  typeof attributes === 'object' && attributes !== null && readTelemetry({ attributes }).role === 'call';

/** The instrumentation that made a span, by its scope, else by its attribute names. An adopted span counts as ours. */
export function instrumentationOf(attributes: AttributesLike, scope: string | undefined): string {
  if (isOwnCall(attributes)) return OWN_SCOPE;
  return scope ?? dialectOf({ attributes })?.id ?? 'unknown';
}

/** Whether its dialect makes a sibling span for each retry within a step. */
export const retriesBeside = (attributes: AttributesLike): boolean =>
  !isOwnCall(attributes) && dialectOf({ attributes })?.retriesBeside === true;

const dialectOf = (record: TelemetryRecord): Dialect | undefined =>
  mayTell(record) ? DIALECTS.find(({ speaks }) => speaks(record)) : undefined;

/** First parts of the attribute names that identify a dialect. */
const MARKS: ReadonlySet<string> = new Set([
  '_dd',
  'ag2',
  'ai',
  'anthropic',
  'gen_ai',
  'genkit:type',
  'http',
  'langfuse',
  'langsmith',
  'litellm',
  'llm',
  'logfire',
  'mlflow',
  'monocle_apptrace',
  'openinference',
  'operation',
  'sentry',
  'span',
  'target',
  'traceloop',
]);

/** A cheap test before the dialects: most spans of a process belong to neither a model nor an HTTP client. */
function mayTell({ attributes, scope, name, body }: TelemetryRecord): boolean {
  if (body !== undefined || scope === 'litellm' || name?.startsWith('claude_code')) return true;
  // Its span of a failed call may have no attributes.
  if (scope?.startsWith('openlit.')) return true;
  for (const key in attributes) {
    const end = key.indexOf('.');
    if (MARKS.has(end === -1 ? key : key.slice(0, end))) return true;
  }
  return false;
}

function rename(attributes: AttributesLike, names: NonNullable<Dialect['names']>): AttributesLike {
  let known: Record<string, unknown> | undefined;
  for (const [other, standard] of names) {
    if (attributes[other] === undefined || (known ?? attributes)[standard] !== undefined) continue;
    known ??= { ...attributes };
    known[standard] = attributes[other];
  }
  return known ?? attributes;
}

function failureFacts(record: TelemetryRecord, known: AttributesLike): FactAttributes | undefined {
  // Other instrumentations may report this as a failure, but the application stopped reading on purpose.
  if (known['anthropic.stream.outcome'] === 'abandoned') return { 'error.type': undefined };
  const type = errorTypeOf({ ...record, attributes: known });
  return type === undefined ? undefined : (ofBedrock(type) ?? { 'error.type': type });
}

/** Adds the facts. It makes no copy if they change nothing. */
function withFacts(attributes: AttributesLike, facts: FactAttributes | undefined): AttributesLike {
  if (facts === undefined) return attributes;
  const news = Object.entries(facts).filter(([name, value]) => attributes[name] !== value);
  if (news.length === 0) return attributes;
  const known = Object.fromEntries([...Object.entries(attributes), ...news]);
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
