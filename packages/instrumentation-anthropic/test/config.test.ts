import { describe, expect, test } from 'vitest';
import { AnthropicInstrumentation } from '../src/index.ts';

describe('options', () => {
  test('a wrong value says which option, what it got and what it takes', () => {
    expect(() => new AnthropicInstrumentation({ attemptSpans: 'sometimes' as 'never' })).toThrow(
      `AnthropicInstrumentation: attemptSpans is "sometimes"; expected one of 'on-retry', 'always', 'never'`,
    );
  });

  test('none is needed', () => {
    expect(() => new AnthropicInstrumentation()).not.toThrow();
  });
});
