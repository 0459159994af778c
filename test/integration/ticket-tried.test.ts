// The ticket lists what was tried, for a trace from the real SDK with retries, a repeated request and another model.
import Anthropic from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { expect, test } from 'vitest';
import type { Tried } from '../../packages/doctor/src/ticket/tried.ts';
import { run } from '../../packages/doctor/test/support/run.ts';
import { PARAMS } from '../support/set-up.ts';
import { asOtlpLines } from '../support/stored-traces.ts';
import { clientOptionsFor, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

test.each(SPAN_KINDS)('%s call spans', async (kind) => {
  await using simulator = await startSimulator('529 retry-after-ms=40');
  const telemetry = startTestTelemetry();
  try {
    const options = { apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, ...clientOptionsFor(kind) };
    const client = new Anthropic({ ...options, maxRetries: 3, timeout: 900_000 });
    await trace.getTracer('app').startActiveSpan('GET /', async (span) => {
      await client.messages
        .stream(PARAMS)
        .finalMessage()
        .catch(() => undefined);
      await client.messages
        .stream(PARAMS, { maxRetries: 0 })
        .finalMessage()
        .catch(() => undefined);
      simulator.load('');
      await client.messages.stream(PARAMS).finalMessage();
      await client.messages.create({ ...PARAMS, model: 'claude-haiku-4-5' });
      span.end();
    });
    await simulator.settled();
    const stdin = await asOtlpLines(telemetry.takeSpans());
    const { stdout } = await run(['ticket', '-', '--json'], { stdin });
    const { ticket } = JSON.parse(stdout);
    const tried = ticket.calls.map((one: { tried: readonly Tried[] }) =>
      Object.fromEntries(one.tried.map(({ fix, says }) => [fix, says])),
    );
    const both = {
      timeout: "The timeout is 900 s; the SDK's default is 600 s",
      streaming: 'The request asked for a stream',
      other_model: 'Another model was asked afterwards: claude-haiku-4-5 succeeded',
    };
    // The failed calls: the first with its retries, and the second without.
    expect(tried).toEqual([
      {
        ...both,
        retries: 'The request was sent again 3 times, as often as maxRetries allows',
        max_retries: "maxRetries is 3; the SDK's default is 2",
        retry_after: expect.stringMatching(
          /^retry-after was obeyed: asked for 40 ms, 40 ms, 40 ms; waited \d+ ms, \d+ ms, \d+ ms$/,
        ),
        same_request:
          'The same request was made again by a later call: it failed with service.overloaded, then it succeeded',
      },
      {
        ...both,
        max_retries: "maxRetries is 0; the SDK's default is 2",
        same_request: 'The same request was made again by a later call: it succeeded',
      },
    ]);
  } finally {
    telemetry.stop();
  }
});
