// Without an OpenTelemetry SDK, an application is not affected. Once it registers one, its calls have spans.
import { createRequire } from 'node:module';
import * as sdk from '@anthropic-ai/sdk';
import { metrics, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterAll, expect, test } from 'vitest';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';

/** Loads it as if from another folder of node_modules. */
function freshRequire(name: string): { logs: typeof logs } {
  const require = createRequire(import.meta.url);
  for (const file of Object.keys(require.cache)) if (file.includes('api-logs')) delete require.cache[file];
  return require(name);
}

const instrumentation = new AnthropicInstrumentation();
instrumentation.instrument(sdk);
afterAll(() => {
  instrumentation.disable();
  trace.disable();
});

test('no span before a provider is registered, and one of each call after', async () => {
  const answered: Response[] = [];
  const client = new sdk.Anthropic({
    apiKey: 'sk-ant-none',
    openTelemetry: false,
    fetch: async () => {
      const response = Response.json({ id: 'msg_1', type: 'message', content: [] });
      answered.push(response);
      return response;
    },
  });
  const isUntouched = () => {
    const response = answered.at(-1) ?? {};
    return Object.getPrototypeOf(response) === Response.prototype && Reflect.ownKeys(response).length === 0;
  };
  await client.messages.create(PARAMS);
  expect(isUntouched()).toBe(true);
  await client.withOptions({ middleware: [instrumentation.middleware()] }).messages.create(PARAMS);
  expect(isUntouched()).toBe(true);

  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  await client.messages.create(PARAMS);
  expect(isUntouched()).toBe(true);
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([`chat ${PARAMS.model}`]);
});

test('metrics reach a provider that is registered later, and the one that replaces it', async () => {
  const client = new sdk.Anthropic({
    apiKey: 'sk-ant-none',
    fetch: async () => Response.json({ id: 'msg_1', type: 'message', content: [] }),
  });
  // Like registerInstrumentations().
  instrumentation.setMeterProvider(metrics.getMeterProvider());
  await client.messages.create(PARAMS);
  for (const meter of [startTestMeter(), startTestMeter()]) {
    metrics.disable();
    metrics.setGlobalMeterProvider(meter.provider);
    await client.messages.create(PARAMS);
    const points = await meter.take();
    expect(points('gen_ai.client.inference.duration')).toMatchObject([{ value: 1 }]);
    expect(points('anthropic.client.attempts')).toMatchObject([{ value: 1 }]);
    await meter.stop();
  }
  const own = startTestMeter(instrumentation);
  const registered = startTestMeter();
  metrics.disable();
  metrics.setGlobalMeterProvider(registered.provider);
  await client.messages.create(PARAMS);
  expect((await own.take())('gen_ai.client.inference.duration')).toMatchObject([{ value: 1 }]);
  expect((await registered.take())('gen_ai.client.inference.duration')).toEqual([]);
  metrics.disable();
  await Promise.all([own.stop(), registered.stop()]);
});

test('log events reach a provider that is set later, through another copy of the logs API', async () => {
  const records = new InMemoryLogRecordExporter();
  const anotherCopy: { logs: typeof logs } = freshRequire('@opentelemetry/api-logs');
  expect(anotherCopy.logs).not.toBe(logs);
  instrumentation.setLoggerProvider(anotherCopy.logs.getLoggerProvider());
  logs.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: records })] }),
  );
  const client = new sdk.Anthropic({
    apiKey: 'sk-ant-none',
    maxRetries: 0,
    fetch: async () => Response.json({}, { status: 400 }),
  });
  await client.messages.create(PARAMS).catch(() => undefined);
  logs.disable();
  const names = records.getFinishedLogRecords().map(({ eventName }) => eventName);
  expect(names).toEqual(['gen_ai.client.inference.exception']);
});
