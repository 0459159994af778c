// The table of patched SDK files, and below it the wrapper of each method.
import type { CallObserver } from '../call/call-observer.ts';
import { wrapAsResponse, wrapParse, wrapRequest, wrapThenUnwrap } from './api-promise.ts';
import type { PatchedMethod } from './checked-versions.ts';
import { difference, newerDifference } from './compare.ts';
import { patchMethod, unpatch } from './patch.ts';
import {
  asMessages,
  findApiPromisePrototype,
  findClientPrototype,
  type SdkApiPromise,
  type SdkClientPrototype,
  type SdkMessagesPrototype,
} from './sdk-internals.ts';
import {
  wrapBuildRequest,
  wrapFetchWithTimeout,
  wrapMakeRequest,
  wrapStreamHelper,
  wrapToolRunner,
} from './wrappers.ts';

export const SDK_MODULE = '@anthropic-ai/sdk';

/** `test/sdk-matrix` tests versions across this range. */
export const SUPPORTED_VERSIONS: string[] = ['>=0.50.0 <2'];

/** Whether we support a version of the SDK. An unknown version counts as supported. */
export function isSupported(version: string | undefined): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  return major === undefined || Number(major) === 1 || (Number(major) === 0 && Number(minor) >= 50);
}

/** Reports why something is left alone. */
type LeftAlone = (why: string) => void;

/** How an SDK is patched. */
export interface Patching {
  readonly observer: CallObserver;
  readonly leftAlone: LeftAlone;
  /** Whether the version is newer than the newest checked one. If a call shows a difference, we remove all patches. */
  readonly isNewer: boolean;
}

/** A file of the SDK to patch as it loads, in both of its module formats. */
export interface PatchPoint {
  /** Path in the package, without extension. */
  readonly file: string;
  /** For a newer SDK: its differences from the newest checked one. */
  readonly differences: (moduleExports: unknown) => string[];
  /** Patches the exports of the file. Returns false if the patches alone observe no call. */
  readonly patch: (moduleExports: unknown, patching: Patching) => boolean;
}

/** Loaded last, because it imports the others. */
export const CLIENT_FILE = 'client';
export const PROMISE_FILE = 'core/api-promise';

export const PATCH_POINTS: readonly PatchPoint[] = [
  {
    file: PROMISE_FILE,
    differences: (moduleExports) => differencesOf(promisePrototype(moduleExports), PROMISE_METHODS),
    patch: (moduleExports, patching) => {
      patchPromise(promisePrototype(moduleExports), patching);
      return false;
    },
  },
  {
    file: 'resources/messages/messages',
    differences: (moduleExports) => differencesOf(messagesPrototype(moduleExports), ['stream']),
    patch: patchMessages,
  },
  {
    file: 'resources/beta/messages/messages',
    differences: (moduleExports) => differencesOf(messagesPrototype(moduleExports), ['stream', 'toolRunner']),
    patch: patchMessages,
  },
  { file: CLIENT_FILE, differences: clientDifferences, patch: patchClient },
];

/** Why each method differs. A missing class is reported once, not for each of its methods. */
function differencesOf(target: object | undefined, names: readonly PatchedMethod[]): string[] {
  const why = names.map((name) => newerDifference(target, name));
  return (target ? why : why.slice(0, 1)).filter((one) => one !== undefined);
}

const CLIENT_METHODS = [
  'makeRequest',
  'buildRequest',
  'fetchWithTimeout',
  'request',
  'requestAPIList',
] as const;
const PROMISE_METHODS = ['parse', '_thenUnwrap', 'asResponse'] as const;

function clientDifferences(moduleExports: unknown): string[] {
  const { messages, betaMessages } = messagesClasses(moduleExports);
  return [
    ...differencesOf(findClientPrototype(clientClass(moduleExports)), CLIENT_METHODS),
    ...differencesOf(asMessages(messages), ['stream']),
    ...differencesOf(asMessages(betaMessages), ['stream', 'toolRunner']),
  ];
}

