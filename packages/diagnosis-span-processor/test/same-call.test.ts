// A call that several instrumentations saw is counted once, and told by the span that says most; two calls are counted twice.
import { type Attributes, context, type Span, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { failed, ok } from './spans.ts';

const THEIRS: Readonly<Record<string, { readonly scope: string; readonly attributes: Attributes }>> = {
  OpenInference: {
    scope: '@arizeai/openinference-instrumentation-anthropic',
    attributes: { 'llm.provider': 'anthropic', 'llm.model_name': 'claude-sonnet-5' },
  },
  Traceloop: {
    scope: '@traceloop/instrumentation-anthropic',
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude-sonnet-5',
    },
  },
};

const OVERLOADED =
  '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}';
type Outcome = 'ok' | 'failed';

/** Hides `onEnding` from a provider, as if the SDK did not call it. */
const withoutOnEnding = (processor: SpanProcessor): SpanProcessor => ({
  onStart: (span, parent) => processor.onStart(span, parent),
  onEnd: (span) => processor.onEnd(span),
  forceFlush: () => processor.forceFlush(),
  shutdown: () => processor.shutdown(),
});

function set({ onEnding = true } = {}) {
  const counted: string[] = [];
  const exporter = new InMemorySpanExporter();
  const processor: SpanProcessor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => counted.push(id) });
  const provider = new BasicTracerProvider({
    spanProcessors: [onEnding ? processor : withoutOnEnding(processor), new SimpleSpanProcessor(exporter)],
  });
  const start = (scope: string, name: string, attributes: Attributes, parent: Span | undefined, at: number) =>
    provider
      .getTracer(scope)
      .startSpan(
        name,
        { attributes, startTime: at },
        parent ? trace.setSpan(context.active(), parent) : context.active(),
      );
  return {
    counted,
    root: () => start('app', 'GET /', {}, undefined, 1_000),
    /** Ours: its attributes are complete when it ends. */
    ours(parent: Span | undefined, outcome: Outcome, at: readonly [number, number], more: Attributes = {}) {
      const span = start('@sevenstep/instrumentation-anthropic', 'ours', ok(), parent, at[0]);
      return {
        span,
        end: () => {
          span.setAttributes({
            ...(outcome === 'ok' ? ok() : failed(529, 'overloaded_error', 'Overloaded')),
            ...more,
          });
          if (outcome === 'failed') span.setStatus({ code: 2, message: 'Overloaded' });
          span.end(at[1]);
        },
      };
    },
    theirs(
      who: string,
      parent: Span | undefined,
      outcome: Outcome,
      at: readonly [number, number],
      more: Attributes = {},
    ) {
      const { scope = '', attributes = {} } = THEIRS[who] ?? {};
      const span = start(scope, 'theirs', attributes, parent, at[0]);
      return {
        span,
        end: () => {
          span.setAttributes(more);
          if (outcome === 'failed') {
            span.recordException(Object.assign(new Error(OVERLOADED), { name: 'OverloadedError' }));
            span.setStatus({ code: 2, message: OVERLOADED });
          }
          span.end(at[1]);
        },
      };
    },
    tagged: () =>
      exporter
        .getFinishedSpans()
        .filter(({ attributes }) => attributes['anthropic.diagnosis.id'] !== undefined)
        .map(({ name }) => name),
  };
}

const OUTER = [2_000, 3_010] as const;
const INNER = [2_004, 3_000] as const;
const cases = Object.keys(THEIRS).flatMap((who) => [true, false].map((onEnding) => [who, onEnding] as const));

