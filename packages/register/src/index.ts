// `node --import @sevenstep/register app.mjs`: hooks, instrumentation, diagnosis and export, with no code.
import './hooks.ts';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { noticeIdleProvider } from './idle-provider-notice.ts';
import type * as ownSdk from './own-sdk.ts';
import { sayOnce } from './say.ts';
import { noticeTsNode } from './ts-node-notice.ts';

/**
 * After this time an application gets our SDK if it has none, even if it loads Anthropic's SDK late. Node.js may take
 * seconds to load another set-up, and one that starts after ours would get no spans.
 */
const LATEST_START_MS = 5_000;
/** Where every copy of the API keeps what was registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

// No span processor sees a call that is not sampled, and a set-up of another takes none.
const instrumentation = new AnthropicInstrumentation({ diagnose: diagnoseCall() });
noticeTsNode();
let started = false;
instrumentation.onLoading({ patched: start, missed: sayOnce });
setTimeout(start, instrumentation.hasPatched() ? 0 : LATEST_START_MS).unref();

/**
 * Starts an OpenTelemetry SDK, or joins the SDK that the application or another zero-code set-up has started. So it waits
 * for them until Anthropic's SDK is loaded.
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

/** The SDK is the application's to install: its two major lines go with different versions of the API. */
function reason(problem: unknown): string {
  const isMissing = (problem as { code?: unknown }).code === 'MODULE_NOT_FOUND';
  return isMissing && String(problem).includes("'@opentelemetry/sdk-node'")
    ? 'none is installed. Run `npm install @opentelemetry/sdk-node`, or start your own SDK before @anthropic-ai/sdk is loaded.'
    : String(problem);
}

/**
 * Whether a tracer provider is registered, through whichever copy of the API. Where that copy is older than ours, the
 * instrumentation says what to do, and our SDK could not be registered.
 */
function hasProvider(): boolean {
  const registered = Reflect.get(globalThis, REGISTERED) as { readonly trace?: unknown } | undefined;
  return registered?.trace !== undefined;
}

/**
 * Late, and only where it is used: what it loads, such as `http`, other instrumentations would see twice. The build leaves
 * the `require` as it is, so that Nitro and Vercel, which copy only the files that they see named, copy this one.
 */
function loadOwnSdk(): typeof ownSdk {
  return require('./own-sdk.cjs');
}
