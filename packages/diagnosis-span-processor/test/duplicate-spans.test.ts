// Which of several spans of one call is diagnosed: every decision, and how many spans are remembered for it.
import { TraceFlags } from '@opentelemetry/api';
import type { AttributesLike } from '@sevenstep/checklist';
import { describe, expect, it } from 'vitest';
import { DuplicateSpans } from '../src/spans/duplicate-spans.ts';
import type { ReadableSpanLike } from '../src/spans/span-types.ts';

interface Given {
  readonly id: string;
  readonly trace?: string;
  readonly parent?: string;
  /** Ours where it is not given. */
  readonly scope?: string;
  /** Seconds. */
  readonly at?: readonly [start: number, end: number];
  readonly attributes?: AttributesLike;
  readonly statusMessage?: string;
}

const OURS = { 'anthropic.sdk.method': 'messages.create', 'gen_ai.provider.name': 'anthropic' };
const THEIRS = { 'gen_ai.provider.name': 'anthropic' };
const FAILED = { 'error.type': 'overloaded_error' };

const spanOf = ({ id, trace = 't', parent, scope, at = [1, 2], attributes = {} }: Given) =>
  ({
    attributes: { ...(scope === undefined ? OURS : THEIRS), ...attributes },
    startTime: [at[0], 0],
    endTime: [at[1], 0],
    spanContext: () => ({ traceId: trace, spanId: id, traceFlags: TraceFlags.SAMPLED }),
    ...(parent !== undefined && {
      parentSpanContext: { spanId: parent },
    }),
    ...(scope !== undefined && { instrumentationScope: { name: scope } }),
  }) satisfies ReadableSpanLike;

/** The decisions on spans that end in this order, each begun before any ended. */
function decisions(...given: readonly Given[]): string[] {
  const duplicates = new DuplicateSpans();
  const spans = given.map((one) => [spanOf(one), one] as const);
  for (const [span] of spans.toReversed()) duplicates.started(span);
  return spans.map(([span, { statusMessage }]) => {
    const { action, late } = duplicates.ended(span, span.attributes, statusMessage);
    return late === undefined ? action : `${action}, late ${late.spanContext?.().spanId}`;
  });
}

describe('two spans side by side', () => {
  const ours = { id: 'a', attributes: FAILED };
  const theirs = { id: 'b', scope: 'x', attributes: FAILED };

  it('of one call at the same times: the later is skipped, ours only tagged', () => {
    expect(decisions(ours, theirs)).toEqual(['diagnose', 'skip']);
    expect(decisions(theirs, ours)).toEqual(['diagnose', 'tag']);
  });

  it('of one call where only theirs failed: both are diagnosed', () => {
    expect(decisions({ id: 'a' }, { ...theirs, at: [1, 2] })).toEqual(['diagnose', 'diagnose']);
  });

  it('one that failed is not of a call that passed: the call keeps its mate', () => {
    const passed = { id: 'c', scope: 'x' };
    expect(decisions({ id: 'a' }, theirs, passed)).toEqual(['diagnose', 'diagnose', 'skip']);
  });

  it.each<[what: string, more: Partial<Given>]>([
    ['begin apart', { at: [5, 6] }],
    ['are of another trace', { trace: 'u' }],
    ['name another model', { attributes: { ...FAILED, 'gen_ai.request.model': 'b' } }],
    ['have another number of tokens', { attributes: { ...FAILED, 'gen_ai.usage.output_tokens': 2 } }],
    ['have another response id', { attributes: { ...FAILED, 'gen_ai.response.id': 'msg_2' } }],
    ['have another request id', { attributes: { ...FAILED, 'anthropic.request.id': 'req_2' } }],
    ['say another request id in their status', { statusMessage: '{"request_id": "req_2"}' }],
  ])('that %s are two calls', (_, more) => {
    const attributes = {
      ...FAILED,
      'gen_ai.request.model': 'a',
      'gen_ai.usage.output_tokens': 1,
      'gen_ai.response.id': 'msg_1',
      'anthropic.request.id': 'req_1',
    };
    expect(decisions({ id: 'a', attributes }, { ...theirs, ...more })).toEqual(['diagnose', 'diagnose']);
  });

  it('one span of each instrumentation belongs to a call: the next is another call', () => {
    expect(decisions(ours, theirs, { ...theirs, id: 'c' })).toEqual(['diagnose', 'skip', 'diagnose']);
    expect(decisions(ours, theirs, { ...theirs, id: 'c', scope: 'y' })).toEqual(['diagnose', 'skip', 'skip']);
  });

  it('of one instrumentation are two calls', () => {
    expect(decisions(ours, { ...ours, id: 'b' })).toEqual(['diagnose', 'diagnose']);
    expect(decisions(theirs, { ...theirs, id: 'c' })).toEqual(['diagnose', 'diagnose']);
  });
});

