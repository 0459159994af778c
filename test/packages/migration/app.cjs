// Four calls under the instrumentations that are named, and what their spans are: `node app.cjs PACKAGE…`.
const { context, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const sdk = require('@opentelemetry/sdk-trace-base');

const exporter = new sdk.InMemorySpanExporter();
const provider = new sdk.BasicTracerProvider({ spanProcessors: [new sdk.SimpleSpanProcessor(exporter)] });
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
for (const name of process.argv.slice(2)) new (require(name).AnthropicInstrumentation)();

const { default: Anthropic } = require('@anthropic-ai/sdk');
const client = new Anthropic({ maxRetries: 0, logLevel: 'off' });
const request = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  temperature: 0.5,
  top_k: 5,
  top_p: 0.9,
  stop_sequences: ['END'],
  system: 'Be brief.',
  messages: [{ role: 'user', content: 'Hello' }],
};
const tools = [
  { name: 'get_weather', description: 'Weather', input_schema: { type: 'object', properties: {} } },
];

async function main() {
  await client.messages.create(request);
  for await (const _ of await client.messages.create({ ...request, stream: true }));
  await client.messages.create({ ...request, tools });
  await client.messages.create(request).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  const spans = exporter.getFinishedSpans();
  console.log(
    JSON.stringify(
      spans.map(({ name, attributes, events, status, instrumentationScope }) => ({
        name,
        scope: instrumentationScope.name,
        status: status.code,
        attributes,
        events: events.map((event) => event.name),
      })),
    ),
  );
}
main();
