// Content is off by default. If enabled, it is in the chosen place, in the conventions' JSON, and redacted.
import Anthropic from '@anthropic-ai/sdk';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { AlwaysOffSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { AnthropicInstrumentationConfig } from '@sevenstep/instrumentation-anthropic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stepsFail } from '../support/failed-steps.ts';
import { clientOptionsFor, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  system: 'Answer as a pirate',
  messages: [{ role: 'user' as const, content: 'Where is the treasure?' }],
};
const CONTENT = {
  'gen_ai.system_instructions': [{ type: 'text', content: 'Answer as a pirate' }],
  'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Where is the treasure?' }] }],
  'gen_ai.output.messages': [
    { role: 'assistant', parts: [{ type: 'text', content: 'Under the palm.' }], finish_reason: 'stop' },
  ],
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

/** Makes one call, and returns the content attributes of its span and events. */
async function recorded(
  config: AnthropicInstrumentationConfig,
  kind: (typeof SPAN_KINDS)[number],
  streamed: boolean,
  text = 'Under the palm.',
) {
  const telemetry = startTestTelemetry(config);
  const exporter = new InMemoryLogRecordExporter();
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  telemetry.instrumentation.setLoggerProvider(new LoggerProvider({ processors }));
  try {
    simulator.load({ faults: [{ answer: { text } }] });
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      ...clientOptionsFor(kind),
    });
    if (streamed) for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
    else await client.messages.create(PARAMS);
    const { call } = telemetry.takeTrace();
    const pick = (attributes: object, parse: (value: unknown) => unknown) =>
      Object.fromEntries(
        Object.entries(attributes)
          .filter(([name]) => name in CONTENT)
          .map(([name, value]) => [name, parse(value)]),
      );
    return {
      span: pick(call.attributes, (value) => JSON.parse(String(value))),
      events: exporter
        .getFinishedLogRecords()
        .map(({ eventName, severityNumber, severityText, attributes, spanContext }) => ({
          eventName,
          severityNumber,
          severityText,
          ofTheCall: spanContext?.spanId === call.spanContext().spanId,
          model: attributes['gen_ai.response.model'],
          content: pick(attributes, (value) => value),
        })),
    };
  } finally {
    telemetry.stop();
  }
}

const EVENT = {
  eventName: 'gen_ai.client.inference.operation.details',
  severityNumber: 5,
  severityText: 'DEBUG',
  ofTheCall: true,
  model: 'claude-sonnet-5',
  content: CONTENT,
};

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  describe.each([false, true])('streamed: %s', (streamed) => {
    test.each([
      [undefined, {}, []],
      ['NO_CONTENT', {}, []],
      ['SPAN_ONLY', CONTENT, []],
      ['EVENT_ONLY', {}, [EVENT]],
      ['SPAN_AND_EVENT', CONTENT, [EVENT]],
      [true, CONTENT, [EVENT]],
      [false, {}, []],
    ] as const)('captureMessageContent %s', async (captureMessageContent, span, events) => {
      const config = captureMessageContent === undefined ? {} : { captureMessageContent };
      expect(await recorded(config, kind, streamed)).toEqual({ span, events });
    });

    test('what is longer than other attributes may be is whole, and JSON', async () => {
      const long = 'palm '.repeat(2_000);
      const { span } = await recorded({ captureMessageContent: 'SPAN_ONLY' }, kind, streamed, long);
      expect(span['gen_ai.output.messages']).toMatchObject([{ parts: [{ type: 'text', content: long }] }]);
    });

    test('every text goes through redactContent, and is left out where that throws', async () => {
      stepsFail('redactContent');
      const redactContent = (text: string) => {
        if (text.includes('palm')) throw new Error('cannot tell');
        return text.replace('treasure', '[…]');
      };
      const { span } = await recorded({ captureMessageContent: 'SPAN_ONLY', redactContent }, kind, streamed);
      expect(JSON.stringify(span)).toContain('Where is the […]?');
      expect(JSON.stringify(span)).not.toContain('palm');
    });
  });
});

