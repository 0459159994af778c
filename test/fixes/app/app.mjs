// An application that makes one call, and prints what its span says.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import * as sdk from '@anthropic-ai/sdk';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

const exporter = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const instrumentation = new AnthropicInstrumentation();
instrumentation.setTracerProvider(tracerProvider);
instrumentation.instrument(sdk);
const Client = process.env.ANTHROPIC_BEDROCK_BASE_URL === undefined ? sdk.Anthropic : AnthropicBedrock;
const client = new Client({ maxRetries: 0, logLevel: 'off', openTelemetry: false });
const messages = [{ role: 'user', content: 'Hello' }];
await client.messages.create({ model: 'claude-sonnet-5', max_tokens: 16, messages }).catch(() => {});
const [span] = exporter.getFinishedSpans();
const [seconds, nanoseconds] = span.duration;
console.log(JSON.stringify([{ attributes: span.attributes, durationSeconds: seconds + nanoseconds / 1e9 }]));
