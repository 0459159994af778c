// Which versions of the SDK are observed: supported ones, and newer ones unless a part or their first call differs.
import { runInThisContext } from 'node:vm';
import * as sdk from '@anthropic-ai/sdk';
import { Messages as BetaMessages } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import { Messages } from '@anthropic-ai/sdk/resources/messages/messages';
import { DiagLogLevel, diag, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NEWEST_CHECKED } from '../../packages/instrumentation-anthropic/src/sdk/checked-versions.ts';
import { sdkModules } from '../../packages/instrumentation-anthropic/src/sdk/sdk-modules.ts';

const NEWER = '1.99.0';
const PREFIX = '@sevenstep/instrumentation-anthropic: ';
const ALONE = `${PREFIX}@anthropic-ai/sdk ${NEWER}, newer than ${NEWEST_CHECKED}, the newest checked version, is not observed: `;

const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
const exporter = new InMemorySpanExporter();
let instrumentation: AnthropicInstrumentation;
beforeEach(() => {
  warn.mockClear();
  exporter.reset();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  instrumentation = new AnthropicInstrumentation();
});
afterEach(() => {
  instrumentation.disable();
  sdkModules().modules.length = 0;
  trace.disable();
});

const warnings = (): string[] => warn.mock.calls.map(([text]) => String(text));
const spans = (): string[] => exporter.getFinishedSpans().map(({ name }) => name);

/** Loads the files of an SDK in the order of their evaluation. */
function load(version: string, parts: Readonly<Record<string, unknown>>): void {
  for (const [file, exports] of Object.entries(parts)) sdkModules().report({ file, version, exports });
}

const MESSAGES = {
  'resources/messages/messages': { Messages },
  'resources/beta/messages/messages': { Messages: BetaMessages },
};
const REAL = {
  'core/api-promise': { APIPromise: sdk.APIPromise },
  ...MESSAGES,
  client: { BaseAnthropic: sdk.BaseAnthropic, Anthropic: sdk.Anthropic },
};
const client = (fetch: typeof globalThis.fetch = async () => Response.json({ data: [] })) =>
  new sdk.Anthropic({ apiKey: 'none', openTelemetry: false, fetch, maxRetries: 0 });

describe('versions', () => {
  test.each([
    ['0.49.9', false],
    ['0.50.0', true],
    ['0.134.0', true],
    ['1.0.0', true],
    ['1.14.0-beta.1', true],
    ['2.0.0', false],
    ['10.0.0', false],
    // Unknown versions are tried.
    ['next', true],
  ])('%s is observed: %s', async (version, isObserved) => {
    load(version, REAL);
    await client().models.list();
    expect(spans()).toEqual(isObserved ? ['anthropic.models.list'] : []);
    expect(new Set(warnings())).toEqual(
      new Set(
        isObserved
          ? []
          : [`${PREFIX}@anthropic-ai/sdk ${version} is not observed: supported versions are >=0.50.0 <2`],
      ),
    );
  });
});

test('an instrumentation that is made once the SDK is loaded observes it', async () => {
  instrumentation.disable();
  load(NEWEST_CHECKED, REAL);
  await client().models.list();
  expect(spans()).toEqual([]);
  instrumentation = new AnthropicInstrumentation();
  await client().models.list();
  expect(spans()).toEqual(['anthropic.models.list']);
});

describe('an SDK counts as patched', () => {
  test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['with its promises alone', { 'core/api-promise': REAL['core/api-promise'] }, false],
    ['with messages that have no helpers', { 'resources/messages/messages': { Messages: class {} } }, false],
    ['without a class of messages', { 'resources/messages/messages': {} }, false],
    ['with a file that is not patched', { 'resources/models': REAL.client }, false],
    ['with its messages', { 'resources/messages/messages': { Messages } }, true],
    ['with its beta messages', { 'resources/beta/messages/messages': { Messages: BetaMessages } }, true],
    ['with its client', { client: REAL.client }, true],
  ])('%s: %s', (_, parts, isPatched) => {
    load(NEWEST_CHECKED, parts);
    expect(instrumentation.hasPatched()).toBe(isPatched);
    expect(warnings()).toEqual([]);
  });
});

