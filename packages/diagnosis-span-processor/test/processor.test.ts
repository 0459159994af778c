// The processor in real tracer providers: tagged spans reach the exporter, others stay as they are.
import { type Attributes, DiagLogLevel, diag, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { type Diagnosis, readTelemetry } from '@sevenstep/checklist';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stepsFail } from '../../../test/support/failed-steps.ts';
import { DiagnosisSpanProcessor } from '../src/index.ts';

const CALL: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'anthropic.sdk.method': 'messages.create',
};
const HEALTHY: Attributes = {
  ...CALL,
  'http.response.status_code': 200,
  'anthropic.request.id': 'req_1',
  'gen_ai.response.finish_reasons': ['end_turn'],
};
const FAILED: Attributes = {
  ...CALL,
  'http.response.status_code': 404,
  'error.type': 'not_found_error',
  'anthropic.error.message': 'model: claude-sonet-4-6',
  'anthropic.error.body': 'api_error',
  'anthropic.request.id': 'req_1',
};
const RECOVERED: Attributes = {
  ...HEALTHY,
  'anthropic.retry.outcome': 'recovered',
  'anthropic.retry.reasons': ['502 gateway', '429 rate_limit'],
  'http.request.resend_count': 2,
};

/** Hides `onEnding` from a provider, as if the SDK did not call it. */
const withoutOnEnding = (processor: SpanProcessor): SpanProcessor => ({
  onStart: (span, context) => processor.onStart(span, context),
  onEnd: (span) => processor.onEnd(span),
  forceFlush: () => processor.forceFlush(),
  shutdown: () => processor.shutdown(),
});

const oneSpan = (
  spanProcessors: SpanProcessor[],
  attributes: Attributes,
  more: { startTime?: number; endTime?: number } = {},
): BasicTracerProvider => {
  const provider = new BasicTracerProvider({ spanProcessors });
  const span = provider.getTracer('test').startSpan('chat claude', {
    ...(more.startTime !== undefined && { startTime: more.startTime }),
    attributes,
  });
  span.end(more.endTime);
  return provider;
};

const only = (spans: readonly ReadableSpan[]): ReadableSpan => {
  expect(spans).toHaveLength(1);
  return spans[0] as ReadableSpan;
};

const tagsOf = ({ attributes }: ReadableSpan): string[] =>
  Object.keys(attributes).filter((name) => name.startsWith('anthropic.diagnosis.'));

describe('wherever it stands among the processors', () => {
  const ORDERS: Record<string, (tagging: SpanProcessor, exporting: SpanProcessor) => SpanProcessor[]> = {
    'before the exporter': (tagging, exporting) => [tagging, exporting],
    'after the exporter': (tagging, exporting) => [exporting, tagging],
  };

  it.each(Object.entries(ORDERS))('%s, exported at once', (_name, order) => {
    const exporter = new InMemorySpanExporter();
    oneSpan(order(new DiagnosisSpanProcessor(), new SimpleSpanProcessor(exporter)), FAILED);
    const span = only(exporter.getFinishedSpans());
    expect(span.attributes).toMatchObject({
      ...FAILED,
      'anthropic.diagnosis.id': 'request.model_not_found',
      'anthropic.diagnosis.step': 4,
      'anthropic.diagnosis.check': 'request',
      'anthropic.diagnosis.severity': 'error',
      'anthropic.diagnosis.action': 'fix_request',
      'anthropic.diagnosis.retryable': false,
      'anthropic.diagnosis.summary': 'There is no model `claude-sonet-4-6` for this key',
    });
    expect(span.attributes['anthropic.diagnosis.evidence']).toContain('status 404');
  });

  it.each(Object.entries(ORDERS))('%s, exported in batches', async (_name, order) => {
    const exporter = new InMemorySpanExporter();
    const provider = oneSpan(
      order(new DiagnosisSpanProcessor(), new BatchSpanProcessor(exporter)),
      RECOVERED,
    );
    await provider.forceFlush();
    const { attributes } = only(exporter.getFinishedSpans());
    expect(attributes['anthropic.diagnosis.id']).toBe('endpoint.recovered');
    expect(attributes['anthropic.diagnosis.also']).toEqual(['limits.recovered']);
    await provider.shutdown();
  });
});

