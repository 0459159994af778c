// Lists the fixes of the checklist that the trace shows were tried.
import { count, duration, isFailed, plural, readNumber, readString } from '@sevenstep/checklist';
import { type Call, requestsOf } from '../calls/call.ts';
import { clean } from './clean.ts';

export interface Tried {
  /** Stable: it is in the JSON. */
  readonly fix: string;
  /** The attempt to fix, and its result. */
  readonly says: string;
}

/** One fix. */
interface Row {
  readonly fix: string;
  /** The steps whose diagnoses it may fix. */
  readonly steps: readonly number[];
  /** A sentence with the evidence of the trace; `undefined` if the trace has no evidence. */
  readonly says: (call: Call, trace: readonly Call[]) => string | undefined;
}

const ANY_STEP = [1, 2, 3, 4, 5, 6, 7] as const;
/** Steps at which the next attempt may succeed. */
const PASSING = [1, 2, 5, 6, 7] as const;
/** Steps at which a call may time out, or a connection may be idle for too long. */
const SLOW = [1, 2, 6, 7] as const;

// biome-ignore format: a table is read by column
const FIXES: readonly Row[] = [
  { fix: 'retries',        steps: PASSING,      says: retries },
  { fix: 'max_retries',    steps: PASSING,      says: maxRetries },
  { fix: 'retry_after',    steps: PASSING,      says: retryAfter },
  { fix: 'timeout',        steps: SLOW,         says: timeout },
  { fix: 'streaming',      steps: [...SLOW, 4], says: streaming },
  { fix: 'prompt_cache',   steps: [4, 5, 7],    says: promptCache },
  { fix: 'compaction',     steps: [4, 7],       says: compaction },
  { fix: 'other_model',    steps: ANY_STEP,     says: otherModel },
  { fix: 'same_request',   steps: ANY_STEP,     says: sameRequest },
];

/**
 * @param trace every call of the trace
 * @returns the tried fixes of the diagnosis's step; all tried fixes without a diagnosis, or if its step is unknown.
 */
export function triedOf(call: Call, trace: readonly Call[]): readonly Tried[] {
  const step = call.finding?.step ?? 0;
  return FIXES.filter(({ steps }) => step === 0 || steps.includes(step)).flatMap(({ fix, says }) => {
    const sentence = clean(says(call, trace));
    return sentence === undefined ? [] : [{ fix, says: sentence }];
  });
}

/** Of `@anthropic-ai/sdk` 1.14.0, `client.ts`: `maxRetries ?? 2`, `DEFAULT_TIMEOUT`. */
const SDK_DEFAULT = { maxRetries: 2, timeoutSeconds: 600 } as const;

function retries(call: Call): string | undefined {
  const sent = requestsOf(call) - 1;
  if (sent < 1) return undefined;
  const again = `The request was sent again ${plural(sent, 'time')}`;
  const allowed = readNumber(call.span.attributes, 'anthropic.request.max_retries');
  if (allowed === undefined) return again;
  return sent >= allowed
    ? `${again}, as often as maxRetries allows`
    : `${again} of the ${allowed} that maxRetries allows`;
}

function maxRetries({ span }: Call): string | undefined {
  const allowed = readNumber(span.attributes, 'anthropic.request.max_retries');
  if (allowed === undefined || allowed === SDK_DEFAULT.maxRetries) return undefined;
  return `maxRetries is ${allowed}; the SDK's default is ${SDK_DEFAULT.maxRetries}`;
}

/** The part of a wait that may be missing, because a timer may fire early and a clock may be set. */
const WAIT_TOLERANCE = 0.95;

function retryAfter({ attempts }: Call): string | undefined {
  const waits = attempts.flatMap(({ attributes }) => {
    const asked = readNumber(attributes, 'anthropic.retry.after');
    const waited = readNumber(attributes, 'anthropic.retry.delay');
    // No wait follows the last attempt.
    return asked === undefined || waited === undefined ? [] : [{ asked, waited }];
  });
  if (waits.length === 0) return undefined;
  const short = waits.filter(({ asked, waited }) => waited < asked * WAIT_TOLERANCE);
  const told = (some: typeof waits) =>
    `asked for ${some.map(({ asked }) => duration(asked)).join(', ')}; waited ${some.map(({ waited }) => duration(waited)).join(', ')}`;
  return short.length === 0
    ? `retry-after was obeyed: ${told(waits)}`
    : `retry-after was not obeyed: ${told(short)}`;
}

function timeout({ span }: Call): string | undefined {
  const seconds = readNumber(span.attributes, 'anthropic.request.timeout');
  if (seconds === undefined || seconds <= SDK_DEFAULT.timeoutSeconds) return undefined;
  return `The timeout is ${count(seconds)} s; the SDK's default is ${SDK_DEFAULT.timeoutSeconds} s`;
}

function streaming({ span }: Call): string | undefined {
  return span.attributes['gen_ai.request.stream'] === true ? 'The request asked for a stream' : undefined;
}

function promptCache({ span }: Call): string | undefined {
  const read = readNumber(span.attributes, 'gen_ai.usage.cache_read.input_tokens') ?? 0;
  const written =
    readNumber(span.attributes, 'gen_ai.usage.cache_write.input_tokens') ??
    readNumber(span.attributes, 'gen_ai.usage.cache_creation.input_tokens') ??
    0;
  if (read + written <= 0) return undefined;
  return `The prompt cache is in use: ${plural(read, 'input token')} read from it, ${count(written)} written to it`;
}

function compaction({ span }: Call): string | undefined {
  return span.attributes['gen_ai.conversation.compacted'] === true
    ? 'The conversation was compacted'
    : undefined;
}

function otherModel(call: Call, trace: readonly Call[]): string | undefined {
  const model = modelOf(call);
  if (model === undefined || !failed(call)) return undefined;
  const later = after(call, trace).filter((one) => ![undefined, model].includes(modelOf(one)));
  return later.length === 0 ? undefined : `Another model was asked afterwards: ${outcomes(later, modelOf)}`;
}

function sameRequest(call: Call, trace: readonly Call[]): string | undefined {
  const fingerprint = fingerprintOf(call);
  if (fingerprint === undefined) return undefined;
  const later = after(call, trace).filter((one) => fingerprintOf(one) === fingerprint);
  return later.length === 0
    ? undefined
    : `The same request was made again by a later call: ${outcomes(later)}`;
}

const modelOf = ({ span }: Call) => readString(span.attributes, 'gen_ai.request.model');
const fingerprintOf = ({ span }: Call) => readString(span.attributes, 'anthropic.request.fingerprint');
const failed = ({ span, finding }: Call): boolean => finding?.severity === 'error' || isFailed(span);

/** Calls that began after this one had ended. */
const after = ({ span }: Call, trace: readonly Call[]): readonly Call[] =>
  trace
    .filter((one) => one.span !== span && one.span.start >= span.end)
    .toSorted((a, b) => a.span.start - b.span.start);

/** The most calls to list. */
const MOST_SHOWN = 3;

/** Each with its result. */
function outcomes(
  calls: readonly Call[],
  nameOf: (call: Call) => string | undefined = () => undefined,
): string {
  const shown = calls.slice(0, MOST_SHOWN).map((call) => {
    const name = nameOf(call);
    const outcome = failed(call) ? `failed${call.finding ? ` with ${call.finding.id}` : ''}` : 'succeeded';
    return name === undefined ? `it ${outcome}` : `${name} ${outcome}`;
  });
  const more = calls.length - shown.length;
  return `${shown.join(', then ')}${more > 0 ? `, then ${count(more)} more` : ''}`;
}
