// `node --import @sevenstep/register app.mjs`: hooks, instrumentation, diagnosis and export, with no code.
import './hooks.ts';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { noticeIdleProvider } from './idle-provider-notice.ts';
import type * as ownSdk from './own-sdk.ts';
import { sayOnce, shownProblem } from './say.ts';
import { receiveThreadSpans } from './thread-spans.ts';
import { noticeTsNode } from './ts-node-notice.ts';

/**
 * Milliseconds after which we start an SDK if the application has none, even before it loads Anthropic's SDK. Node.js may need
 * seconds to load another set-up, and a set-up that starts after ours gets no spans.
 */
const LATEST_START_MS = 5_000;
/** Where every copy of the API keeps what was registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

// A span processor would miss calls that are not sampled, and we cannot add one to another set-up.
const instrumentation = new AnthropicInstrumentation({ diagnose: diagnoseCall() });
noticeTsNode();
let started = false;
instrumentation.onLoading({ patched: start, missed: sayOnce });
setTimeout(start, instrumentation.hasPatched() ? 0 : LATEST_START_MS).unref();
receiveThreadSpans((span) => loadOwnSdk().exportThreadSpan(span));

/**
 * Starts an OpenTelemetry SDK, unless the application or another zero-code set-up has started one. Runs when Anthropic's SDK is
 * loaded, so that they can start first.
 */
function start(): void {
  if (started) return;
  started = true;
  try {
    if (hasProvider()) noticeIdleProvider();
    else loadOwnSdk().startOwnSdk(instrumentation);
  } catch (problem) {
    sayOnce(`no OpenTelemetry SDK could be started, so calls have no spans: ${reason(problem)}`);
  }
}

/** Explains a failed start. The application installs the SDK, because its major versions need different versions of the API. */
function reason(problem: unknown): string {
  const isMissing = (problem as { code?: unknown }).code === 'MODULE_NOT_FOUND';
  return isMissing && String(problem).includes("'@opentelemetry/sdk-node'")
    ? 'none is installed. Run `npm install @opentelemetry/sdk-node`, or start your own SDK before @anthropic-ai/sdk is loaded.'
    : shownProblem(problem);
}

/**
 * Whether a tracer provider is registered through any copy of the API. If that copy is older than ours, our SDK could not be
 * registered, and the instrumentation tells the user what to do.
 */
function hasProvider(): boolean {
  const registered = Reflect.get(globalThis, REGISTERED) as { readonly trace?: unknown } | undefined;
  return registered?.trace !== undefined;
}

/**
 * Loads our SDK only when it is needed, because it loads modules such as `http` that other instrumentations would see twice. The
 * build keeps this `require`, so that Nitro and Vercel, which copy only the files that code names, copy this one.
 */
function loadOwnSdk(): typeof ownSdk {
  return require('./own-sdk.cjs');
}
