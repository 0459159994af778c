// A part of the SDK that is not as it was read is left alone, and one line names the version and the part.
import * as sdk from '@anthropic-ai/sdk';
import { Messages as BetaMessages } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import { Messages } from '@anthropic-ai/sdk/resources/messages/messages';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AnthropicInstrumentation } from '../src/index.ts';
import { SIGNATURES } from '../src/sdk/checked-versions.ts';
import { newerDifference } from '../src/sdk/compare.ts';
import { sdkModules } from '../src/sdk/sdk-modules.ts';

const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
let instrumentation: AnthropicInstrumentation;
beforeEach(() => {
  warn.mockClear();
  instrumentation = new AnthropicInstrumentation();
});
afterEach(() => {
  instrumentation.disable();
  sdkModules().modules.length = 0;
});

type Members = Readonly<Record<string, unknown>>;

const warnings = (): string[] => warn.mock.calls.map(([text]) => String(text));

const getMakeRequest = async (_a: unknown, _b: unknown, _c: unknown, _d: unknown): Promise<void> => undefined;

/** A client class as that of 1.14, but for what `changed` has. */
function clientWith(changed: Readonly<Record<string, unknown>>): { prototype: Record<string, unknown> } {
  class BaseAnthropic {}
  const methods = {
    request: (_a: unknown) => Promise.resolve(),
    requestAPIList: (_a: unknown, _b: unknown) => Promise.resolve(),
    makeRequest: async (_a: unknown, _b: unknown, _c: unknown, _d: unknown) => undefined,
    buildRequest: async (_a: unknown) => undefined,
    fetchWithTimeout: async (..._: [unknown]) => undefined,
  };
  Object.assign(BaseAnthropic.prototype, methods, changed);
  return BaseAnthropic as unknown as { prototype: Record<string, unknown> };
}

/** The client file was evaluated, once for each module format. */
function load(client: object, version: string): void {
  for (const exports of [{ BaseAnthropic: client }, { BaseAnthropic: client }])
    sdkModules().report({ file: 'client', version, exports });
}

test('what the newest SDK has is known: another list of parameters needs a row', () => {
  const patched: Members[] = [
    sdk.BaseAnthropic.prototype,
    sdk.APIPromise.prototype,
    Messages.prototype,
    BetaMessages.prototype,
  ].map((target) => target as unknown as Members);
  for (const name of new Set(SIGNATURES.map(({ method }) => method))) {
    // The messages class has its own `parse`, which is not patched.
    const targets = name === 'parse' ? [sdk.APIPromise.prototype as unknown as Members] : patched;
    const having = targets.filter((target) => typeof target[name] === 'function');
    expect(having.length, name).toBeGreaterThan(0);
    expect(having.map((target) => newerDifference(target, name))).toEqual(having.map(() => undefined));
  }
});

describe('a part that differs', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['lacks a method', { buildRequest: undefined }, 'it lacks buildRequest'],
    [
      'has fewer parameters',
      { makeRequest: async (_a: unknown, _b: unknown) => undefined },
      'makeRequest has 2 parameters, and is known with 3 (0.50.1 to 0.133.0) and 4 (0.134.0 to 1.14.0)',
    ],
    [
      'has more parameters',
      { buildRequest: async (_a: unknown, _b: unknown) => undefined },
      'buildRequest has 2 parameters, and is known with 1 (0.50.1 to 1.14.0)',
    ],
    ['is no method', { fetchWithTimeout: 'none' }, 'it lacks fetchWithTimeout'],
  ])('a client that %s', (_, changed, why) => {
    const client = clientWith(changed);
    const before = Object.getOwnPropertyDescriptors(client.prototype);
    load(client, '1.14.0');
    expect(Object.getOwnPropertyDescriptors(client.prototype)).toEqual(before);
    expect(warnings()).toEqual([
      `@sevenstep/instrumentation-anthropic: client of @anthropic-ai/sdk 1.14.0 is not observed: ${why}`,
    ]);
  });

  test.each([Object.freeze, Object.seal, Object.preventExtensions])('%o: nothing is thrown', (close) => {
    const client = clientWith({});
    (close as (target: object) => void)(client.prototype);
    load(client, '1.14.0');
    expect(warnings()).toEqual([expect.stringContaining('makeRequest is frozen')]);
  });

  test.each<[string, PropertyDescriptor, boolean]>([
    ['that can be neither written nor redefined', { writable: false, configurable: false }, false],
    ['that is read by an accessor, for good', { get: () => getMakeRequest, configurable: false }, false],
    ['that is read by an accessor', { get: () => getMakeRequest, configurable: true }, true],
    ['that can be redefined', { writable: false, configurable: true }, true],
    ['that can be written', { writable: true, configurable: false }, true],
  ])('a method %s is patched where that is possible', (_, flags, isPatched) => {
    const client = clientWith({});
    Object.defineProperty(client.prototype, 'makeRequest', flags);
    const { makeRequest } = client.prototype;
    load(client, '1.14.0');
    expect(client.prototype.makeRequest !== makeRequest).toBe(isPatched);
    expect(warnings()).toEqual(isPatched ? [] : [expect.stringContaining('makeRequest is frozen')]);
  });

  test('helpers and promises that differ leave the client patched', () => {
    const client = clientWith({});
    const Differing = class {
      stream() {}
    };
    Object.defineProperty(Differing.prototype.stream, 'length', { value: 7 });
    Object.assign(client, { Messages: Differing });
    const before = client.prototype.makeRequest;
    instrumentation.instrument({ Anthropic: client });
    expect(client.prototype.makeRequest).not.toBe(before);
    (client.prototype.request as (options: unknown) => unknown)({});
    expect(warnings()).toEqual([
      expect.stringContaining('stream has 7 parameters, and is known with 2 (0.50.1 to 1.14.0)'),
      expect.stringContaining('it lacks parse'),
    ]);
  });
});

test('a method that somebody has wrapped to take what it is given is patched', () => {
  const client = clientWith({ makeRequest: async (..._: unknown[]) => undefined });
  const before = client.prototype.makeRequest;
  load(client, '1.14.0');
  expect(client.prototype.makeRequest).not.toBe(before);
  expect(warnings()).toEqual([]);
});
