// The SDK is given to instrument() in each form of an import. All its methods are observed, including loops of tools.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import * as namespace from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { expect, test, vi } from 'vitest';
import { PARAMS } from '../support/set-up.ts';

const { default: Anthropic } = namespace;
const weather = betaTool({
  name: 'get_weather',
  description: 'The weather of a city.',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
  run: () => 'rain',
});

const FORMS = [
  ['the class', Anthropic],
  ['the namespace', namespace],
  ['a namespace that has only a default', { default: Anthropic }],
  ['a namespace that has only the class', { Anthropic }],
  ['a subclass', class extends Anthropic {}],
] as const;

test.each(FORMS)('%s', async (_, given) => {
  const exporter = new InMemorySpanExporter();
  // A new one each time, so that each form must patch everything itself.
  const instrumentation = new AnthropicInstrumentation();
  instrumentation.setTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  instrumentation.instrument(given);
  await using simulator = await startSimulator('#1: tool-use');
  const client = new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, openTelemetry: false });
  for await (const _message of client.beta.messages.toolRunner({ ...PARAMS, tools: [weather] }));
  instrumentation.disable();
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toContain('invoke_agent');
});

test.each(FORMS.flatMap(([form, given]) => [false, true].map((beta) => ({ form, given, beta }))))(
  '$form: a helper that is left before any other call counts as left (beta: $beta)',
  async ({ given, beta }) => {
    const exporter = new InMemorySpanExporter();
    const instrumentation = new AnthropicInstrumentation();
    instrumentation.setTracerProvider(
      new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
    );
    instrumentation.instrument(given);
    expect(instrumentation.hasPatched()).toBe(true);
    await using simulator = await startSimulator();
    simulator.load({ faults: [{ answer: { text: 'word '.repeat(50), pauseMs: 20 } }] });
    const client = new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, openTelemetry: false });
    const { messages } = beta ? client.beta : client;
    for await (const _event of (messages as typeof client.messages).stream(PARAMS)) break;
    await new Promise(setImmediate);
    instrumentation.disable();
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ attributes }) => attributes['anthropic.stream.outcome'])).toEqual(['abandoned']);
  },
);

test.each([undefined, null, 7, {}, class {}])(
  '%o is no SDK: nothing is patched, and nothing thrown',
  (given) => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const instrumentation = new AnthropicInstrumentation();
    instrumentation.instrument(given);
    instrumentation.disable();
    expect(instrumentation.hasPatched()).toBe(false);
    expect(warn.mock.calls.map(([text]) => String(text))).toEqual([
      expect.stringContaining(
        'a part of the SDK given to instrument() is not observed: it lacks makeRequest',
      ),
    ]);
    warn.mockRestore();
  },
);

const MESSAGE = { type: 'message', role: 'assistant', stop_reason: 'end_turn', content: [] };

test("a cloud's client class: calls at once, loops of tools from the first call on", async () => {
  const exporter = new InMemorySpanExporter();
  const instrumentation = new AnthropicInstrumentation();
  instrumentation.setTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  instrumentation.instrument(AnthropicBedrock);
  const use = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Oslo' } };
  const answers = [{}, { stop_reason: 'tool_use', content: [use] }, {}];
  const client = new AnthropicBedrock({
    fetch: async () => Response.json({ ...MESSAGE, ...answers.shift() }),
    awsRegion: 'us-east-1',
    awsAccessKey: 'AKIAEXAMPLE',
    awsSecretKey: 'example',
    openTelemetry: { traces: false },
  });
  await client.messages.create(PARAMS);
  const tools = [weather];
  for await (const _message of client.beta.messages.toolRunner({ ...PARAMS, tools }));
  instrumentation.disable();
  const names = exporter.getFinishedSpans().map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('chat'))).toHaveLength(3);
  expect(names).toContain('invoke_agent');
});