describe('with an SDK that has no onEnding', () => {
  it('before an exporter that exports at once', () => {
    const exporter = new InMemorySpanExporter();
    oneSpan([withoutOnEnding(new DiagnosisSpanProcessor()), new SimpleSpanProcessor(exporter)], FAILED);
    const { attributes } = only(exporter.getFinishedSpans());
    expect(attributes['anthropic.diagnosis.id']).toBe('request.model_not_found');
  });

  it('after an exporter that exports in batches', async () => {
    const exporter = new InMemorySpanExporter();
    const provider = oneSpan(
      [new BatchSpanProcessor(exporter), withoutOnEnding(new DiagnosisSpanProcessor())],
      FAILED,
    );
    await provider.forceFlush();
    const { attributes } = only(exporter.getFinishedSpans());
    expect(attributes['anthropic.diagnosis.id']).toBe('request.model_not_found');
    await provider.shutdown();
  });

  it('attributes that cannot be written stay as they are, and nothing throws', () => {
    stepsFail('diagnosing a span');
    const attributes = Object.freeze({ ...FAILED });
    const processor = new DiagnosisSpanProcessor();
    expect(() => processor.onEnd({ attributes, duration: [0, 1] })).not.toThrow();
    expect(attributes).toEqual(FAILED);
  });
});

describe('spans that stay as they are', () => {
  it.each<[string, Attributes]>([
    ['a healthy call', HEALTHY],
    [
      'an HTTP span',
      { 'http.request.method': 'POST', 'http.response.status_code': 500, 'error.type': '500' },
    ],
    [
      'an attempt',
      {
        'http.request.method': 'POST',
        'http.response.status_code': 429,
        'error.type': '429',
        'anthropic.request.id': 'req_1',
      },
    ],
    [
      "another vendor's call",
      { ...FAILED, 'gen_ai.provider.name': 'openai', 'anthropic.sdk.method': undefined },
    ],
    ['a tool', { ...FAILED, 'gen_ai.operation.name': 'execute_tool' }],
    ['a span without attributes', {}],
  ])('%s', (_name, attributes) => {
    const exporter = new InMemorySpanExporter();
    oneSpan([new DiagnosisSpanProcessor(), new SimpleSpanProcessor(exporter)], attributes);
    expect(tagsOf(only(exporter.getFinishedSpans()))).toEqual([]);
  });

  it('a span that has a diagnosis keeps it: two processors tag once', () => {
    const exporter = new InMemorySpanExporter();
    const onDiagnosis = vi.fn();
    oneSpan(
      [
        new DiagnosisSpanProcessor({ onDiagnosis }),
        new DiagnosisSpanProcessor({ onDiagnosis }),
        new SimpleSpanProcessor(exporter),
      ],
      FAILED,
    );
    expect(tagsOf(only(exporter.getFinishedSpans()))).toContain('anthropic.diagnosis.id');
    expect(onDiagnosis).toHaveBeenCalledTimes(1);
  });

  it('a span that is not recorded is not looked at', () => {
    const onDiagnosis = vi.fn();
    const provider = new BasicTracerProvider({
      sampler: { shouldSample: () => ({ decision: 0 }), toString: () => 'none' },
      spanProcessors: [new DiagnosisSpanProcessor({ onDiagnosis })],
    });
    provider.getTracer('test').startSpan('chat', { attributes: FAILED }).end();
    expect(onDiagnosis).not.toHaveBeenCalled();
  });
});

describe('onDiagnosis', () => {
  it('gets the diagnosis and the span', () => {
    const seen: [Diagnosis, Attributes][] = [];
    oneSpan(
      [
        new DiagnosisSpanProcessor({
          onDiagnosis: (diagnosis, span) => seen.push([diagnosis, span.attributes]),
        }),
      ],
      FAILED,
    );
    expect(seen.map(([{ id }]) => id)).toEqual(['request.model_not_found']);
    expect(seen[0]?.[1]).toMatchObject({ 'anthropic.diagnosis.id': 'request.model_not_found' });
  });

  it('reads the duration of the call from the span', () => {
    const seen: Diagnosis[] = [];
    oneSpan(
      [new DiagnosisSpanProcessor({ onDiagnosis: (diagnosis) => seen.push(diagnosis) })],
      { ...CALL, 'error.type': 'client_timeout_error', 'anthropic.request.timeout': 30 },
      { startTime: 1_000_000, endTime: 1_030_500 },
    );
    expect(seen[0]?.id).toBe('connection.request_timeout');
    expect(seen[0]?.evidence).toContain('took 31 s');
  });

  it('that throws changes nothing', () => {
    stepsFail('onDiagnosis');
    const exporter = new InMemorySpanExporter();
    const onDiagnosis = () => {
      throw new Error('from the application');
    };
    expect(() =>
      oneSpan([new DiagnosisSpanProcessor({ onDiagnosis }), new SimpleSpanProcessor(exporter)], FAILED),
    ).not.toThrow();
    const { attributes } = only(exporter.getFinishedSpans());
    expect(attributes['anthropic.diagnosis.id']).toBe('request.model_not_found');
  });
});

