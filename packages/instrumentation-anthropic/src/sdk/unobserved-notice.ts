// Notices a call of the SDK that nothing observes, from the events of Node's fetch, and reports why.
import { field, isObject } from '@sevenstep/wire';
import { callsUnderWay } from '../call/calls-under-way.ts';
import { privateSlot } from '../call/private-slot.ts';
import { guard, stepFailed } from '../guard.ts';
import { builtinModule, OWN_SUBSCRIBER, UNDICI_REQUESTS } from '../runtime.ts';
import { isLeftToAnotherVersion } from './patch.ts';
import { isSupported, SUPPORTED_VERSIONS } from './patch-points.ts';
import { sdkModules } from './sdk-modules.ts';

/** The channels on which undici, Node's fetch, announces the result of a request. */
const CHANNELS = ['undici:request:headers', 'undici:request:error'];

/** Marks a request that began during an observed call. The call may be over before undici announces the result. */
const ofCall = privateSlot<true>();

/** After this many observed calls of a version, its copy is known to be observed. */
const ENOUGH = 20;
/** More versions than a process loads, so the process is a gateway that forwards the headers of its clients. */
const MANY_VERSIONS = 16;

/**
 * Reports once when the SDK makes a call that no instrumentation observes.
 *
 * @param isListening whether a provider would have taken a span.
 * @returns a function that stops watching.
 */
export function watchUnobserved(isListening: () => boolean, say: (what: string) => void): () => void {
  const channels = builtinModule('node:diagnostics_channel');
  if (!channels) return () => undefined;
  /** Observed calls by SDK version: a process may have several copies, one of them in a bundle. */
  const observed = new Map<string, number>();
  const seen = (message: unknown): void => {
    guard('looking for calls that are not observed', () => {
      const version = sdkVersionOf(message);
      const request = field(message, 'request');
      if (version === undefined || !isObject(request)) return;
      const before = observed.get(version) ?? 0;
      if (before >= ENOUGH) return;
      if (callsUnderWay() === 0 && !ofCall.get(request)) {
        if (!isListening() || isLeftToAnotherVersion()) return;
        stop();
        say(reason(version));
      } else {
        observed.set(version, before + 1);
        if (observed.size >= MANY_VERSIONS) stop();
      }
    });
  };
  const began = (message: unknown): void => {
    try {
      const request = callsUnderWay() > 0 ? field(message, 'request') : undefined;
      if (isObject(request)) ofCall.set(request, true);
    } catch (problem) {
      stepFailed('marking a request', problem);
    }
  };
  Object.assign(began, { [OWN_SUBSCRIBER]: true });
  const stop = (): void => {
    channels.unsubscribe(UNDICI_REQUESTS, began);
    for (const name of CHANNELS) channels.unsubscribe(name, seen);
  };
  channels.subscribe(UNDICI_REQUESTS, began);
  for (const name of CHANNELS) channels.subscribe(name, seen);
  return stop;
}

/** The SDK version that a request's headers name. Other clients of the API do not send it. */
function sdkVersionOf(message: unknown): string | undefined {
  const headers = field(field(message, 'request'), 'headers');
  // A list of names and values; one text in older versions of undici.
  const list = typeof headers === 'string' ? headers.split(/: |\r\n/) : headers;
  if (!Array.isArray(list) || !list.includes('anthropic-version')) return undefined;
  const index = list.findIndex(
    (name) => typeof name === 'string' && name.toLowerCase() === 'x-stainless-package-version',
  );
  return index < 0 ? undefined : String(list[index + 1]);
}

function reason(version: string): string {
  const what = `@anthropic-ai/sdk ${version} made a call that is not observed`;
  if (!isSupported(version)) return `${what}: supported versions are ${SUPPORTED_VERSIONS.join(', ')}.`;
  if (sdkModules().hooked) {
    return (
      `${what}: this copy was bundled, renamed, loaded before the hooks, or loaded by something that bypasses them, such as Jest. ` +
      'Call instrument(Anthropic) of an AnthropicInstrumentation.'
    );
  }
  return (
    `${what}: this copy was loaded as an ES module without module hooks, bundled, renamed, or loaded before the instrumentation. ` +
    "For ES modules put `import '@sevenstep/register/hooks'` before anything else, and make sure that a bundler keeps it; " +
    'otherwise call instrument(Anthropic) of the instrumentation.'
  );
}
