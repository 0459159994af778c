// Whether a failure may be temporary: yes if the SDK retries it. For an `error` event, its type decides, not its place.
import { describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();

/** The simulator's fault, its diagnosis if the last attempt has it, and its diagnosis if a later attempt succeeds. */
const CASES = [
  ['408', 'service.request_timeout', 'service.recovered'],
  ['409', 'service.conflict', 'service.recovered'],
  ['408 !request-id', 'service.request_timeout', 'endpoint.recovered'],
  ['409 !request-id', 'service.conflict', 'endpoint.recovered'],
  ['429', 'limits.unrecognized', 'limits.recovered'],
  ['500', 'service.internal', 'service.recovered'],
  ['503', 'service.unavailable', 'service.recovered'],
  ['529', 'service.overloaded', 'service.recovered'],
  ['400 "Words." x-should-retry=true', 'service.unrecognized', 'service.recovered'],
  ['404 "Words." x-should-retry=true', 'service.unrecognized', 'service.recovered'],
] as const;

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const made = async (faults: string, maxRetries: number) => {
    fixture.simulator.load(faults);
    await fixture
      .client(kind, { maxRetries })
      .messages.create(PARAMS)
      .catch(() => undefined);
    return fixture.telemetry.takeTrace().attributes;
  };

  test.each(CASES)('%s', async (fault, exhausted, recovered) => {
    const failed = await made(`*: ${fault} retry-after-ms=5`, 1);
    expect(failed).toMatchObject({
      'anthropic.retry.outcome': 'exhausted',
      'anthropic.diagnosis.id': exhausted,
      'anthropic.diagnosis.retryable': true,
    });
    expect(failed['anthropic.diagnosis.action']).not.toBe('fix_request');
    const passed = await made(`1: ${fault} retry-after-ms=5; 2: ok`, 1);
    expect(passed).toMatchObject({
      'anthropic.retry.outcome': 'recovered',
      'anthropic.diagnosis.id': recovered,
    });
    expect(passed['anthropic.diagnosis.summary']).not.toContain('without a response');
  });

  test.each([
    ['api_error "Internal server error"', 'response.stream_error', true],
    ['overloaded_error', 'service.overloaded', true],
    [
      'rate_limit_error "This would exceed your rate limit of 30,000 input tokens per minute"',
      'limits.input_tokens_per_minute',
      true,
    ],
    [
      'invalid_request_error "prompt is too long: 208310 tokens > 200000 maximum"',
      'request.context_window',
      false,
    ],
    ['authentication_error "invalid x-api-key"', 'identity.key_invalid', false],
    ['billing_error "Billing error"', 'identity.billing', false],
  ])('an error event of a stream: %s', async (event, id, retryable) => {
    fixture.simulator.load(`*: error ${event} after 3 events`);
    const stream = await fixture.client(kind).messages.create({ ...PARAMS, stream: true });
    await expect(async () => {
      for await (const _ of stream);
    }).rejects.toThrow();
    expect(fixture.telemetry.takeTrace().attributes).toMatchObject({
      'anthropic.stream.outcome': 'error_event',
      'anthropic.diagnosis.id': id,
      'anthropic.diagnosis.retryable': retryable,
    });
  });
});
