// The SDK's tool runner as invoke_agent, its tools as execute_tool, where the SDK makes no spans of them itself.
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
import { asString, field, isObject } from '@sevenstep/semantic-conventions/builders';
import { boundedText, defined } from './attributes/defined.ts';
import { guard } from './guard.ts';
import { observeIterator } from './observe-stream.ts';
import { runIn } from './run-in.ts';
import { shadow } from './shadow.ts';

/** The loop that a call belongs to, in the context that the call is made in. */
const AGENT_RUN = createContextKey('sevenstep agent run');

/** One loop of a tool runner: its span adds up what its calls report. */
export class AgentRun {
  readonly #span: Span;
  readonly context: Context;
  /** Makes the spans of its tools. */
  readonly tracer: Tracer;
  #inputTokens: number | undefined;
  #outputTokens: number | undefined;
  #finishReasons: string[] | undefined;
  #ended = false;

  constructor(tracer: Tracer, model: string | undefined) {
    this.tracer = tracer;
    const parent = context.active();
    const attributes: SpanAttributes = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.request.model': model,
    };
    this.#span = tracer.startSpan(
      'invoke_agent',
      { kind: SpanKind.INTERNAL, attributes: defined(attributes) },
      parent,
    );
    this.context = trace.setSpan(parent, this.#span).setValue(AGENT_RUN, this);
  }

  /** The loop that is under way in the active context. */
  static current(): AgentRun | undefined {
    return context.active().getValue(AGENT_RUN) as AgentRun | undefined;
  }

  /** A call of this loop has ended with these attributes. */
  callEnded(call: SpanAttributes): void {
    this.#inputTokens = sum(this.#inputTokens, call['gen_ai.usage.input_tokens']);
    this.#outputTokens = sum(this.#outputTokens, call['gen_ai.usage.output_tokens']);
    this.#finishReasons = call['gen_ai.response.finish_reasons'] ?? this.#finishReasons;
  }

  end(errorType?: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#span.setAttributes(
      defined({
        'gen_ai.usage.input_tokens': this.#inputTokens,
        'gen_ai.usage.output_tokens': this.#outputTokens,
        'gen_ai.response.finish_reasons': this.#finishReasons,
        'error.type': errorType,
      }),
    );
    if (errorType !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}

/** Observes the loop of `runner`, which begins when it is first iterated; all its ways of running iterate it. */
export function observeToolRunner(
  runner: AsyncIterable<unknown>,
  tracer: () => Tracer,
  model: string | undefined,
): void {
  const iterate = runner[Symbol.asyncIterator].bind(runner);
  shadow(runner, Symbol.asyncIterator, () => {
    const source = iterate();
    const run = guard('starting an agent', () => new AgentRun(tracer(), model));
    return run ? within(run, source) : source;
  });
}

/** `source` whose every step runs in the context of `run`, so that calls and tools are its children. */
function within(run: AgentRun, source: AsyncIterator<unknown>): AsyncIterator<unknown> {
  const observed = observeIterator(source, {
    reading: () => undefined,
    asked: () => undefined,
    event: () => undefined,
    ended: () => run.end(),
    failed: (error) => run.end(asString(field(error, 'type')) ?? 'client_error'),
    left: () => run.end(),
  });
  for (const name of ['next', 'return', 'throw'] as const) {
    const step = observed[name]?.bind(observed) as ((...args: unknown[]) => unknown) | undefined;
    if (step)
      shadow(observed, name, (...args: unknown[]) =>
        runIn(
          () => run.context,
          () => step(...args),
        ),
      );
  }
  return observed;
}

/**
 * Observes the tools in `params`: while a loop is under way, their `run` reports. At any other time, and to `===`, they
 * are what they were; one that cannot be redefined is left alone.
 */
export function observeTools(params: unknown): void {
  const tools = field(params, 'tools');
  if (!Array.isArray(tools)) return;
  for (const tool of tools) guard('observing a tool', () => observeTool(tool));
}

function observeTool(tool: unknown): void {
  let run = field(tool, 'run');
  if (!isObject(tool) || typeof run !== 'function' || observedTools.has(tool)) return;
  const own = Object.getOwnPropertyDescriptor(tool, 'run');
  if (own ? !own.configurable : !Object.isExtensible(tool)) return;
  const observed = (input: unknown, ...rest: unknown[]) =>
    executed(tool, rest[0], () => (run as (...args: unknown[]) => unknown).call(tool, input, ...rest));
  Object.defineProperty(tool, 'run', {
    get: () => (guard('looking for an agent', AgentRun.current) ? observed : run),
    set: (value: unknown) => {
      run = value;
    },
    enumerable: own?.enumerable ?? false,
    configurable: true,
  });
  observedTools.add(tool);
}

const observedTools = new WeakSet<object>();

async function executed(tool: unknown, runContext: unknown, run: () => unknown): Promise<unknown> {
  const span = guard('starting a tool span', () => startToolSpan(tool, runContext));
  if (!span) return run();
  try {
    return await runIn(() => trace.setSpan(context.active(), span), run);
  } catch (error) {
    guard('recording a failed tool', () => {
      // The word of the SDK's own spans (`withToolUseSpan`).
      span.setAttribute('error.type', 'tool_error');
      span.setStatus({ code: SpanStatusCode.ERROR });
    });
    throw error;
  } finally {
    guard('ending a tool span', () => span.end());
  }
}

function startToolSpan(tool: unknown, runContext: unknown): Span | undefined {
  const name = asString(field(tool, 'name'));
  const use = field(runContext, 'toolUse') ?? field(runContext, 'toolUseBlock');
  const attributes: SpanAttributes = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': asString(field(use, 'id')),
  };
  const spanName = name === undefined ? 'execute_tool' : `execute_tool ${boundedText(name)}`;
  const agent = AgentRun.current();
  return agent?.tracer.startSpan(spanName, { kind: SpanKind.INTERNAL, attributes: defined(attributes) });
}

const sum = (total: number | undefined, more: number | undefined): number | undefined =>
  more === undefined ? total : (total ?? 0) + more;
