// The SDK given to instrument(), in each form that an import gives it: all of it is observed, loops of tools too.
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
import { expect, test } from 'vitest';
import { PARAMS } from '../support/set-up.ts';

const { default: Anthropic } = namespace;
const weather = betaTool({
  name: 'get_weather',
  description: 'The weather of a city.',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
  run: () => 'rain',
});

test.each([
  ['the class', Anthropic],
  ['the namespace', namespace],
  ['a namespace that has only a default', { default: Anthropic }],
])('%s', async (_, given) => {
  const exporter = new InMemorySpanExporter();
  // A new one each time, so that what one form has patched helps no other.
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
