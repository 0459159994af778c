// The cost of a span: small for a healthy call, with details only if they explain a problem. A full span keeps the main attributes.
import { type Attributes, context, type Span, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { whenWritten } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { isCallSpan, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

/** Attributes that the table has only for unhealthy calls. */
const detailsOf = (attributes: Attributes): string[] =>
  Object.keys(attributes).filter(
    (name) => !/^(always|from 0\.1 s)/.test(whenWritten(name)) && name !== FINGERPRINT,
  );
/** A successful request may be one that failed in another test. */
const FINGERPRINT = 'anthropic.request.fingerprint';

const bytesOf = (span: ReadableSpan, attributes: Attributes): number => {
  const copy = { ...span, attributes, spanContext: () => span.spanContext() } as ReadableSpan;
  return ProtobufTraceSerializer.serializeRequest([copy])?.length ?? 0;
};

describe('little on a healthy call', () => {
  const fixture = setUp();

  describe.each(SPAN_KINDS)('%s call spans', (kind) => {
    const calls = {
      create: () => fixture.client(kind).messages.create(PARAMS),
      'a stream': () => fixture.client(kind).messages.stream(PARAMS).finalMessage(),
    };
    test.each(Object.entries(calls))('%s: few attributes, few bytes, no details', async (_, call) => {
      fixture.simulator.load('ok');
      await call();
      const { call: span } = fixture.telemetry.takeTrace();
      expect(detailsOf(span.attributes)).toEqual([]);
      // Healthy streams have these only from 0.1 s on, which a busy machine sometimes reaches.
      const {
        'anthropic.stream.longest_gap': _gap,
        'anthropic.stream.consumer_wait': _wait,
        ...attributes
      } = span.attributes;
      expect(Object.keys(attributes).length).toBeLessThanOrEqual(32);
      // The spans of a batch share resource and scope.
      expect(bytesOf(span, attributes) - bytesOf(span, {})).toBeLessThan(1350);
    });

    const limits = ['anthropic.ratelimit.requests.limit', 'anthropic.ratelimit.requests.remaining'];
    test.each([
      ['failed', '400', { maxRetries: 0 }, limits],
      ['was retried', '1: 529 retry-after-ms=1; 2: ok', {}, []],
      ['came near a limit', 'ok anthropic-ratelimit-requests-remaining=1', {}, limits],
    ])('details on a call that %s', async (_, script, options, ofLimits) => {
      fixture.simulator.load(script);
      await fixture
        .client(kind, options)
        .messages.create(PARAMS)
        .catch(() => undefined);
      const { attributes } = fixture.telemetry.takeTrace();
      expect(detailsOf(attributes as Attributes)).toEqual(
        expect.arrayContaining(['anthropic.request.timeout', 'anthropic.request.max_retries', ...ofLimits]),
      );
    });

    test('details on a stream that was cut', async () => {
      fixture.simulator.load('cut after 3 deltas');
      await fixture
        .client(kind)
        .messages.stream(PARAMS)
        .finalMessage()
        .catch(() => undefined);
      expect(detailsOf(fixture.telemetry.takeTrace().attributes as Attributes)).toEqual(
        expect.arrayContaining([
          'anthropic.stream.events',
          'anthropic.stream.silence',
          'anthropic.request.shape',
        ]),
      );
    });
  });
});

describe.each([120, 200])('beside %i attributes of the application', (count) => {
  /** Fills a span when it starts, like a processor of the application, or from a hook. */
  const fill = (span: Span): void => {
    for (let index = 0; index < count; index += 1) span.setAttribute(`app.${index}`, index);
  };
  const exporter = new InMemorySpanExporter();
  let atStart = false;
  const fixture = setUp(() => {
    const telemetry = startTestTelemetry({ requestHook: (span) => (atStart ? undefined : fill(span)) });
    trace.disable();
    const filling = {
      onStart: (span: Span) => (atStart ? fill(span) : undefined),
      onEnd: () => undefined,
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    };
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({
        spanProcessors: [filling, new DiagnosisSpanProcessor(), new SimpleSpanProcessor(exporter)],
      }),
    );
    telemetry.instrumentation.setTracerProvider(trace.getTracerProvider());
    return telemetry;
  });
  beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterAll(() => exporter.reset());

  describe.each(SPAN_KINDS)('%s call spans', (kind) => {
    test.each([
      ['set when the span starts', true],
      ['set from requestHook', false],
    ])('%s: why a call failed and its diagnosis survive the limit of a span', async (_, when) => {
      atStart = when;
      fixture.simulator.load('#1: 529 request-id=req_full; #2: cut after 3 deltas');
      const client = fixture.client(kind, { maxRetries: 0 });
      await client.messages.create(PARAMS).catch(() => undefined);
      await client.messages
        .stream(PARAMS)
        .finalMessage()
        .catch(() => undefined);
      const [failed, cut] = exporter.getFinishedSpans().filter(isCallSpan);
      exporter.reset();
      expect(failed?.attributes).toMatchObject({
        'error.type': 'overloaded_error',
        'http.response.status_code': 529,
        'anthropic.request.id': 'req_full',
        'anthropic.error.message': 'Overloaded',
        'anthropic.sdk.method': 'messages.create',
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'anthropic.diagnosis.id': 'service.overloaded',
        'anthropic.diagnosis.step': 6,
        'anthropic.diagnosis.fix': expect.any(String),
        'anthropic.diagnosis.evidence': expect.arrayContaining(['status 529']),
      });
      expect(cut?.attributes).toMatchObject({
        'error.type': 'stream_interrupted',
        'anthropic.stream.outcome': 'interrupted',
        'anthropic.diagnosis.id': 'response.stream_interrupted',
      });
      // The application's earlier attributes stay.
      expect(failed?.attributes['app.0']).toBe(0);
    });
  });
});
