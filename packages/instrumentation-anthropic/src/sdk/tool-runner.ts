// Observes the SDK's tool runner and its tools in SDK versions that make no spans for them.
import { context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { field, isObject } from '@sevenstep/wire';
import { AgentRun, endWhenCollected, startToolSpan } from '../agent/agent-run.ts';
import { write } from '../attributes/defined.ts';
import { runIn } from '../call/run-in.ts';
import { isGivenUp } from '../call/thrown-failure.ts';
import { type ContentOptions, toolArguments, toolResult } from '../content/index.ts';
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';
import { observeIterator } from './stream-iterator.ts';

/**
 * Observes the loop of `runner` from its first iteration on. Every way to run it iterates it.
 *
 * @param signal the application's signal.
 */
export function observeToolRunner(
  runner: AsyncIterable<unknown>,
  tracer: () => Tracer | undefined,
  about: SpanAttributes,
  settings: ContentOptions,
  signal: unknown,
): void {
  const iterate = runner[Symbol.asyncIterator].bind(runner);
  shadow(runner, Symbol.asyncIterator, () => {
    const source = iterate();
    const run = guard('starting an agent', () => {
      const made = tracer();
      return made && new AgentRun(made, about, settings);
    });
    return run ? within(run, source, signal) : source;
  });
}

/** `source` with each step in the context of `run`, so that calls and tools are child spans. */
function within(run: AgentRun, source: AsyncIterator<unknown>, signal: unknown): AsyncIterator<unknown> {
  const observed = observeIterator(source, {
    onPull: () => undefined,
    event: () => undefined,
    ended: () => run.end(),
    failed: (error) => (isGivenUp(error, signal) ? run.end() : run.failed(error)),
    onCancel: () => run.end(),
  });
  for (const name of ['next', 'return', 'throw'] as const) {
    const step = observed[name]?.bind(observed) as ((...args: unknown[]) => unknown) | undefined;
    if (step) shadow(observed, name, (...args: unknown[]) => runIn(run.context, () => step(...args)));
  }
  endWhenCollected(run, observed);
  return observed;
}

/**
 * Observes the tools in `params`: during a loop, their `run` reports. Outside a loop `run` is the original function, and a
 * tool that cannot be redefined is ignored.
 */
export function observeTools(params: unknown): void {
  const tools = field(params, 'tools');
  if (!Array.isArray(tools)) return;
  for (const tool of tools) guard('observing a tool', () => observeTool(tool));
}

type Run = (...args: unknown[]) => unknown;

function observeTool(tool: unknown): void {
  if (!isObject(tool) || !('run' in tool)) return;
  const own = Object.getOwnPropertyDescriptor(tool, 'run');
  // An accessor is either ours already, or the application's.
  if (own ? !(own.configurable && own.writable) : !Object.isExtensible(tool)) return;
  let isOwn = own !== undefined;
  let value: unknown = own?.value;
  let lastRun: unknown;
  let lastObserved: Run | undefined;
  Object.defineProperty(tool, 'run', {
    // `this` may be an object that inherits from the tool.
    get(this: object) {
      // An inherited value may change or depend on the tool's state.
      const run: unknown = isOwn ? value : Reflect.get(Object.getPrototypeOf(tool), 'run', this);
      if (typeof run !== 'function' || observedRuns.has(run)) return run;
      if (!guard('looking for an agent', AgentRun.current)) return run;
      if (run !== lastRun) {
        lastRun = run;
        lastObserved = observedRun(tool, run as Run);
      }
      return lastObserved;
    },
    set(this: object, next: unknown) {
      if (this !== tool) {
        const owned = { value: next, writable: true, enumerable: true, configurable: true };
        Object.defineProperty(this, 'run', owned);
        return;
      }
      // An inherited setter takes the value.
      if (!isOwn && Reflect.set(Object.getPrototypeOf(tool), 'run', next, tool)) return;
      isOwn = true;
      value = next;
    },
    enumerable: own?.enumerable ?? false,
    configurable: true,
  });
}

/** Our `run` functions: copies of a tool, and objects that inherit from it, may already have one. */
const observedRuns = new WeakSet<object>();

function observedRun(tool: object, run: Run): Run {
  const observed = function (this: unknown, ...args: unknown[]): unknown {
    return executed(isObject(this) ? this : tool, args[0], args[1], () => run.apply(this, args));
  };
  observedRuns.add(observed);
  return observed;
}

async function executed(
  tool: unknown,
  input: unknown,
  runContext: unknown,
  run: () => unknown,
): Promise<unknown> {
  const agent = guard('looking for an agent', AgentRun.current);
  const span = agent && guard('starting a tool span', () => startToolSpan(agent, tool, runContext));
  if (!span) return run();
  const content = span.isRecording() ? agent.content : undefined;
  // Recorded now, because the tool may change its input.
  if (content) record(span, 'gen_ai.tool.call.arguments', () => toolArguments(input, content));
  try {
    const result = await runIn(
      guard('making a context active', () => trace.setSpan(context.active(), span)),
      run,
    );
    if (content) record(span, 'gen_ai.tool.call.result', () => toolResult(result, content));
    return result;
  } catch (error) {
    guard('recording a failed tool', () => {
      // The value on the SDK's own spans (`withToolUseSpan`).
      if (span.isRecording()) write(span, { 'error.type': 'tool_error' } satisfies SpanAttributes);
      span.setStatus({ code: SpanStatusCode.ERROR });
    });
    throw error;
  } finally {
    guard('ending a tool span', () => span.end());
  }
}

/** Writes content on a span without another cut, because content has its own limit. */
function record(span: Span, name: keyof SpanAttributes, content: () => string | undefined): void {
  guard('recording the content of a tool', () => {
    const text = content();
    if (text !== undefined) span.setAttribute(name, text);
  });
}
