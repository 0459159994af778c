// If a vendor's SDK registers through a copy of OpenTelemetry's API that is older than ours, a warning names the version to install.
import * as sdk from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PARAMS } from '../support/set-up.ts';

const API = Symbol.for('opentelemetry.js.api.1');
const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
const warnings = (): string[] => warn.mock.calls.map(([text]) => String(text));

let instrumentation: AnthropicInstrumentation;
beforeEach(() => {
  warn.mockClear();
  instrumentation = new AnthropicInstrumentation();
});
afterEach(() => {
  instrumentation.disable();
  Reflect.deleteProperty(globalThis, API);
});

/** Registers a provider like a copy of this version. */
function registerThrough(version: string): void {
  Reflect.set(globalThis, API, { version, trace: new BasicTracerProvider() });
}

test('once, calls have no spans: which version to install', () => {
  registerThrough('1.4.1');
  instrumentation.instrument(sdk);
  instrumentation.instrument(sdk);
  expect(warnings()).toEqual([
    expect.stringMatching(
      /api 1\.4\.1\. .* calls have no spans\. Run `npm install @opentelemetry\/api@1\.4\.1`/,
    ),
  ]);
});

test('a vendor that gives its provider gets the spans, which have no parents', async () => {
  registerThrough('1.4.1');
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  instrumentation.setTracerProvider(provider);
  instrumentation.instrument(sdk);
  expect(warnings()).toEqual([expect.stringContaining('call spans have no parents')]);
  const client = new sdk.Anthropic({
    apiKey: 'sk-ant-none',
    fetch: async () => Response.json({ id: 'msg_1', type: 'message', content: [] }),
  });
  await client.messages.create(PARAMS);
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([`chat ${PARAMS.model}`]);
});

test.each(['a newer copy', 'the same copy'])('through %s: nothing is said', (which) => {
  if (which === 'a newer copy') registerThrough('1.999.0');
  else trace.setGlobalTracerProvider(new BasicTracerProvider());
  instrumentation.instrument(sdk);
  expect(warnings()).toEqual([]);
});