/** Patches the client class in `moduleExports`: a namespace, or the class itself. */
export function patchClient(moduleExports: unknown, patching: Patching): boolean {
  const { observer, leftAlone, isNewer } = patching;
  const prototype = findClientPrototype(clientClass(moduleExports));
  if (!isAsKnown(prototype, CLIENT_METHODS, leftAlone)) return false;
  const differs = isNewer ? (why: string) => withdraw(prototype, why, patching) : undefined;
  const made = wrapRequest((client, promise, by) =>
    patchMade(client, promise, { ...patching, observer: by }, differs),
  );
  patchMethod(prototype, 'request', made, observer);
  patchMethod(prototype, 'requestAPIList', made, observer);
  patchMethod(prototype, 'makeRequest', wrapMakeRequest(differs), observer);
  patchMethod(prototype, 'buildRequest', wrapBuildRequest, observer);
  patchMethod(prototype, 'fetchWithTimeout', wrapFetchWithTimeout, observer);
  const { messages, betaMessages } = messagesClasses(moduleExports);
  patchMessagesClass(messages, patching);
  patchMessagesClass(betaMessages, patching);
  return true;
}

/** Stops observing an SDK in which a call has shown a difference. */
function withdraw(prototype: SdkClientPrototype, why: string, { observer, leftAlone }: Patching): void {
  leftAlone(why);
  unpatch(prototype, observer);
}

/** The resource classes are on `Anthropic`. A base class lacks them, but its own `Anthropic` has them. */
function messagesClasses(moduleExports: unknown): {
  readonly messages: unknown;
  readonly betaMessages: unknown;
} {
  const withResources = [
    exported(moduleExports, 'Anthropic'),
    exported(moduleExports, 'default'),
    moduleExports,
  ].find((candidate) => exported(candidate, 'Messages') !== undefined);
  return {
    messages: exported(withResources, 'Messages'),
    betaMessages: exported(exported(withResources, 'Beta'), 'Messages'),
  };
}

/**
 * Patches the class of a client's promises, found from its first promise. Also patches the classes of its messages, which
 * are found from the client if it calls a cloud.
 */
function patchMade(
  client: unknown,
  promise: object,
  patching: Patching,
  differs: LeftAlone | undefined,
): void {
  for (const resources of [client, exported(client, 'beta')])
    patchMessagesClass(exported(resources, 'messages')?.constructor, patching);
  const prototype = findApiPromisePrototype(promise);
  if (prototype || !differs) patchPromise(prototype, patching);
  else differs('its promises have other fields');
}

const promisePrototype = (moduleExports: unknown): SdkApiPromise | undefined =>
  (exported(moduleExports, 'APIPromise') as { readonly prototype?: SdkApiPromise } | undefined)?.prototype;

function patchPromise(prototype: SdkApiPromise | undefined, { observer, leftAlone }: Patching): void {
  if (!isAsKnown(prototype, PROMISE_METHODS, leftAlone)) return;
  patchMethod(prototype, 'parse', wrapParse, observer);
  patchMethod(prototype, '_thenUnwrap', wrapThenUnwrap, observer);
  patchMethod(prototype, 'asResponse', wrapAsResponse, observer);
}

const messagesPrototype = (moduleExports: unknown): SdkMessagesPrototype | undefined =>
  asMessages(exported(moduleExports, 'Messages'));

/** Patches the helpers of the messages in a namespace; an SDK before it had one has nothing to patch. */
function patchMessages(moduleExports: unknown, patching: Patching): boolean {
  return patchMessagesClass(exported(moduleExports, 'Messages'), patching);
}

function patchMessagesClass(messages: unknown, { observer, leftAlone }: Patching): boolean {
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
  names: readonly (PatchedMethod & keyof Target)[],
  leftAlone: LeftAlone,
): target is Target {
  const why = names.map((name) => difference(target, name)).find((one) => one !== undefined);
  if (why !== undefined) leftAlone(why);
  return why === undefined;
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
