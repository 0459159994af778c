// Options that cannot be say which one and what it takes; an SDK that lacks what we rely on is left alone.
import { describe, expect, test, vi } from 'vitest';
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
        expect.stringContaining('is left alone: it lacks'),
        { type: 'SevenstepWarning', code: 'SEVENSTEP_NOT_OBSERVED' },
      ],
    ]);
  } finally {
    warn.mockRestore();
  }
});
