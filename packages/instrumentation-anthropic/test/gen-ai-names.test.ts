// Which names of the GenAI conventions are emitted: by the option, else by the variable, else those of the release.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import type { GenAiNames } from '@sevenstep/semantic-conventions';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { resolveConfig } from '../src/config.ts';
import { eventNames, genAiNames } from '../src/gen-ai-names.ts';

const VARIABLE = 'OTEL_SEMCONV_STABILITY_OPT_IN';
const info = vi.fn();
const warn = vi.fn();

beforeEach(() => {
  const ignore = () => {};
  diag.setLogger(
    { error: warn, warn, info, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true },
  );
});
afterEach(() => {
  diag.disable();
  vi.clearAllMocks();
  vi.unstubAllEnvs();
});

describe('the setting', () => {
  test.each<[GenAiNames | undefined, string | undefined, GenAiNames]>([
    [undefined, undefined, 'latest'],
    [undefined, '', 'latest'],
    [undefined, 'gen_ai_latest_experimental', 'latest'],
    [undefined, 'gen_ai/previous', 'previous'],
    [undefined, 'gen_ai/dup', 'both'],
    [undefined, ' GEN_AI/Previous , ', 'previous'],
    [undefined, 'http/dup,database', 'latest'],
    [undefined, 'http/dup,gen_ai/previous,database', 'previous'],
    [undefined, 'gen_ai_latest_experimental,gen_ai/previous', 'both'],
    [undefined, 'gen_ai/previous,gen_ai/previous', 'previous'],
    [undefined, 'gen_ai/dup,gen_ai/previous', 'both'],
    ['latest', 'gen_ai/previous', 'latest'],
    ['previous', 'gen_ai_latest_experimental', 'previous'],
    ['both', 'nonsense', 'both'],
  ])('option %s and variable %s make %s', (option, variable, expected) => {
    expect(genAiNames(option, { [VARIABLE]: variable })).toBe(expected);
    expect(info).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });

  test('a value that is not known is no error: it is ignored, and said where it is about GenAI', () => {
    expect(genAiNames(undefined, { [VARIABLE]: 'rpc/dup,gen_ai/2' })).toBe('latest');
    expect(warn).not.toHaveBeenCalled();
    expect(info).toHaveBeenCalledExactlyOnceWith(
      `@sevenstep/instrumentation-anthropic: ${VARIABLE} has "gen_ai/2", which is ignored; the known values are ` +
        'gen_ai_latest_experimental, gen_ai/previous, gen_ai/dup',
    );
  });

  test('the options in force follow the variable, and a wrong option is named', () => {
    vi.stubEnv(VARIABLE, 'gen_ai/dup');
    expect(resolveConfig({}).genAiNames).toBe('both');
    expect(resolveConfig({ genAiNames: 'latest' }).genAiNames).toBe('latest');
    expect(() => resolveConfig({ genAiNames: 'old' as 'latest' })).toThrow(
      `AnthropicInstrumentation: genAiNames is "old"; expected one of 'latest', 'previous', 'both'`,
    );
  });
});

test.each<[GenAiNames, readonly string[]]>([
  ['latest', ['gen_ai.client.inference.exception']],
  ['previous', ['gen_ai.client.operation.exception']],
  ['both', ['gen_ai.client.inference.exception', 'gen_ai.client.operation.exception']],
])('with %s names the event of a failed call is called %j', (names, expected) => {
  expect(eventNames('gen_ai.client.inference.exception', names)).toEqual(expected);
});
