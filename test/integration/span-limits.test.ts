// A span with a low attribute limit keeps the attributes that show how its call went. No attribute grows with the request.
import Anthropic from '@anthropic-ai/sdk';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { MAX_ATTRIBUTE_ITEMS, MAX_ATTRIBUTE_LENGTH } from '@sevenstep/semantic-conventions';
import { describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  /** The attributes of a call whose span has this limit. */
  async function limited(attributeCountLimit: number, script: string, params: object = {}) {
    const exporter = new InMemorySpanExporter();
    const tracerProvider = new BasicTracerProvider({
      spanLimits: { attributeCountLimit },
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    });
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: fixture.simulator.url,
      logLevel: 'off',
      maxRetries: 1,
      openTelemetry: { tracerProvider, traces: kind === 'adopted' },
    });
    fixture.simulator.load(script);
    const read = async () => {
      const answer = await client.messages.create({ ...PARAMS, ...params });
      if (Symbol.asyncIterator in answer) for await (const _ of answer as AsyncIterable<unknown>);
    };
    await read().catch(() => undefined);
    const call = exporter.getFinishedSpans().find(({ name }) => name.startsWith('chat'));
    return call?.attributes ?? {};
  }

  test('a failed call says how, and of whom, though the others have no room', async () => {
    expect(await limited(6, '1: 529 retry-after-ms=1; 2: 529')).toMatchObject({
      'error.type': 'overloaded_error',
      'http.response.status_code': 529,
      'http.request.resend_count': 1,
      'anthropic.error.message': 'Overloaded',
      'anthropic.error.body': 'api_error',
      'anthropic.request.id': expect.stringMatching(/^req_/),
      'anthropic.retry.outcome': 'exhausted',
    });
  });

  test('a call without a response has the code of its cause', async () => {
    expect(await limited(6, 'reset')).toMatchObject({
      'error.type': 'connection_error',
      'anthropic.error.cause_code': 'ECONNRESET',
    });
  });

  test('a success has its tokens and its stop reason, and a stream its outcome', async () => {
    expect(await limited(6, 'ok')).toMatchObject({
      'http.response.status_code': 200,
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
      'anthropic.message.stop_reason': 'end_turn',
    });
    expect(await limited(6, 'ok', { stream: true })).toMatchObject({
      'anthropic.stream.outcome': 'completed',
    });
  });

  test('others are dropped where there is no room, and none where there is', async () => {
    const few = Object.keys(await limited(10, '400'));
    expect(few).not.toContain('anthropic.request.shape');
    expect(few.length).toBeLessThan(30);
    expect(Object.keys(await limited(128, '400'))).toContain('anthropic.request.shape');
  });

  test('texts and lists of a request are cut, between characters', async () => {
    const stop_sequences = Array.from({ length: MAX_ATTRIBUTE_ITEMS + 5 }, (_, index) => `stop ${index}`);
    stop_sequences[1] = 'x'.repeat(MAX_ATTRIBUTE_LENGTH + 5);
    stop_sequences[2] = `${'x'.repeat(MAX_ATTRIBUTE_LENGTH - 1)}😀`;
    stop_sequences[3] = 'x'.repeat(MAX_ATTRIBUTE_LENGTH);
    const attributes = await limited(128, 'ok', { stop_sequences });
    const written = attributes['gen_ai.request.stop_sequences'] as string[];
    expect(written).toHaveLength(MAX_ATTRIBUTE_ITEMS);
    expect(written.slice(0, 4)).toEqual([
      'stop 0',
      'x'.repeat(MAX_ATTRIBUTE_LENGTH),
      `${'x'.repeat(MAX_ATTRIBUTE_LENGTH - 1)}\ufffd`,
      'x'.repeat(MAX_ATTRIBUTE_LENGTH),
    ]);
    const one = await limited(128, 'ok', { stop_sequences: ['y'.repeat(MAX_ATTRIBUTE_LENGTH + 1)] });
    expect(one['gen_ai.request.stop_sequences']).toEqual(['y'.repeat(MAX_ATTRIBUTE_LENGTH)]);
  });
});