describe('when it fails itself', () => {
  afterEach(() => diag.disable());

  /** The errors that are logged while `run` runs. */
  const logged = (run: () => void): string[] => loggedWords(run).map(([line]) => String(line));

  /** All that is logged with them. */
  function loggedWords(run: () => void): unknown[][] {
    const error = vi.fn();
    diag.setLogger(
      { error, debug: vi.fn(), verbose: vi.fn(), info: vi.fn(), warn: vi.fn() },
      // The level that OpenTelemetry logs at by default.
      { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true },
    );
    error.mockClear();
    run();
    return error.mock.calls;
  }

  const failing = (onDiagnosis: () => never): DiagnosisSpanProcessor =>
    new DiagnosisSpanProcessor({ onDiagnosis });
  const KEY = `sk-ant-api03-${'aB3'.repeat(12)}`;

  it('quotes no key that the error of onDiagnosis quotes, but its frames', () => {
    const processor = failing(() => {
      throw new Error(`401 for ${KEY}`);
    });
    const [words] = loggedWords(() => oneSpan([processor], FAILED));
    expect(words?.map(String).join(' ')).toMatch(
      /onDiagnosis failed; .* Error: 401 for sk-\[redacted\]\n {4}at /,
    );
    expect(words?.every((word) => typeof word === 'string')).toBe(true);
  });

  it('says again what failed before there was a logger', () => {
    const processor = failing(() => {
      throw new Error('from the application');
    });
    oneSpan([processor], FAILED);
    expect(logged(() => oneSpan([processor], FAILED))).toEqual([expect.stringMatching(/onDiagnosis failed/)]);
  });

  it('survives what rejects: an async onDiagnosis, and an async rule', async () => {
    const rejections: unknown[] = [];
    const rejected = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', rejected);
    const rejects = async (): Promise<never> => {
      throw new Error('from the application');
    };
    const error = vi.fn();
    diag.setLogger(
      { error, debug: vi.fn(), verbose: vi.fn(), info: vi.fn(), warn: vi.fn() },
      { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true },
    );
    const text = { summary: 'ours', cause: 'ours', fix: 'ours' };
    const rule = { id: 'request.ours', severity: 'error', action: 'fix_request', specificity: 3 } as const;
    const exporter = new InMemorySpanExporter();
    const processor = new DiagnosisSpanProcessor({
      onDiagnosis: rejects,
      rules: [{ ...rule, ...text, retryable: false, match: rejects as never }],
    });
    oneSpan([processor, new SimpleSpanProcessor(exporter)], FAILED);
    // Node.js reports unhandled rejections after its microtasks.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', rejected);
    expect(rejections).toEqual([]);
    // A promise is no evidence.
    expect(only(exporter.getFinishedSpans()).attributes['anthropic.diagnosis.id']).toBe(
      'request.model_not_found',
    );
    const lines = error.mock.calls.map(([line]) => String(line));
    expect(lines).toEqual([
      expect.stringMatching(/the rule request.ours failed/),
      expect.stringMatching(/onDiagnosis failed/),
    ]);
  });

  it('says so at error level, once per step, and never throws', () => {
    const lines = logged(() => {
      const processor = new DiagnosisSpanProcessor({
        onDiagnosis: () => {
          throw new Error('from the application');
        },
      });
      const broken = {
        attributes: FAILED,
        setAttributes: () => {
          throw new Error('broken span');
        },
        setStatus: () => {},
      };
      for (let i = 0; i < 3; i++) {
        expect(() => processor.onEnding(broken)).not.toThrow();
        expect(() =>
          processor.onEnding({ attributes: { ...FAILED }, setAttributes: () => {}, setStatus: () => {} }),
        ).not.toThrow();
      }
    });
    expect(lines).toEqual([
      expect.stringMatching(/DiagnosisSpanProcessor: diagnosing a span failed/),
      expect.stringMatching(/DiagnosisSpanProcessor: onDiagnosis failed/),
    ]);
  });

  it('says so when a rule of the application throws, and asks the others', () => {
    const attributes: Attributes = { ...FAILED };
    const lines = logged(() => {
      const rule = {
        id: 'request.ours',
        severity: 'error',
        action: 'fix_request',
        specificity: 3,
        retryable: false,
        summary: 'ours',
        cause: 'ours',
        fix: 'ours',
        match: () => {
          throw new Error('from the application');
        },
      } as const;
      const processor = new DiagnosisSpanProcessor({ rules: [rule] });
      const span = {
        attributes,
        setAttributes: (tags: Attributes) => Object.assign(attributes, tags),
        setStatus: () => {},
      };
      for (let i = 0; i < 3; i++) processor.onEnding({ ...span, attributes: { ...FAILED } });
    });
    expect(lines).toEqual([expect.stringContaining('the rule request.ours failed')]);
    expect(attributes['anthropic.diagnosis.id']).toBe('request.model_not_found');
  });

  it('flushes and shuts down at once', async () => {
    const processor = new DiagnosisSpanProcessor();
    await expect(processor.forceFlush()).resolves.toBeUndefined();
    await expect(processor.shutdown()).resolves.toBeUndefined();
  });
});

