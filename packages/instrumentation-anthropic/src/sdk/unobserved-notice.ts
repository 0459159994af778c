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

/** The channel on which Node.js announces a request to a server of this process. */
const SERVER_REQUESTS = 'http.server.request.start';

/** Marks a request that began during an observed call. The call may be over before undici announces the result. */
const ofCall = privateSlot<true>();

/** After this many observed calls of a version, its copy is known to be observed. */
const ENOUGH = 20;
/** More versions than a process loads, so the process is a gateway that forwards the headers of its clients. */
const MANY_VERSIONS = 16;
/** Far more requests than a process sends at once. */
const MOST_SENT = 10_000;

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
  /** The versions of other processes whose requests arrive here, to be forwarded with their headers. */
  const arrived = new Set<string>();
  /** Requests without a response so far, with the SDK version of each. */
  const sent = new Map<object, string>();
  const seen = (message: unknown): void => {
    guard('looking for calls that are not observed', () => {
      const request = field(message, 'request');
      if (!isObject(request)) return;
      const version = sent.get(request) ?? sdkVersionOf(field(request, 'headers'));
      if (version === undefined) return;
      sent.delete(request);
      if (arrived.has(version)) return;
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
  const arrives = (message: unknown): void => {
    guard('looking for requests to forward', () => {
      const version = sdkVersionOf(field(field(message, 'request'), 'rawHeaders'));
      // A server for tests may run in the process of its clients.
      if (version === undefined || [...sent.values()].includes(version)) return;
      arrived.add(version);
      if (arrived.size >= MANY_VERSIONS) stop();
    });
  };
  const began = (message: unknown): void => {
    try {
      const request = field(message, 'request');
      if (!isObject(request)) return;
      if (callsUnderWay() > 0) ofCall.set(request, true);
      const version = sdkVersionOf(field(request, 'headers'));
      if (version !== undefined) sent.set(request, version);
      if (sent.size > MOST_SENT) sent.clear();
    } catch (problem) {
      stepFailed('marking a request', problem);
    }
  };
  Object.assign(began, { [OWN_SUBSCRIBER]: true });
  const stop = (): void => {
    channels.unsubscribe(UNDICI_REQUESTS, began);
    channels.unsubscribe(SERVER_REQUESTS, arrives);
    sent.clear();
    for (const name of CHANNELS) channels.unsubscribe(name, seen);
  };
  channels.subscribe(UNDICI_REQUESTS, began);
  channels.subscribe(SERVER_REQUESTS, arrives);
  for (const name of CHANNELS) channels.subscribe(name, seen);
  return stop;
}

/** The SDK version that a request's headers name. Other clients of the API do not send it. */
function sdkVersionOf(headers: unknown): string | undefined {
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