describe('what the application does with its objects', () => {
  test.each([false, true])('changes nothing that is recorded (streamed: %s)', async (stream) => {
    const telemetry = startTestTelemetry({ captureMessageContent: 'SPAN_ONLY' });
    try {
      simulator.load({ faults: [{ answer: { text: 'Under the palm.' } }] });
      const client = new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, logLevel: 'off' });
      const params = structuredClone(PARAMS);
      const answer = await client.messages.create({ ...params, stream });
      params.messages.length = 0;
      if (Symbol.asyncIterator in answer) {
        for await (const event of answer)
          if (event.type === 'content_block_delta') Object.assign(event.delta, { text: 'gone' });
      } else answer.content.length = 0;
      const { attributes } = telemetry.takeTrace();
      expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual(
        CONTENT['gen_ai.input.messages'],
      );
      expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual(
        CONTENT['gen_ai.output.messages'],
      );
    } finally {
      telemetry.stop();
    }
  });
});

test('only messages have content, and the event has the other attributes of its call', async () => {
  const telemetry = startTestTelemetry({ captureMessageContent: 'EVENT_ONLY' });
  const exporter = new InMemoryLogRecordExporter();
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  telemetry.instrumentation.setLoggerProvider(new LoggerProvider({ processors }));
  try {
    simulator.load('ok');
    const client = new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, logLevel: 'off' });
    await client.messages.countTokens({ model: PARAMS.model, messages: PARAMS.messages });
    expect(exporter.getFinishedLogRecords()).toEqual([]);
    await client.messages.create(PARAMS);
    const [event] = exporter.getFinishedLogRecords();
    expect(event?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': PARAMS.model,
      'gen_ai.usage.input_tokens': expect.any(Number),
      'server.address': '127.0.0.1',
      'anthropic.sdk.method': 'messages.create',
    });
    telemetry.instrumentation.setConfig({ captureMessageContent: 'EVENT_ONLY', attributes: 'conventions' });
    exporter.reset();
    await client.messages.create(PARAMS);
    const names = Object.keys(exporter.getFinishedLogRecords()[0]?.attributes ?? {});
    expect(names).toContain('gen_ai.request.model');
    expect(names.filter((name) => name.startsWith('anthropic.'))).toEqual([]);
  } finally {
    telemetry.stop();
  }
});

test.each(SPAN_KINDS)('an event is emitted also where no span is recorded: %s', async (kind) => {
  const telemetry = startTestTelemetry({ captureMessageContent: 'SPAN_AND_EVENT' });
  const exporter = new InMemoryLogRecordExporter();
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  telemetry.instrumentation.setLoggerProvider(new LoggerProvider({ processors }));
  try {
    simulator.load({ faults: [{ answer: { text: 'Under the palm.' } }] });
    const tracerProvider = new BasicTracerProvider({ sampler: new AlwaysOffSampler() });
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      ...clientOptionsFor(kind),
      openTelemetry: { tracerProvider, traces: kind === 'adopted' },
    });
    await client.messages.create(PARAMS);
    expect(exporter.getFinishedLogRecords()).toMatchObject([{ attributes: CONTENT }]);
  } finally {
    telemetry.stop();
  }
});

test('the environment turns it on, and an option that is none says what it takes', async () => {
  process.env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT = 'span_only';
  try {
    expect((await recorded({}, 'adopted', false)).span).toEqual(CONTENT);
    expect((await recorded({ captureMessageContent: 'NO_CONTENT' }, 'adopted', false)).span).toEqual({});
  } finally {
    delete process.env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT;
  }
  expect(() => startTestTelemetry({ captureMessageContent: 'true' as 'SPAN_ONLY' })).toThrow(
    `captureMessageContent is "true"; expected one of true, false, 'NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'`,
  );
});
