// An application without an OpenTelemetry SDK is left to itself; from the moment it registers one, its calls have spans.
import * as sdk from '@anthropic-ai/sdk';
import * as streaming from '@anthropic-ai/sdk/core/streaming';
import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterAll, expect, test } from 'vitest';
import { PARAMS } from '../support/set-up.ts';

const instrumentation = new AnthropicInstrumentation();
instrumentation.instrument(sdk, streaming);
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
  const isUntouched = () => Object.getPrototypeOf(answered.at(-1)) === Response.prototype;
  await client.messages.create(PARAMS);
  expect(isUntouched()).toBe(true);

  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  await client.messages.create(PARAMS);
  expect(isUntouched()).toBe(false);
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([`chat ${PARAMS.model}`]);
});
