// Where the SDK is patched: which file of it, which class, which method, with which wrapper.
import type { CallObserver } from '../call/call-observer.ts';
import { wrapAsResponse, wrapParse, wrapRequest, wrapThenUnwrap } from './api-promise.ts';
import { patchMethod } from './patch.ts';
import { asMessages, findApiPromisePrototype, findClientPrototype } from './sdk-internals.ts';
import {
  wrapBuildRequest,
  wrapFetchWithTimeout,
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

/**
 * The methods that are patched, by the number of their parameters and the versions in which that was read. Wrappers pass all
 * parameters on; what they rely on is in `sdk-internals.ts`.
 */
export const PARAMETERS = [
  ['request', 1, '0.50.1 to 1.14.0'],
  ['requestAPIList', 2, '0.50.1 to 1.14.0'],
  ['makeRequest', 3, '0.50.1 to 0.133.0'],
  ['makeRequest', 4, '0.134.0 to 1.14.0'],
  ['buildRequest', 1, '0.50.1 to 1.14.0'],
  ['fetchWithTimeout', 4, '0.50.1 to 0.100.1'],
  ['fetchWithTimeout', 5, '0.101.0'],
  ['fetchWithTimeout', 6, '0.110.0 to 1.14.0'],
  ['parse', 0, '0.50.1 to 1.14.0'],
  ['_thenUnwrap', 1, '0.50.1 to 1.14.0'],
  ['asResponse', 0, '0.50.1 to 1.14.0'],
  ['stream', 2, '0.50.1 to 1.14.0'],
  ['toolRunner', 2, '0.65.0 to 1.14.0'],
] as const;

type MethodName = (typeof PARAMETERS)[number][0];

/** Reports why something is left alone. */
type LeftAlone = (why: string) => void;

/** A file of the SDK to patch as it loads, in both of its module formats. */
export interface PatchPoint {
  /** Path in the package, without extension. */
  readonly file: string;
  /** Patches what the file exports; false where nothing was patched. */
  readonly patch: (moduleExports: unknown, observer: CallObserver, leftAlone: LeftAlone) => boolean;
}

export const PATCH_POINTS: readonly PatchPoint[] = [
  { file: 'client', patch: patchClient },
  { file: 'resources/messages/messages', patch: patchMessages },
  { file: 'resources/beta/messages/messages', patch: patchMessages },
];

const CLIENT_METHODS = [
  'makeRequest',
  'buildRequest',
  'fetchWithTimeout',
  'request',
  'requestAPIList',
] as const;

/** Patches the client class in `moduleExports`: a namespace, or the class itself. */
export function patchClient(moduleExports: unknown, observer: CallObserver, leftAlone: LeftAlone): boolean {
  const prototype = findClientPrototype(clientClass(moduleExports));
  if (!isAsKnown(prototype, CLIENT_METHODS, leftAlone)) return false;
  const made = wrapRequest((client, promise, by) => patchMade(client, promise, by, leftAlone));
  patchMethod(prototype, 'request', made, observer);
  patchMethod(prototype, 'requestAPIList', made, observer);
  patchMethod(prototype, 'makeRequest', wrapMakeRequest, observer);
  patchMethod(prototype, 'buildRequest', wrapBuildRequest, observer);
  patchMethod(prototype, 'fetchWithTimeout', wrapFetchWithTimeout, observer);
  // `Anthropic` carries its resource classes; its base class does not, and is what the class's own `Anthropic` leads to.
  const withResources = [
    exported(moduleExports, 'Anthropic'),
    exported(moduleExports, 'default'),
    moduleExports,
  ].find((candidate) => exported(candidate, 'Messages') !== undefined);
  for (const namespace of [withResources, exported(withResources, 'Beta')])
    patchMessagesClass(exported(namespace, 'Messages'), observer, leftAlone);
  return true;
}

/**
 * Patches what the first request of a client leads to: the class of its promises, and those of its messages, which the class
 * of a cloud's client does not lead to.
 */
function patchMade(client: unknown, promise: object, observer: CallObserver, leftAlone: LeftAlone): void {
  for (const resources of [client, exported(client, 'beta')])
    patchMessagesClass(exported(resources, 'messages')?.constructor, observer, leftAlone);
  const prototype = findApiPromisePrototype(promise);
  if (!isAsKnown(prototype, ['parse', '_thenUnwrap', 'asResponse'], leftAlone)) return;
  patchMethod(prototype, 'parse', wrapParse, observer);
  patchMethod(prototype, '_thenUnwrap', wrapThenUnwrap, observer);
  patchMethod(prototype, 'asResponse', wrapAsResponse, observer);
}

/** Patches the helpers of the messages in a namespace; an SDK before it had one has nothing to patch. */
function patchMessages(moduleExports: unknown, observer: CallObserver, leftAlone: LeftAlone): boolean {
  return patchMessagesClass(exported(moduleExports, 'Messages'), observer, leftAlone);
}

function patchMessagesClass(messages: unknown, observer: CallObserver, leftAlone: LeftAlone): boolean {
  const prototype = asMessages(messages);
  const stream = prototype?.stream && isAsKnown(prototype, ['stream'], leftAlone);
  if (stream) patchMethod(prototype, 'stream', wrapStreamHelper, observer);
  const toolRunner = prototype?.toolRunner && isAsKnown(prototype, ['toolRunner'], leftAlone);
  if (toolRunner) patchMethod(prototype, 'toolRunner', wrapToolRunner, observer);
  return stream === true || toolRunner === true;
}

/** Whether all of these methods can be patched, and are as they were read. If not, nothing of `target` is patched. */
function isAsKnown<Target extends object>(
  target: Target | undefined,
  names: readonly (MethodName & keyof Target)[],
  leftAlone: LeftAlone,
): target is Target {
  for (const name of names) {
    const why = difference(target, name);
    if (why === undefined) continue;
    leftAlone(why);
    return false;
  }
  return true;
}

function difference(target: object | undefined, name: MethodName): string | undefined {
  const method: unknown = target && Reflect.get(target, name);
  if (!target || typeof method !== 'function') return `it lacks ${name}`;
  const known = PARAMETERS.filter(([one]) => one === name);
  // Without any it takes what it is given, as the wrappers of others do.
  if (method.length > 0 && !known.some(([, parameters]) => parameters === method.length)) {
    const list = known.map(([, parameters, versions]) => `${parameters} (${versions})`).join(' and ');
    return `${name} has ${method.length} parameters, and is known with ${list}`;
  }
  const { configurable = true, writable = true } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  return Object.isExtensible(target) && (configurable || writable) ? undefined : `${name} is frozen`;
}

/** The client class of a namespace; a class is its own. */
function clientClass(moduleExports: unknown): unknown {
  return (
    exported(moduleExports, 'BaseAnthropic') ??
    exported(moduleExports, 'Anthropic') ??
    exported(moduleExports, 'default') ??
    moduleExports
  );
}

const exported = (moduleExports: unknown, name: string): unknown =>
  (moduleExports as Record<string, unknown> | null | undefined)?.[name];
