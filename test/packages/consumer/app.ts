// An application in TypeScript that uses every package. It is compiled as an ES module and as CommonJS.
import Anthropic from '@anthropic-ai/sdk';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { alerts } from '@sevenstep/alerts';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { type Diagnosis, diagnose } from '@sevenstep/checklist';
import { drills } from '@sevenstep/checklist/drills';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import {
  AnthropicInstrumentation,
  type AnthropicInstrumentationConfig,
} from '@sevenstep/instrumentation-anthropic';
import { ATTRIBUTES, type SpanAttributes } from '@sevenstep/semantic-conventions';
import { keyShape } from '@sevenstep/wire';

const config: AnthropicInstrumentationConfig = { attemptSpans: 'always' };
const seen: string[] = [];

async function main(): Promise<void> {
  const instrumentation = new AnthropicInstrumentation(config);
  const spans = new tracing.InMemorySpanExporter();
  const onDiagnosis = (diagnosis: Diagnosis) => seen.push(diagnosis.id);
  const sdk = new NodeSDK({
    autoDetectResources: false,
    instrumentations: [instrumentation],
    spanProcessors: [new DiagnosisSpanProcessor({ onDiagnosis }), new tracing.SimpleSpanProcessor(spans)],
  });
  sdk.start();
  instrumentation.instrument(Anthropic);
  const simulator = await startSimulator('1: 529; 2: ok');
  const client = new Anthropic({ baseURL: simulator.url, apiKey: 'sk-ant-simulator-0000' });
  await client.messages.create({
    model: 'claude-sonnet-5',
    max_tokens: 16,
    messages: [{ role: 'user', content: 'Hello' }],
  });
  await simulator.close();
  const attributes: SpanAttributes = { 'error.type': 'rate_limit_error', 'http.response.status_code': 429 };
  const report = {
    spans: spans.getFinishedSpans().map(({ name }) => name),
    seen,
    diagnosed: diagnose({ 'gen_ai.provider.name': 'anthropic', ...attributes })?.check,
    key: keyShape('sk-proj-0000'),
    tables: [Object.keys(ATTRIBUTES), Object.keys(drills), alerts].every(({ length }) => length > 10),
  };
  await sdk.shutdown();
  console.log(JSON.stringify(report));
}

void main();
