// Spans that lack what a span has, and providers that count how often they are asked: no failure, and no more work than needed.
import { type Attributes, DiagLogLevel, diag } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiagnosisSpanProcessor, type EndingSpanLike } from '../src/index.ts';
import { failed, listening, ok, span } from './spans.ts';

let reported: unknown[];
beforeEach(() => {
  reported = [];
  const note = (...words: unknown[]) => reported.push(words);
  const quiet = () => undefined;
  diag.setLogger({ error: note, warn: note, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.ALL);
  // That there was a logger before is no matter of the processor.
  reported = [];
});
afterEach(() => {
  diag.disable();
  expect(reported).toEqual([]);
});

const unauthorized = () => failed(401, 'authentication_error', 'invalid x-api-key');

it.each([
  [undefined],
  [null],
  [7],
  ['span'],
  [{}],
  [{ attributes: null }],
  [{ attributes: 7 }],
  [() => undefined],
])('a start of %j counts no call', (given) => {
  const processor = new DiagnosisSpanProcessor();
  processor.onStart(given);
});

it('a call that ended before it began, or that turned out to be something else, is not one on its way', () => {
  const left = (remaining: number) =>
    ok({
      'anthropic.ratelimit.requests.limit': 4_000,
      'anthropic.ratelimit.requests.remaining': remaining,
    });
  type Starts = (processor: DiagnosisSpanProcessor, ending: readonly ReturnType<typeof span>[]) => void;
  /** Whether 22 requests of others are seen: those of calls on their way would explain them. */
  const seen = (starts: Starts): boolean => {
    const said: string[] = [];
    const processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => said.push(id) });
    const ending = [span(left(100), 1_000), span(left(78), 1_001)];
    starts(processor, ending);
    for (const one of ending) processor.onEnding(one);
    return said.includes('limits.shared_key');
  };
  const call = (id: string) => ({
    attributes: { 'gen_ai.provider.name': 'anthropic' } as Attributes,
    spanContext: () => ({ traceId: 't', spanId: id, traceFlags: 1 }),
  });
  expect(seen(() => undefined)).toBe(true);
  // Two end here; the third is on its way.
  const two: Starts = (processor, ending) => {
    for (const one of ending) processor.onStart(one);
  };
  expect(seen(two)).toBe(true);
  expect(seen((processor, ending) => [two(processor, ending), processor.onStart(call('c'))])).toBe(false);
  // Spans that get the attributes of a call after their start do not stand for the one on its way.
  expect(seen((processor) => processor.onStart(call('c')))).toBe(false);
  const other = call('c');
  const turned: Starts = (processor) => {
    processor.onStart(other);
    other.attributes = { 'gen_ai.operation.name': 'invoke_agent' };
    processor.onEnding(other as unknown as EndingSpanLike);
  };
  expect(seen(turned)).toBe(true);
});

it('a span without a status, events or a context is diagnosed', () => {
  const { said, end } = listening();
  const { spanContext: _, duration: __, ...bare } = span(unauthorized(), 1_000);
  end(bare as ReturnType<typeof span>);
  expect(said.map(({ id }) => id)).toEqual(['identity.key_invalid']);
});

it('a failure whose findings are switched off counts neither as a failure of the service nor as an error', () => {
  const { said, end } = listening({
    severity: { 'service.overloaded': 'off', 'service.unrecognized': 'off' },
  });
  for (let i = 0; i < 12; i++) end(span(failed(529, 'overloaded_error', 'Overloaded'), 1_000 + i));
  expect(said.map(({ id }) => id).filter((id) => id === 'service.outage')).toEqual([]);
});

it('a call that names no provider, server or account is counted, too', () => {
  const { end } = listening();
  for (let i = 0; i < 3; i++) {
    const { 'gen_ai.provider.name': _, ...attributes } = ok();
    end(span(attributes, 1_000 + i));
  }
});

it('each instrument and logger is made once', () => {
  const made: string[] = [];
  const counter = { add: () => made.push('counted') };
  const meterProvider = {
    getMeter: () => ({ createCounter: () => [made.push('counter'), counter][1] }),
  };
  const loggerProvider = {
    getLogger: () => [made.push('logger'), { emit: () => made.push('emitted') }][1],
  };
  const { end } = listening({ meterProvider, loggerProvider, thresholds: { windowSeconds: 1 } } as object);
  for (let i = 0; i < 12; i++) end(span(unauthorized(), 1_000 + i / 10));
  for (let i = 0; i < 12; i++) end(span(unauthorized(), 2_000 + i / 10));
  const times = (what: string) => made.filter((one) => one === what).length;
  expect([times('counter'), times('logger')]).toEqual([1, 1]);
  expect(times('emitted')).toBeGreaterThan(1);
  expect(times('counted')).toBe(24 + times('emitted'));
});

it('the exception that a failed span of others has is its last', () => {
  const { said, end } = listening();
  const theirs = (message: string) => ({
    name: 'exception',
    attributes: { 'exception.type': 'AuthenticationError', 'exception.message': message },
  });
  const given: EndingSpanLike = {
    ...span({ 'gen_ai.provider.name': 'anthropic' }, 1_000),
    status: { code: 2 },
    events: [theirs('Overloaded'), { name: 'other', attributes: {} }, theirs('invalid x-api-key')],
  } as EndingSpanLike;
  end(given as ReturnType<typeof span>);
  expect(said.map(({ id }) => id)).toEqual(['identity.key_invalid']);
});

it('a failure without a diagnosis is no error where it is tagged, nor where the same request fails again', () => {
  const off = { 'service.overloaded': 'off', 'service.unrecognized': 'off' } as const;
  const { said, end } = listening({ severity: off });
  const failure = { 'anthropic.request.fingerprint': 'a' };
  for (let i = 0; i < 5; i++) end(span(failed(529, 'overloaded_error', 'Overloaded', failure), 1_000 + i));
  const { 'anthropic.sdk.method': _, ...theirs } = failed(529, 'overloaded_error', 'Overloaded');
  const context = (spanId: string) => () => ({ traceId: 'both', spanId, traceFlags: 1 });
  end({ ...span(theirs, 2_000), spanContext: context('a') });
  const ours = { ...span(failed(529, 'overloaded_error', 'Overloaded'), 2_000), spanContext: context('b') };
  end(ours);
  expect(said).toEqual([]);
  expect(ours.written).toEqual({});
});

it('a finding over many calls on a call without a diagnosis has no others beside it', () => {
  const { said, end } = listening();
  const limits = (remaining: number) =>
    ok({ 'anthropic.ratelimit.requests.limit': 4_000, 'anthropic.ratelimit.requests.remaining': remaining });
  const calls = [3_900, 3_850].map((remaining, index) => span(limits(remaining), 1_000 + index));
  end(...calls);
  expect(said.map(({ id, also }) => [id, also])).toEqual([['limits.shared_key', []]]);
  expect(calls[1]?.written['anthropic.diagnosis.id']).toBe('limits.shared_key');
  expect(calls[1]?.written['anthropic.diagnosis.also'] ?? []).toEqual([]);
});
