// A rejection breaks off right after its headers. The SDK discards it and retries, with and without the instrumentation.
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, describe, expect, test } from 'vitest';
import { startRawServer } from '../support/raw-server.ts';
import { PARAMS } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const telemetry = startTestTelemetry();
afterAll(() => telemetry.stop());

const HEADERS = { 'content-type': 'application/json', 'content-length': '100', 'retry-after-ms': '1' };

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test('every attempt is made', async () => {
    await using server = await startRawServer();
    server.reply({ status: 429, headers: HEADERS, parts: [], cut: 'at once' });
    const client = new Anthropic({
      apiKey: 'sk-ant-none',
      baseURL: server.url,
      maxRetries: 5,
      ...clientOptionsFor(kind),
    });
    const error: unknown = await client.messages.create(PARAMS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.RateLimitError);
    const { attributes, attempts } = telemetry.takeTrace();
    expect(attempts).toHaveLength(6);
    expect(attributes).toMatchObject({
      'error.type': '429',
      'anthropic.retry.outcome': 'exhausted',
      'http.request.resend_count': 5,
    });
  });
});