describe.each(cases)('%s, with onEnding: %s', (who, onEnding) => {
  test.each<[theirs: Outcome, ours: Outcome, tagged: string[]]>([
    ['ok', 'ok', []],
    ['failed', 'failed', ['ours']],
    ['ok', 'failed', ['ours']],
    ['failed', 'ok', ['theirs']],
  ])('around ours, theirs %s, ours %s', (theirOutcome, ourOutcome, tagged) => {
    const it = set({ onEnding });
    const theirs = it.theirs(who, it.root(), theirOutcome, OUTER);
    const ours = it.ours(theirs.span, ourOutcome, INNER);
    ours.end();
    theirs.end();
    expect(it.tagged()).toEqual(tagged);
    expect(it.counted).toEqual(tagged.map(() => 'service.overloaded'));
  });

  test.each<[theirs: Outcome, ours: Outcome, counted: number]>([
    ['ok', 'ok', 0],
    ['failed', 'failed', 1],
    ['ok', 'failed', 1],
    ['failed', 'ok', 1],
  ])('around ours and ended before, theirs %s, ours %s', (theirOutcome, ourOutcome, counted) => {
    const it = set({ onEnding });
    const theirs = it.theirs(who, it.root(), theirOutcome, [2_000, 2_900]);
    const ours = it.ours(theirs.span, ourOutcome, INNER);
    theirs.end();
    ours.end();
    expect(it.counted).toHaveLength(counted);
  });

  test.each<[theirs: Outcome, ours: Outcome, tagged: string[]]>([
    ['failed', 'failed', ['ours']],
    ['ok', 'failed', ['ours']],
    // As a gateway's client sees each attempt of a call that recovers.
    ['failed', 'ok', []],
  ])('within ours, theirs %s, ours %s', (theirOutcome, ourOutcome, tagged) => {
    const it = set({ onEnding });
    const ours = it.ours(it.root(), ourOutcome, OUTER);
    it.theirs(who, ours.span, theirOutcome, INNER).end();
    it.theirs(who, ours.span, theirOutcome, INNER).end();
    ours.end();
    expect(it.tagged()).toEqual(tagged);
    expect(it.counted).toHaveLength(tagged.length);
  });

  test('beside ours, at the same times', () => {
    const it = set({ onEnding });
    const root = it.root();
    const theirs = it.theirs(who, root, 'failed', OUTER);
    const ours = it.ours(root, 'failed', INNER);
    ours.end();
    theirs.end();
    expect(it.tagged()).toEqual(['ours']);
    expect(it.counted).toEqual(['service.overloaded']);
  });

  test('beside ours and ended before: ours has the diagnosis, too, and the call is counted once', () => {
    const it = set({ onEnding });
    const root = it.root();
    const theirs = it.theirs(who, root, 'failed', [2_000, 2_990]);
    const ours = it.ours(root, 'failed', INNER);
    theirs.end();
    ours.end();
    expect(it.tagged()).toEqual(['theirs', 'ours']);
    expect(it.counted).toEqual(['service.overloaded']);
  });

  test.each<[what: string, at: readonly [number, number], more: Attributes]>([
    ['at another time', [4_000, 5_000], {}],
    ['with another message', OUTER, { 'gen_ai.response.id': 'msg_2' }],
    [
      'of another model',
      OUTER,
      { 'gen_ai.request.model': 'claude-opus-5', 'llm.model_name': 'claude-opus-5' },
    ],
  ])('of a client that is not patched, %s: both are counted', (_, at, more) => {
    const it = set({ onEnding });
    const root = it.root();
    const theirs = it.theirs(who, root, 'failed', at, more);
    const ours = it.ours(root, 'failed', INNER, {
      'gen_ai.response.id': 'msg_1',
      'anthropic.request.id': 'req_7',
    });
    ours.end();
    theirs.end();
    expect(it.tagged()).toEqual(['ours', 'theirs']);
    expect(it.counted).toHaveLength(2);
  });

  test('in another trace, after ours was seen: both are counted', () => {
    const it = set({ onEnding });
    it.ours(it.root(), 'ok', OUTER).end();
    it.theirs(who, it.root(), 'failed', OUTER).end();
    expect(it.tagged()).toEqual(['theirs']);
  });

  test('around calls that it repeated: each call is counted, the span around them is none', () => {
    const it = set({ onEnding });
    const theirs = it.theirs(who, it.root(), 'failed', [2_000, 6_010]);
    for (const at of [2_001, 3_500, 5_000])
      it.ours(theirs.span, 'failed', [at, at + 1_000], { 'anthropic.request.id': `req_${at}` }).end();
    theirs.end();
    expect(it.tagged()).toEqual(['ours', 'ours', 'ours']);
    expect(it.counted).toHaveLength(3);
  });

  test('a hundred calls at once, each with a span around it', () => {
    const it = set({ onEnding });
    const root = it.root();
    const calls = Array.from({ length: 100 }, (_, index) => {
      const theirs = it.theirs(who, root, 'failed', [2_000 + index, 3_010 + index]);
      return [it.ours(theirs.span, 'failed', [2_001 + index, 3_000 + index]), theirs];
    });
    for (const spans of calls) for (const each of spans) each.end();
    expect(it.counted.filter((id) => id === 'service.overloaded')).toHaveLength(100);
  });
});

test('two instrumentations of others, one around the other: one is counted', () => {
  for (const [outer, inner] of [
    ['OpenInference', 'Traceloop'],
    ['Traceloop', 'OpenInference'],
  ] as const) {
    const it = set();
    const around = it.theirs(outer, it.root(), 'failed', OUTER);
    it.theirs(inner, around.span, 'failed', INNER).end();
    around.end();
    expect(it.counted).toEqual(['service.overloaded']);
  }
});
