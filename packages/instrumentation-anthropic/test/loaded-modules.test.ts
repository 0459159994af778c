// ES modules of the SDK are patched as hooks report them, before or after the instrumentation is made, and only while it is enabled.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AnthropicInstrumentation } from '../src/index.ts';
import { sdkModules } from '../src/sdk/sdk-modules.ts';

const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
const made: AnthropicInstrumentation[] = [];
const make = (config = {}): AnthropicInstrumentation => {
  const instrumentation = new AnthropicInstrumentation(config);
  made.push(instrumentation);
  return instrumentation;
};
beforeEach(() => void warn.mockClear());
afterEach(() => {
  for (const instrumentation of made.splice(0)) instrumentation.disable();
  sdkModules().modules.length = 0;
  diag.disable();
});

/** A client class as that of 1.14. */
function clientClass(): { readonly prototype: Record<string, unknown> } {
  class BaseAnthropic {}
  Object.assign(BaseAnthropic.prototype, {
    request: (_a: unknown) => Promise.resolve(),
    requestAPIList: (_a: unknown, _b: unknown) => Promise.resolve(),
    makeRequest: async (_a: unknown, _b: unknown, _c: unknown, _d: unknown) => undefined,
    buildRequest: async (_a: unknown) => undefined,
    fetchWithTimeout: async (..._: [unknown]) => undefined,
  });
  return BaseAnthropic as unknown as { prototype: Record<string, unknown> };
}

/** Reports a client, and says whether it was patched. */
function reported(version: string | undefined = '1.14.0', file = 'client'): boolean {
  const client = clientClass();
  const before = client.prototype.makeRequest;
  sdkModules().report({ file, version, exports: { BaseAnthropic: client } });
  return client.prototype.makeRequest !== before;
}

describe('a module that is reported', () => {
  test('to an instrumentation that is enabled is patched', () => {
    expect(reported()).toBe(false);
    const instrumentation = make();
    expect(reported()).toBe(true);
    instrumentation.disable();
    expect(reported()).toBe(false);
    instrumentation.enable();
    expect(reported()).toBe(true);
    expect(warn).not.toHaveBeenCalled();
  });

  test('before the instrumentation is made is patched as that is enabled', () => {
    const client = clientClass();
    const before = client.prototype.makeRequest;
    sdkModules().report({ file: 'client', version: '1.14.0', exports: { BaseAnthropic: client } });
    const instrumentation = make({ enabled: false });
    expect([client.prototype.makeRequest === before, instrumentation.hasPatched()]).toEqual([true, false]);
    instrumentation.enable();
    expect([client.prototype.makeRequest === before, instrumentation.hasPatched()]).toEqual([false, true]);
  });

  test('of another file is left alone', () => {
    make();
    expect(reported('1.14.0', 'pagination')).toBe(false);
    expect(warn).not.toHaveBeenCalled();
  });

  test('of an unknown version is patched', () => {
    make();
    expect(reported(undefined)).toBe(true);
  });

  test.each(['0.49.0', '2.0.0'])(
    'of %s, which is not supported, is left alone, and a warning names it',
    (version) => {
      make();
      expect(reported(version)).toBe(false);
      expect(warn.mock.calls).toEqual([
        [
          expect.stringMatching(
            new RegExp(
              `^@sevenstep/instrumentation-anthropic: @anthropic-ai/sdk ${version.replaceAll('.', '\\.')} is not observed: supported versions are .*0\\.50`,
            ),
          ),
          { type: 'SevenstepWarning', code: 'SEVENSTEP_NOT_OBSERVED' },
        ],
      ]);
    },
  );

  test('is patched once where it is enabled twice', () => {
    const instrumentation = make();
    instrumentation.enable();
    const listeners = sdkModules().listeners.size;
    instrumentation.disable();
    expect(sdkModules().listeners.size).toBe(listeners - 1);
    instrumentation.disable();
    expect([sdkModules().listeners.size, instrumentation.isEnabled()]).toEqual([listeners - 1, false]);
  });
});

describe('a listener', () => {
  test('hears of each part that is patched, and of none that is left alone', () => {
    const instrumentation = make();
    const patched = vi.fn();
    instrumentation.onLoading({});
    instrumentation.onLoading({ patched });
    expect(instrumentation.hasPatched()).toBe(false);
    reported('0.49.0');
    reported('1.14.0', 'pagination');
    instrumentation.instrument({});
    expect([patched.mock.calls.length, instrumentation.hasPatched()]).toEqual([0, false]);
    reported();
    expect([patched.mock.calls.length, instrumentation.hasPatched()]).toEqual([1, true]);
    instrumentation.instrument({ Anthropic: clientClass() });
    expect(patched.mock.calls.length).toBe(2);
  });

  test('that throws keeps no other from hearing it, and is logged', () => {
    const error = vi.fn();
    const quiet = (): void => undefined;
    const logger = { error, warn: quiet, info: quiet, debug: quiet, verbose: quiet };
    diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
    const instrumentation = make();
    const patched = vi.fn();
    instrumentation.onLoading({
      patched: () => {
        throw new Error('mine');
      },
    });
    instrumentation.onLoading({ patched });
    expect(reported()).toBe(true);
    expect(patched).toHaveBeenCalledOnce();
    expect(error.mock.calls.map(([line]) => line)).toEqual([
      expect.stringContaining('the listener of a patched SDK failed'),
    ]);
  });
});

test('a runtime without warnings of the process has them in the log', () => {
  const lines: string[] = [];
  const quiet = (): void => undefined;
  const logger = {
    error: quiet,
    warn: (...words: unknown[]) => void lines.push(words.join(' ')),
    info: quiet,
    debug: quiet,
    verbose: quiet,
  };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  make();
  vi.stubGlobal('process', { ...process, emitWarning: undefined });
  try {
    reported('0.49.0');
  } finally {
    vi.unstubAllGlobals();
  }
  expect(warn).not.toHaveBeenCalled();
  expect(lines).toEqual([expect.stringContaining('@anthropic-ai/sdk 0.49.0 is not observed')]);
});
