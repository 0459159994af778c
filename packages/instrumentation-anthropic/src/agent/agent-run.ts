// The spans of an agent: invoke_agent for the loop of a tool runner, execute_tool for each tool that it runs.
import {
  type Context,
  context,
  createContextKey,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { asString, field, isEchoedName, monotonicNow, type SentRequest, serverText } from '@sevenstep/wire';
import { boundedText, defined, write } from '../attributes/defined.ts';
import { type ContentOptions, type ContentSettings, onSpan } from '../content/index.ts';
import { guard } from '../guard.ts';
import { collectionRegistry } from '../runtime.ts';

/** The context key for the loop of a call. */
const AGENT_RUN = createContextKey('sevenstep agent run');

/** One loop of a tool runner: its span adds up what its calls report. */
export class AgentRun {
  readonly #span: Span;
  readonly #startedAt = monotonicNow();
  readonly #startedAtEpoch = Date.now();
  readonly context: Context;
  /** Monotonic milliseconds at which a call of the loop last ended, or at which the loop began. */
  #lastSign = this.#startedAt;
  /** Makes the spans of its tools. */
  readonly tracer: Tracer;
  #inputTokens: number | undefined;
  #outputTokens: number | undefined;
  #finishReasons: string[] | undefined;
  #lastErrorType: string | undefined;
  #lastAttempt: SentRequest | undefined;
  #ended = false;

  /** Attributes that the spans of its tools share. */
  readonly shared: SpanAttributes;
  /** How the content of its tools is recorded; undefined if it is not recorded. */
  readonly content: ContentSettings | undefined;

  /** @param about the first attributes of the loop's span. */
  constructor(tracer: Tracer, about: SpanAttributes, settings: ContentOptions) {
    this.tracer = tracer;
    this.content = onSpan(settings.captureMessageContent) ? settings : undefined;
    this.shared = {
      'gen_ai.provider.name': about['gen_ai.provider.name'],
      'gen_ai.conversation.id': about['gen_ai.conversation.id'],
    };
    const parent = context.active();
    const attributes: SpanAttributes = { 'gen_ai.operation.name': 'invoke_agent', ...about };
    this.#span = tracer.startSpan(
      'invoke_agent',
      {
        kind: SpanKind.INTERNAL,
        attributes: defined(attributes),
        startTime: this.#startedAtEpoch,
      },
      parent,
    );
    this.context = trace.setSpan(parent, this.#span).setValue(AGENT_RUN, this);
  }

  /** The loop that is under way in the active context. */
  static current(): AgentRun | undefined {
    return context.active().getValue(AGENT_RUN) as AgentRun | undefined;
  }

  /** A call of this loop has ended with these attributes. @param attempt its last attempt. */
  callEnded(call: SpanAttributes, attempt: SentRequest | undefined): void {
    this.#lastAttempt = attempt;
    this.#lastSign = monotonicNow();
    this.#inputTokens = sum(this.#inputTokens, call['gen_ai.usage.input_tokens']);
    this.#outputTokens = sum(this.#outputTokens, call['gen_ai.usage.output_tokens']);
    this.#finishReasons = call['gen_ai.response.finish_reasons'] ?? this.#finishReasons;
    this.#lastErrorType = call['error.type'];
  }

  /** The id that a server gave a use of a tool, unless it is no id or repeats the request. */
  toolCallId(given: unknown): string | undefined {
    const id = serverText('id', given);
    return id === undefined || isEchoedName(id, this.#lastAttempt?.sentText) ? undefined : id;
  }

  /**
   * A step threw `error`. As on the SDK's own spans, an error that the API did not send is a `client_error`. An error of the API has
   * the type of the call that failed, because a server's own may repeat the request.
   */
  failed(error: unknown): void {
    const isOfApi = typeof field(error, 'type') === 'string';
    this.end((isOfApi && this.#lastErrorType) || 'client_error');
  }

  /** The loop's iterator was garbage-collected, so no step follows. A running step keeps the iterator alive. */
  dropped(): void {
    this.end(undefined, this.#lastSign);
  }

  /** @param endedAt monotonic milliseconds. */
  end(errorType?: string, endedAt: number = monotonicNow()): void {
    if (this.#ended) return;
    this.#ended = true;
    droppedIterators?.unregister(this);
    const result: SpanAttributes = {
      'error.type': errorType,
      'gen_ai.usage.input_tokens': this.#inputTokens,
      'gen_ai.usage.output_tokens': this.#outputTokens,
      'gen_ai.response.finish_reasons': this.#finishReasons,
    };
    if (this.#span.isRecording()) write(this.#span, result);
    if (errorType !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end(this.#startedAtEpoch + (endedAt - this.#startedAt));
  }
}

/** Ends the spans of collected loops: an application that calls `next()` itself may stop without calling `return()`. */
const droppedIterators = collectionRegistry<AgentRun>((run) =>
  guard('ending the span of an abandoned agent', () => run.dropped()),
);

/** Ends the span of `run` when the loop's iterator is garbage-collected, if it has not ended before. */
export function endWhenCollected(run: AgentRun, iterator: object): void {
  droppedIterators?.register(iterator, run, run);
}

/** The span of a tool that is about to run within `agent`. */
export function startToolSpan(agent: AgentRun, tool: unknown, runContext: unknown): Span {
  const name = asString(field(tool, 'name'));
  const use = field(runContext, 'toolUse') ?? field(runContext, 'toolUseBlock');
  const attributes: SpanAttributes = {
    'gen_ai.operation.name': 'execute_tool',
    ...agent.shared,
    'gen_ai.tool.name': name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.description': asString(field(tool, 'description')),
    'gen_ai.tool.call.id': agent.toolCallId(field(use, 'id')),
  };
  const spanName = name === undefined ? 'execute_tool' : `execute_tool ${boundedText(name)}`;
  return agent.tracer.startSpan(spanName, { kind: SpanKind.INTERNAL, attributes: defined(attributes) });
}

const sum = (total: number | undefined, more: number | undefined): number | undefined =>
  more === undefined ? total : (total ?? 0) + more;