it('leads to the page of a finding, where it was told where the pages are', () => {
  const exporter = new InMemorySpanExporter();
  const processor = new DiagnosisSpanProcessor({ docs: 'https://docs.example.com/sevenstep/' });
  oneSpan([processor, new SimpleSpanProcessor(exporter)], FAILED);
  expect(exporter.getFinishedSpans()[0]?.attributes['anthropic.diagnosis.url']).toBe(
    'https://docs.example.com/sevenstep/packages/checklist/docs/request.model_not_found.md',
  );
});

describe('the description of the status', () => {
  const SENTENCE = 'model: claude-sonet-4-6';
  const DESCRIBED = `request.model_not_found: There is no model \`claude-sonet-4-6\` for this key. ${SENTENCE}`;

  /** The status of a failed call, as it is exported. */
  async function exported(processor: SpanProcessor, message?: string): Promise<SpanStatus | undefined> {
    const exporter = new InMemorySpanExporter();
    const batch = new BatchSpanProcessor(exporter);
    const provider = new BasicTracerProvider({ spanProcessors: [processor, batch] });
    const span = provider.getTracer('test').startSpan('chat', { attributes: FAILED });
    span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    span.end();
    await provider.forceFlush();
    const status = exporter.getFinishedSpans()[0]?.status;
    await provider.shutdown();
    return status;
  }

  it('of a failed call begins with the diagnosis', async () => {
    const expected = { code: SpanStatusCode.ERROR, message: DESCRIBED };
    expect(await exported(new DiagnosisSpanProcessor(), SENTENCE)).toEqual(expected);
    expect(await exported(withoutOnEnding(new DiagnosisSpanProcessor()), SENTENCE)).toEqual(expected);
  });

  it('of a failed call that says nothing of the failure is the diagnosis', async () => {
    const message = DESCRIBED.slice(0, -SENTENCE.length - 1);
    expect(await exported(new DiagnosisSpanProcessor())).toEqual({ code: SpanStatusCode.ERROR, message });
  });

  it('stays as it is on demand', async () => {
    const message = SENTENCE;
    const processor = new DiagnosisSpanProcessor({ describeStatus: false });
    expect(await exported(processor, message)).toEqual({ code: SpanStatusCode.ERROR, message });
  });

  it('of a call that recovered stays unset', () => {
    const exporter = new InMemorySpanExporter();
    oneSpan([new DiagnosisSpanProcessor(), new SimpleSpanProcessor(exporter)], RECOVERED);
    expect(exporter.getFinishedSpans()[0]?.status).toEqual({ code: SpanStatusCode.UNSET });
  });

  it('is read again without the diagnosis', async () => {
    const status = await exported(new DiagnosisSpanProcessor(), SENTENCE);
    const id = 'request.model_not_found';
    const summary = 'There is no model `claude-sonet-4-6` for this key';
    const tagged = { ...FAILED, 'anthropic.diagnosis.id': id, 'anthropic.diagnosis.summary': summary };
    const read = readTelemetry({ attributes: tagged, failed: true, statusMessage: status?.message });
    expect(read.statusMessage).toBe(SENTENCE);
  });
});

describe('spans of other instrumentations', () => {
  /** Like @arizeai/openinference-instrumentation-anthropic 0.2.8: only status and event show a failure. */
  const failed = (provider: BasicTracerProvider): void => {
    const span = provider.getTracer('test').startSpan('Anthropic Messages');
    span.setAttributes({ 'llm.provider': 'anthropic', 'llm.model_name': 'claude-sonnet-5' });
    const message = '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
    span.recordException(Object.assign(new Error(message), { name: 'OverloadedError' }));
    span.setStatus({ code: 2, message });
    span.end();
  };
  const recording = () => {
    const exporter = new InMemorySpanExporter();
    const spanProcessors = [new DiagnosisSpanProcessor(), new SimpleSpanProcessor(exporter)];
    return { exporter, provider: new BasicTracerProvider({ spanProcessors }) };
  };

  it('are diagnosed by what they tell', () => {
    const { exporter, provider } = recording();
    failed(provider);
    expect(exporter.getFinishedSpans()[0]?.attributes['anthropic.diagnosis.id']).toBe('service.overloaded');
  });

  it('are diagnosed beside our own, where they are of another call', () => {
    const { exporter, provider } = recording();
    provider.getTracer('test').startSpan('chat', { attributes: HEALTHY }).end();
    failed(provider);
    expect(exporter.getFinishedSpans()[1]?.attributes['anthropic.diagnosis.id']).toBe('service.overloaded');
  });
});
