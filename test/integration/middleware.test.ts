// The way in without patches: a middleware alone gives every drill the same verdict.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import Anthropic from '@anthropic-ai/sdk';
import { type Drill, runDrill } from '@sevenstep/anthropic-simulator';
import { createChecklist } from '@sevenstep/checklist';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

/** What a middleware cannot see, and why. */
const UNSEEN: Record<string, string> = {
  'connection.invalid_url': 'the call fails before there is a request',
  'response.stream_abandoned':
    'the SDK aborts the request of a stream that is left: that is all that is seen',
  'identity.key_characters': 'the call fails before there is a request',
  'request.header_characters': 'the call fails before there is a request',
  'identity.missing_credentials': 'the call fails before there is a request',
  'identity.key_whitespace': 'fetch has taken the line break off the header, and the client is not at hand',
};

const fixture = setUp(() => startTestTelemetry({}, { patch: false }));

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const traced = async (drill: Drill) => {
    fixture.simulator.load({ faults: drill.faults ?? [] });
    const { maxRetries = 2 } = drill.call ?? {};
    const middleware = [fixture.telemetry.instrumentation.middleware({ maxRetries })];
    const clientOptions = { ...clientOptionsFor(kind), middleware };
    await runDrill(Anthropic, drill, { baseURL: fixture.simulator.url, clientOptions });
    return fixture.telemetry.takeTrace();
  };

  test.each(Object.entries(drills).filter(([id]) => !(id in UNSEEN)))('%s', async (id, drill) => {
    const { attributes, attempts } = await traced(drill);
    const diagnosis = createChecklist({ thresholds: drill.thresholds }).diagnose(attributes);
    expect(diagnosis?.id).toBe(id);
    const resent = attributes['http.request.resend_count'];
    expect(attempts).toHaveLength(resent ? resent + 1 : 0);
  });

  test.each(healthy.map((drill) => [drill.title, drill] as const))('no diagnosis: %s', async (_, drill) => {
    const { attributes } = await traced(drill);
    expect(attributes['anthropic.diagnosis.id']).toBeUndefined();
    expect(attributes['gen_ai.usage.output_tokens']).toBeGreaterThan(0);
  });

  test("a cloud's client: the URL that was requested, its provider, and no key that is missing", async () => {
    fixture.simulator.load('403');
    const client = new AnthropicBedrock({
      baseURL: fixture.simulator.url,
      awsRegion: 'us-east-1',
      awsAccessKey: 'AKIAEXAMPLE',
      awsSecretKey: 'example',
      middleware: [fixture.telemetry.instrumentation.middleware()],
      openTelemetry: { traces: kind === 'adopted' },
      logLevel: 'off',
    });
    await client.messages.create(PARAMS).catch(() => undefined);
    const { attributes } = fixture.telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'url.full': `${fixture.simulator.url}/model/claude-sonnet-5/invoke`,
      'gen_ai.provider.name': 'aws.bedrock',
    });
    expect(attributes['error.type']).toBeDefined();
    expect(attributes['anthropic.auth.key_shape']).toBeUndefined();
  });
});