describe('one span within another', () => {
  it('theirs within ours is skipped while ours is open', () => {
    expect(decisions({ id: 'b', parent: 'a', scope: 'x', attributes: FAILED }, { id: 'a' })).toEqual([
      'skip',
      'diagnose',
    ]);
  });

  it('theirs around ours waits for ours, and is told late where only it failed', () => {
    const theirs = { id: 'a', scope: 'x', attributes: FAILED };
    expect(decisions(theirs, { id: 'b', parent: 'a' })).toEqual(['skip', 'diagnose, late a']);
    expect(decisions(theirs, { id: 'b', parent: 'a', attributes: FAILED })).toEqual(['skip', 'diagnose']);
    expect(decisions({ id: 'a', scope: 'x' }, { id: 'b', parent: 'a' })).toEqual(['skip', 'diagnose']);
  });

  it('theirs around ours that ended is skipped, unless it alone failed', () => {
    const ours = { id: 'b', parent: 'a' };
    expect(decisions(ours, { id: 'a', scope: 'x' })).toEqual(['diagnose', 'skip']);
    expect(decisions(ours, { id: 'a', scope: 'x', attributes: FAILED })).toEqual(['diagnose', 'diagnose']);
    expect(decisions({ ...ours, attributes: FAILED }, { id: 'a', scope: 'x', attributes: FAILED })).toEqual([
      'diagnose',
      'skip',
    ]);
  });

  it('where one is around the other once, spans side by side are two calls', () => {
    expect(
      decisions(
        { id: 'b', parent: 'a', attributes: FAILED },
        { id: 'a', scope: 'x', attributes: FAILED },
        { id: 'c', trace: 'u', attributes: FAILED },
        { id: 'd', trace: 'u', scope: 'x', attributes: FAILED },
      ),
    ).toEqual(['diagnose', 'skip', 'diagnose', 'diagnose']);
  });

  it('the pair is known again in the other order of their ends', () => {
    expect(
      decisions(
        { id: 'b', parent: 'a', scope: 'x', attributes: FAILED },
        { id: 'a', attributes: FAILED },
        { id: 'c', trace: 'u', attributes: FAILED },
        { id: 'd', trace: 'u', scope: 'x', attributes: FAILED },
      ),
    ).toEqual(['skip', 'diagnose', 'diagnose', 'diagnose']);
  });

  it('so it is for that pair of instrumentations only, whichever name comes first', () => {
    const after = (around: string, beside: string) =>
      decisions(
        { id: 'b', parent: 'a', attributes: FAILED },
        { id: 'a', scope: around, attributes: FAILED },
        { id: 'c', trace: 'u', attributes: FAILED },
        { id: 'd', trace: 'u', scope: beside, attributes: FAILED },
      ).at(-1);
    expect([after('x', 'x'), after('x', 'y'), after('!', '!'), after('!', '"')]).toEqual([
      'diagnose',
      'skip',
      'diagnose',
      'skip',
    ]);
  });

  it('a span within an open one is no other call', () => {
    const duplicates = new DuplicateSpans();
    const openAfter = (span: ReadableSpanLike): number => {
      duplicates.started(span);
      return duplicates.openCalls;
    };
    expect(openAfter(spanOf({ id: 'a' }))).toBe(1);
    expect(openAfter(spanOf({ id: 'b', parent: 'a' }))).toBe(1);
    expect(openAfter(spanOf({ id: 'c', parent: 'z' }))).toBe(2);
    const { parentSpanContext: _, ...old } = spanOf({ id: 'd', parent: 'a' });
    expect(openAfter({ ...old, parentSpanId: 'a' })).toBe(2);
    duplicates.ended(spanOf({ id: 'a' }), OURS, undefined);
    expect(duplicates.openCalls).toBe(3);
    const { spanContext: __, ...without } = spanOf({ id: 'f', parent: 'b' });
    expect(openAfter(without)).toBe(3);
    expect(duplicates.ended(without, OURS, undefined)).toEqual({ action: 'diagnose' });
  });
});

describe('what is remembered', () => {
  const seenAfter = (others: number): string => {
    const duplicates = new DuplicateSpans();
    const end = (given: Given) => {
      const span = spanOf(given);
      return duplicates.ended(span, span.attributes, undefined).action;
    };
    end({ id: 'a', attributes: FAILED });
    for (let n = 0; n < others; n += 1) end({ id: `${n}`, trace: `${n}` });
    return end({ id: 'b', scope: 'x', attributes: FAILED });
  };

  it('256 spans that ended, whichever traces they are of', () => {
    expect([seenAfter(255), seenAfter(256)]).toEqual(['skip', 'diagnose']);
  });

  it('10 000 that are open', () => {
    const duplicates = new DuplicateSpans();
    const open = Array.from({ length: 10_001 }, (_, at) => {
      duplicates.started(spanOf({ id: `${at}` }));
      return duplicates.openCalls;
    });
    expect(open.slice(-2)).toEqual([10_000, 10_000]);
  });
});