describe('a newer SDK', () => {
  test('that is as the checked one is observed, call by call', async () => {
    load(NEWER, REAL);
    const made = client();
    await made.models.list();
    await made.messages.create({ model: 'm', max_tokens: 1, messages: [] }).catch(() => undefined);
    expect(spans()).toEqual(['anthropic.models.list', 'chat m']);
    expect(warnings()).toEqual([]);
  });

  test('whose requests fail is observed, too', async () => {
    load(NEWER, REAL);
    const failing = client(async () => Response.json({}, { status: 404 }));
    await expect(failing.models.list()).rejects.toThrow(sdk.NotFoundError);
    expect(spans()).toEqual(['anthropic.models.list']);
    expect(warnings()).toEqual([]);
  });

  test('none of it is patched before all of it is loaded', async () => {
    const { client: last, ...first } = REAL;
    const before = sdk.APIPromise.prototype.asResponse;
    load(NEWER, first);
    expect(sdk.APIPromise.prototype.asResponse).toBe(before);
    load(NEWER, { client: last });
    expect(sdk.APIPromise.prototype.asResponse).not.toBe(before);
  });

  /** A class with that method, whose parameters have the SDK's names. */
  const classWith = (method: string): (new () => object) => runInThisContext(`(class { ${method} {} })`);

  /** A client class like the checked SDK's, except for the members of `Changed`. */
  const clientLike = (Changed: new () => object) => {
    class BaseAnthropic {
      request(_options: unknown): unknown {
        return undefined;
      }
    }
    const { prototype } = BaseAnthropic;
    for (const name of ['requestAPIList', 'makeRequest', 'buildRequest', 'fetchWithTimeout', 'request'])
      Object.defineProperty(prototype, name, {
        ...Object.getOwnPropertyDescriptor(sdk.BaseAnthropic.prototype, name),
        ...Object.getOwnPropertyDescriptor(Changed.prototype, name),
      });
    return BaseAnthropic;
  };

  test.each<[string, new () => object, string]>([
    [
      'takes its parameters in another order',
      class {
        async makeRequest(_1: unknown, _2: unknown, _3: unknown, _4: unknown): Promise<void> {}
      },
      'makeRequest takes (_1, _2, _3, _4), and is known with (optionsInput, retriesRemaining, retryOfRequestLogID, span)',
    ],
    [
      'takes fewer parameters than the newest checked one, as an older one did',
      classWith('async fetchWithTimeout(url, init, ms, controller)'),
      'fetchWithTimeout takes (url, init, ms, controller), and is known with (url, init, ms, controller, requestOptions, logCtx)',
    ],
    [
      'takes one more after them',
      classWith('async buildRequest(inputOptions, { retryCount })'),
      `buildRequest has 2 parameters, and is known with 1 (0.50.1 to ${NEWEST_CHECKED})`,
    ],
    [
      'takes a number of parameters that none had',
      class {
        async makeRequest(_1: unknown): Promise<void> {}
      },
      `makeRequest has 1 parameters, and is known with 3 (0.50.1 to 0.133.0) and 4 (0.134.0 to ${NEWEST_CHECKED})`,
    ],
  ])('whose method %s is left alone, with one line that says so', (_, Changed, why) => {
    const BaseAnthropic = clientLike(Changed);
    const before = Object.getOwnPropertyDescriptors(BaseAnthropic.prototype);
    load(NEWER, { ...REAL, client: { BaseAnthropic, Anthropic: sdk.Anthropic } });
    load(NEWER, { ...REAL, client: { BaseAnthropic, Anthropic: sdk.Anthropic } });
    expect(Object.getOwnPropertyDescriptors(BaseAnthropic.prototype)).toEqual(before);
    expect(warnings()).toEqual([ALONE + why]);
  });

  test('of which somebody has wrapped a method, whose parameters have other names, is observed', () => {
    const Wrapped = classWith('async traced(first, second, third, fourth)').prototype as Record<
      string,
      unknown
    >;
    class Changed {}
    Object.defineProperty(Changed.prototype, 'makeRequest', { value: Wrapped.traced, configurable: true });
    const BaseAnthropic = clientLike(Changed);
    load(NEWER, { ...REAL, client: { BaseAnthropic, Anthropic: sdk.Anthropic } });
    expect(warnings()).toEqual([]);
    expect(Reflect.get(BaseAnthropic.prototype, 'makeRequest')).not.toBe(Wrapped.traced);
  });

  test('whose other module format is loaded later is observed in both, and said once', () => {
    const info = vi.fn();
    const quiet = () => undefined;
    diag.setLogger(
      { info, error: info, warn: info, debug: quiet, verbose: quiet },
      { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true },
    );
    const [one, other] = [clientLike(class {}), clientLike(class {})];
    const before = Reflect.get(other.prototype, 'makeRequest');
    for (const BaseAnthropic of [one, other])
      load(NEWER, { ...REAL, client: { BaseAnthropic, Anthropic: sdk.Anthropic } });
    diag.disable();
    for (const { prototype } of [one, other]) expect(Reflect.get(prototype, 'makeRequest')).not.toBe(before);
    expect(info.mock.calls.map((line) => line.join(' '))).toEqual([
      expect.stringContaining(`@anthropic-ai/sdk ${NEWER} is newer than ${NEWEST_CHECKED}`),
    ]);
    expect(warnings()).toEqual([]);
  });

  test('whose other module format differs is left alone there', () => {
    load(NEWER, REAL);
    const Differing = clientLike(classWith('async makeRequest(one)'));
    const before = Reflect.get(Differing.prototype, 'makeRequest');
    sdkModules().report({
      file: 'client',
      version: NEWER,
      exports: { BaseAnthropic: Differing, Anthropic: sdk.Anthropic },
    });
    expect(Reflect.get(Differing.prototype, 'makeRequest')).toBe(before);
    expect(warnings()).toEqual([expect.stringContaining('makeRequest has 1 parameters')]);
  });

  test('of which several parts differ, the line names all of them, each once', () => {
    const Differing = class {
      async makeRequest(_1: unknown): Promise<void> {}
      request(_1: unknown, _2: unknown): void {}
    };
    load(NEWER, {
      'resources/messages/messages': {},
      'resources/beta/messages/messages': {},
      client: { BaseAnthropic: clientLike(Differing), Anthropic: sdk.Anthropic },
    });
    expect(warnings()).toEqual([
      `${ALONE}it lacks stream; makeRequest has 1 parameters, and is known with 3 (0.50.1 to 0.133.0) and 4 (0.134.0 to ${NEWEST_CHECKED}); ` +
        `request has 2 parameters, and is known with 1 (0.50.1 to ${NEWEST_CHECKED}); it does not load core/api-promise`,
    ]);
  });

  test('that throws when it is compared is left alone', () => {
    const hostile = new Proxy(class {}, {
      get: () => {
        throw new Error('not to be touched');
      },
    });
    load(NEWER, { ...REAL, client: { BaseAnthropic: hostile } });
    expect(warnings()).toEqual([`${ALONE}it cannot be read`]);
  });

  const prototype = sdk.BaseAnthropic.prototype as unknown as Record<string, Method>;
  type Method = (this: unknown, ...args: unknown[]) => unknown;

  /** Differences that only a call shows, in the behaviour of an SDK method. */
  const BY_CALL: ReadonlyArray<
    readonly [what: string, name: string, change: (original: Method) => Method, why: string]
  > = [
    [
      'names no path',
      'request',
      (original) =>
        function request(options) {
          const { path, ...others } = options as { path?: string };
          return original.call(this, { ...others, method: 'get', url: path });
        },
      'the options of a call have no path',
    ],
    [
      'gives a promise with other fields',
      'request',
      (original) =>
        function request(options) {
          const promise = original.call(this, options) as { responsePromise: Promise<unknown> };
          const { responsePromise } = promise;
          const value = { then: responsePromise.then.bind(responsePromise) };
          return Object.defineProperty(promise, 'responsePromise', { value });
        },
      'its promises have other fields',
    ],
    [
      'resolves to other fields',
      'makeRequest',
      (original) =>
        async function makeRequest(optionsInput, retriesRemaining, retryOfRequestLogID, span) {
          const props = await original.call(this, optionsInput, retriesRemaining, retryOfRequestLogID, span);
          return { ...(props as object), controller: undefined };
        },
      'makeRequest resolves to something else',
    ],
  ];

  test.each(BY_CALL)('whose first call %s is left alone from then on', async (_, name, change, why) => {
    const original = prototype[name] as Method;
    const changed = change(original);
    prototype[name] = changed;
    try {
      load(NEWER, REAL);
      expect(warnings()).toEqual([]);
      const first = await client()
        .get('/v1/anything')
        .catch((error: unknown) => error);
      expect(warnings()).toEqual([ALONE + why]);
      expect(prototype[name]).toBe(changed);
      exporter.reset();
      const again = await client()
        .get('/v1/anything')
        .catch((error: unknown) => error);
      expect(again).toEqual(first);
      expect(spans()).toEqual([]);
      expect(warnings()).toEqual([ALONE + why]);
      // CommonJS hooks report a file only once.
      sdkModules().modules.length = 0;
      instrumentation.disable();
      instrumentation.enable();
      expect(prototype[name]).toBe(changed);
    } finally {
      instrumentation.disable();
      prototype[name] = original;
    }
  });
});
