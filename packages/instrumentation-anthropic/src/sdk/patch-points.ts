// Where the SDK is patched: which file of it, which class, which method, with which wrapper.
import type { CallObserver } from '../call/call-observer.ts';
import { patchMethod } from './patch.ts';
import { asDecoderClass, asMessages, asStreamClass, findClientPrototype } from './sdk-internals.ts';
import {
  wrapBuildRequest,
  wrapFetchWithTimeout,
  wrapFromResponse,
  wrapFromSSEResponse,
  wrapMakeRequest,
  wrapStreamHelper,
  wrapToolRunner,
} from './wrappers.ts';

export const SDK_MODULE = '@anthropic-ai/sdk';

/** Tried on versions across the whole range: `test/sdk-matrix`. */
export const SUPPORTED_VERSIONS: string[] = ['>=0.50.0 <2'];

/** Whether the instrumentation was made for a version of the SDK. A version that is not known is tried. */
export function isSupported(version: string | undefined): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  return major === undefined || Number(major) === 1 || (Number(major) === 0 && Number(minor) >= 50);
}

/** A file of the SDK to patch as it loads, in both of its module formats. */
export interface PatchPoint {
  /** Path in the package, without extension. */
  readonly file: string;
  /** What is missing when {@link PatchPoint.patch} returns false. */
  readonly needs: string;
  /** Patches what the file exports; false when a part we rely on is not there, and nothing was patched. */
  readonly patch: (moduleExports: unknown, observer: CallObserver) => boolean;
}

export const PATCH_POINTS: readonly PatchPoint[] = [
  {
    file: 'client',
    needs: 'makeRequest, buildRequest and fetchWithTimeout of its client',
    patch: patchClient,
  },
  { file: 'core/streaming', needs: 'Stream.fromSSEResponse', patch: patchStream },
  { file: 'resources/messages/messages', needs: 'nothing', patch: patchMessages },
  { file: 'resources/beta/messages/messages', needs: 'nothing', patch: patchMessages },
  { file: 'internal/decoders/jsonl', needs: 'JSONLDecoder.fromResponse', patch: patchDecoder },
];

/** Patches the client class in `moduleExports`: a namespace, or the class itself. */
export function patchClient(moduleExports: unknown, observer: CallObserver): boolean {
  const prototype = findClientPrototype(clientClass(moduleExports));
  if (!prototype) return false;
  patchMethod(prototype, 'makeRequest', wrapMakeRequest, observer);
  patchMethod(prototype, 'buildRequest', wrapBuildRequest, observer);
  patchMethod(prototype, 'fetchWithTimeout', wrapFetchWithTimeout, observer);
  // `Anthropic` carries its resource classes; its base class does not, and is what the class's own `Anthropic` leads to.
  const withResources = [
    exported(moduleExports, 'Anthropic'),
    exported(moduleExports, 'default'),
    moduleExports,
  ].find((candidate) => exported(candidate, 'Messages') !== undefined);
  patchMessages(withResources, observer);
  patchMessages(exported(withResources, 'Beta'), observer);
  return true;
}

/** Patches the `Stream` class in `moduleExports`: a namespace, or the class itself. */
export function patchStream(moduleExports: unknown, observer: CallObserver): boolean {
  const streamClass = asStreamClass(moduleExports) ?? asStreamClass(exported(moduleExports, 'Stream'));
  if (!streamClass) return false;
  patchMethod(streamClass, 'fromSSEResponse', wrapFromSSEResponse, observer);
  return true;
}

/** Patches the decoder of batch results. */
function patchDecoder(moduleExports: unknown, observer: CallObserver): boolean {
  const decoderClass = asDecoderClass(exported(moduleExports, 'JSONLDecoder'));
  if (!decoderClass) return false;
  patchMethod(decoderClass, 'fromResponse', wrapFromResponse, observer);
  return true;
}

/** Patches the helpers of the messages in a namespace; an SDK before it had one has nothing to patch. */
function patchMessages(moduleExports: unknown, observer: CallObserver): boolean {
  const prototype = asMessages(exported(moduleExports, 'Messages'));
  if (prototype?.stream) patchMethod(prototype, 'stream', wrapStreamHelper, observer);
  if (prototype?.toolRunner) patchMethod(prototype, 'toolRunner', wrapToolRunner, observer);
  return true;
}

/** The client class of a namespace; a class is its own. */
export function clientClass(moduleExports: unknown): unknown {
  return (
    exported(moduleExports, 'BaseAnthropic') ??
    exported(moduleExports, 'Anthropic') ??
    exported(moduleExports, 'default') ??
    moduleExports
  );
}

const exported = (moduleExports: unknown, name: string): unknown =>
  (moduleExports as Record<string, unknown> | null | undefined)?.[name];
