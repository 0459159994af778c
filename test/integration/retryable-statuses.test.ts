// What the SDK retries is never called a fault of the request: exhausted it may pass later, recovered it has a finding.
import { describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();

/** Fault of the simulator, then what it is to the last attempt, and what it is when it passes. */
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
});
