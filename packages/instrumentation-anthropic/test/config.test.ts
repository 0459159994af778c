// Options that cannot be say which one and what it takes; an SDK that lacks what we rely on is left alone.
import { describe, expect, test, vi } from 'vitest';
import { resolveConfig } from '../src/config.ts';
import { AnthropicInstrumentation, type AnthropicInstrumentationConfig } from '../src/index.ts';

describe('options', () => {
  test('a wrong value says which option, what it got and what it takes', () => {
    expect(() => new AnthropicInstrumentation({ attemptSpans: 'sometimes' as 'never' })).toThrow(
      `AnthropicInstrumentation: attemptSpans is "sometimes"; expected one of 'on-retry', 'always', 'never'`,
    );
  });

  const CHOICES = "'on-retry', 'always', 'never'";
  const PLACES = "true, false, 'NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'";
  test.each<[string, unknown, string]>([
    ['enabled', 'false', '"false"; expected one of true, false'],
    ['attributes', 'otel', `"otel"; expected one of 'all', 'conventions'`],
    ['attemptSpans', null, `null; expected one of ${CHOICES}`],
    ['chunkTimes', 1n, "1; expected one of 'sampled', 'all'"],
    ['spanNames', ['sdk'], "of type object; expected one of 'gen_ai', 'sdk'"],
    ['longWaitSeconds', Number.NaN, 'NaN; expected a positive number'],
    ['longWaitSeconds', 0, '0; expected a positive number'],
    ['nearLimitShare', 1.1, '1.1; expected a number from 0 to 1'],
    ['nearLimitShare', '0.1', '"0.1"; expected a number from 0 to 1'],
    ['requireParentSpan', 1, '1; expected one of false, true'],
    ['captureMessageContent', 'yes', `"yes"; expected one of ${PLACES}`],
    ['maxContentBytes', 1.5, '1.5; expected a positive integer'],
    ['maxContentBytes', -1, '-1; expected a positive integer'],
    ['redactContent', 'x', '"x"; expected a function'],
    ['ignoreRequestHook', /x/, 'of type object; expected a function'],
    ['requestHook', true, 'true; expected a function'],
    ['responseHook', Symbol('x'), 'of type symbol; expected a function'],
    ['diagnose', {}, 'of type object; expected a function'],
  ])('%s %s is refused', (name, value, complaint) => {
    expect(() => new AnthropicInstrumentation({ [name]: value })).toThrow(
      new TypeError(`AnthropicInstrumentation: ${name} is ${complaint}`),
    );
  });

  test('a name that is none makes one warning, and no error', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const said = (config: object) => {
      warn.mockClear();
      new AnthropicInstrumentation(config);
      return warn.mock.calls;
    };
    try {
      expect(said({ redactContents: () => '', captureMessageContent: false, enabled: true })).toEqual([
        [
          'AnthropicInstrumentation: unknown option "redactContents"; did you mean "redactContent"?',
          { type: 'SevenstepWarning', code: 'SEVENSTEP_UNKNOWN_OPTION' },
        ],
      ]);
      expect(said({ redactContents: () => '' })).toEqual([]);
      for (const [name, meant] of [
        ['capturemessagecontent', 'captureMessageContent'],
        ['captureContent', 'captureMessageContent'],
        ['ignoreHook', 'ignoreRequestHook'],
        ['requestHooks', 'requestHook'],
        ['requireParent', 'requireParentSpan'],
      ] as const)
        expect(said({ [name]: true })[0]?.[0]).toContain(`"${name}"; did you mean "${meant}"?`);
      expect(said({ sampling: 1 })[0]?.[0]).toContain('"sampling"; the options are enabled, attributes, ');
    } finally {
      warn.mockRestore();
    }
  });

  test('one that is refused leaves those that were in force', () => {
    const instrumentation = new AnthropicInstrumentation({ attemptSpans: 'never' });
    expect(() => instrumentation.setConfig({ attemptSpans: 'x' as 'never' })).toThrow(TypeError);
    expect(instrumentation.getConfig()).toMatchObject({ attemptSpans: 'never' });
  });

  test('what is absent has its default', () => {
    const { genAiNames: _, ...settings } = resolveConfig({});
    expect(settings).toEqual({
      attributes: 'all',
      attemptSpans: 'on-retry',
      chunkTimes: 'sampled',
      spanNames: 'gen_ai',
      longWaitSeconds: 10,
      nearLimitShare: 0.1,
      requireParentSpan: false,
      captureMessageContent: 'NO_CONTENT',
      maxContentBytes: undefined,
      redactContent: undefined,
      ignoreRequestHook: undefined,
      requestHook: undefined,
      responseHook: undefined,
      diagnose: undefined,
    });
  });

  const hook = () => undefined;
  test.each<AnthropicInstrumentationConfig>([
    { attributes: 'conventions', attemptSpans: 'always', chunkTimes: 'all', spanNames: 'sdk' },
    { attributes: 'all', attemptSpans: 'never', chunkTimes: 'sampled', spanNames: 'gen_ai' },
    { longWaitSeconds: 0.001, nearLimitShare: 0, maxContentBytes: 1 },
    { longWaitSeconds: 3_600, nearLimitShare: 1, maxContentBytes: 2 ** 40 },
    { requireParentSpan: true, captureMessageContent: 'EVENT_ONLY' },
    { requireParentSpan: false, captureMessageContent: 'SPAN_AND_EVENT' },
    {
      redactContent: hook,
      ignoreRequestHook: hook,
      requestHook: hook,
      responseHook: hook,
      diagnose: hook,
    } as never,
  ])('%j is in force', (config) => {
    expect(resolveConfig(config)).toMatchObject(config);
  });

  test('none is needed', () => {
    expect(() => new AnthropicInstrumentation()).not.toThrow();
  });
});

test('an SDK that lacks what we rely on is left alone, and one line on standard error says so', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  try {
    class Anthropic {
      makeRequest() {}
    }
    const untouched = Anthropic.prototype.makeRequest;
    new AnthropicInstrumentation().instrument({ Anthropic });
    expect(Anthropic.prototype.makeRequest).toBe(untouched);
    expect(warn.mock.calls).toEqual([
      [
        expect.stringContaining('is not observed: it lacks'),
        { type: 'SevenstepWarning', code: 'SEVENSTEP_NOT_OBSERVED' },
      ],
    ]);
  } finally {
    warn.mockRestore();
  }
});
