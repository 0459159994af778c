// Whether content is recorded, and where: by the option, else by the variable, else not at all.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ContentCapture, contentCapture, onEvent, onSpan } from '../../src/content/capture.ts';

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';
const warn = vi.fn();

beforeEach(() => {
  const ignore = () => {};
  diag.setLogger(
    { error: ignore, warn, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
});

afterEach(() => {
  diag.disable();
  warn.mockClear();
});

describe('the setting', () => {
  test.each<[boolean | ContentCapture | undefined, string | undefined, ContentCapture]>([
    [undefined, undefined, 'NO_CONTENT'],
    [undefined, '', 'NO_CONTENT'],
    [undefined, 'SPAN_ONLY', 'SPAN_ONLY'],
    [undefined, ' event_only ', 'EVENT_ONLY'],
    [undefined, 'Span_And_Event', 'SPAN_AND_EVENT'],
    [undefined, 'True', 'SPAN_AND_EVENT'],
    [undefined, 'false', 'NO_CONTENT'],
    [true, 'SPAN_ONLY', 'SPAN_AND_EVENT'],
    [false, 'true', 'NO_CONTENT'],
    ['NO_CONTENT', 'SPAN_AND_EVENT', 'NO_CONTENT'],
    ['SPAN_ONLY', 'nonsense', 'SPAN_ONLY'],
  ])('option %s and variable %s make %s', (option, variable, expected) => {
    expect(contentCapture(option, { [VARIABLE]: variable })).toBe(expected);
    expect(warn).not.toHaveBeenCalled();
  });

  test.each(['1', 'span'])('%s in the environment records nothing and is said once', (variable) => {
    expect(contentCapture(undefined, { [VARIABLE]: variable })).toBe('NO_CONTENT');
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      `@sevenstep/instrumentation-anthropic: ${VARIABLE} is "${variable}"; expected true, false, ` +
        'NO_CONTENT, SPAN_ONLY, EVENT_ONLY, SPAN_AND_EVENT. No message content is recorded',
    );
  });

  test('a key in the variable is not said', () => {
    contentCapture(undefined, { [VARIABLE]: 'sk-ant-api03-QkX9zebra0lantern11223344' });
    expect(warn.mock.lastCall?.[0]).toContain(`${VARIABLE} is "sk-[redacted]"`);
  });
});

test.each<[ContentCapture, boolean, boolean]>([
  ['NO_CONTENT', false, false],
  ['SPAN_ONLY', true, false],
  ['EVENT_ONLY', false, true],
  ['SPAN_AND_EVENT', true, true],
])('%s: on the span %s, on the event %s', (capture, span, event) => {
  expect(onSpan(capture)).toBe(span);
  expect(onEvent(capture)).toBe(event);
});
