// Observes the SDK's tool runner and its tools, where the SDK makes no spans of them itself.
import { context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { asString, field, isObject } from '@sevenstep/wire';
import { AgentRun, type AgentSettings, endWhenCollected, startToolSpan } from '../agent/agent-run.ts';
import { write } from '../attributes/defined.ts';
import { runIn } from '../call/run-in.ts';
import { toolArguments, toolResult } from '../content/index.ts';
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';
import { observeIterator } from './stream-iterator.ts';

/** Observes the loop of `runner`, which begins when it is first iterated; all its ways of running iterate it. */
export function observeToolRunner(
  runner: AsyncIterable<unknown>,
  tracer: () => Tracer | undefined,
  about: SpanAttributes,
  settings: AgentSettings,
): void {
  const iterate = runner[Symbol.asyncIterator].bind(runner);
  shadow(runner, Symbol.asyncIterator, () => {
    const source = iterate();
    const run = guard('starting an agent', () => {
      const made = tracer();
      return made && new AgentRun(made, about, settings);
    });
    return run ? within(run, source) : source;
  });
}

/** `source` whose every step runs in the context of `run`, so that calls and tools are its children. */
function within(run: AgentRun, source: AsyncIterator<unknown>): AsyncIterator<unknown> {
  const observed = observeIterator(source, {
    reading: () => undefined,
    onPull: () => run.stepStarted(),
    event: () => run.stepEnded(),
    ended: () => run.end(),
    failed: (error) => run.end(asString(field(error, 'type')) ?? 'client_error'),
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
    executed(tool, input, rest[0], () => (run as (...args: unknown[]) => unknown).call(tool, input, ...rest));
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
  // Taken now: the tool may change its own input.
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
      // The word of the SDK's own spans (`withToolUseSpan`).
      if (span.isRecording()) write(span, { 'error.type': 'tool_error' } satisfies SpanAttributes);
      span.setStatus({ code: SpanStatusCode.ERROR });
    });
    throw error;
  } finally {
    guard('ending a tool span', () => span.end());
  }
}

/** Puts content on a span, uncut: it has its own limit. */
function record(span: Span, name: keyof SpanAttributes, content: () => string | undefined): void {
  guard('recording the content of a tool', () => {
    const text = content();
    if (text !== undefined) span.setAttribute(name, text);
  });
}
