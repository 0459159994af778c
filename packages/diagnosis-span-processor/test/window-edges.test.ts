// Where each finding over many calls begins and ends: just within its window or figure, and just beyond it.
import type { Attributes } from '@opentelemetry/api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { failed, listening, ok, span } from './spans.ts';

const overloaded = (more: Attributes = {}) => failed(529, 'overloaded_error', 'Overloaded', more);
const limited = (more: Attributes = {}) => failed(429, 'rate_limit_error', 'Rate limited', more);
const conflict = () => failed(409, 'conflict_error', 'Conflict');
const unauthorized = () => failed(401, 'authentication_error', 'invalid x-api-key');
const forbidden = () =>
  failed(403, 'permission_error', 'Your account does not have access to Claude Sonnet 5.');
const tooLong = (more: Attributes = {}) =>
  failed(400, 'invalid_request_error', 'prompt is too long: 208310 tokens > 200000 maximum', more);
const internal = (more: Attributes = {}) => failed(500, 'api_error', 'Internal server error', more);
const request = (fingerprint: string) => ({ 'anthropic.request.fingerprint': fingerprint });
const retried = (times: unknown) => ({ 'http.request.resend_count': times as number });

/** The findings with this id that calls lead to, each given as attributes and the second at which it ended. */
function found(
  id: string,
  calls: readonly (readonly [attributes: Attributes, at: number, took?: number])[],
  windowSeconds?: number,
) {
  const { said, end } = listening(windowSeconds === undefined ? {} : { thresholds: { windowSeconds } });
  for (const [attributes, at, took = 0.5] of calls) end(span(attributes, at, { took }));
  return said.filter((one) => one.id === id).map(({ summary, evidence }) => ({ summary, evidence }));
}
const times = (count: number, attributes: () => Attributes, at: number, step = 0.1) =>
  Array.from({ length: count }, (_, index) => [attributes(), at + index * step] as const);

describe('how far back a window reaches, by default and as set', () => {
  /** Halves of what a finding needs; whether they count together depends on the seconds between them. */
  const HALVES: Readonly<Record<string, (at: number) => readonly (readonly [Attributes, number])[]>> = {
    'limits.retry_storm': (at) => times(3, () => overloaded(retried(2)), at),
    'service.outage': (at) => times(5, overloaded, at),
    'identity.fail_fast': (at) => times(3, unauthorized, at),
  };

  it.each(Object.entries(HALVES))('%s: 60 s, or the seconds asked for', (id, half) => {
    const apart = (seconds: number, windowSeconds?: number) =>
      found(id, [...half(1_020), ...half(1_020 + seconds)], windowSeconds).length;
    expect([apart(50), apart(61)]).toEqual([1, 0]);
    expect([apart(8, 12), apart(13, 12)]).toEqual([1, 0]);
    expect([apart(110, 120), apart(121, 120)]).toEqual([1, 0]);
  });

  it('limits.shared_key: what fell longer ago is forgotten', () => {
    const left = (remaining: number) =>
      ok({
        'anthropic.ratelimit.requests.limit': 4_000,
        'anthropic.ratelimit.requests.remaining': remaining,
      });
    const apart = (seconds: number, windowSeconds?: number) =>
      found(
        'limits.shared_key',
        [
          [left(100), 1_020],
          [left(86), 1_020.1],
          [left(72), 1_020 + seconds],
        ],
        windowSeconds,
      ).length;
    expect([apart(50), apart(61)]).toEqual([1, 0]);
    expect([apart(8, 12), apart(13, 12)]).toEqual([1, 0]);
  });

  it.each([
    ['request.reproducible', [tooLong, tooLong, tooLong]],
    ['service.intermittent', [overloaded, ok]],
  ] as const)('%s: ten windows from one call with a request to the next', (id, calls) => {
    const apart = (seconds: number, windowSeconds?: number) =>
      found(
        id,
        calls.map((attributes, index) => [attributes(request('a')), 1_000 + index * seconds] as const),
        windowSeconds,
      ).length;
    expect([apart(599), apart(600), apart(601)]).toEqual([1, 1, 0]);
    expect([apart(120, 12), apart(121, 12)]).toEqual([1, 0]);
  });

  it.each<[unknown, number]>([
    [['end_turn'], 1],
    [['error'], 0],
    [undefined, 0],
  ])('service.intermittent: an answer that ended with %j is %i that passed', (reasons, passed) => {
    const answer = {
      ...ok(request('a')),
      'anthropic.message.stop_reason': undefined,
      'gen_ai.response.finish_reasons': reasons,
    } as Attributes;
    expect(
      found('service.intermittent', [
        [overloaded(request('a')), 1_000],
        [answer, 1_001],
      ]),
    ).toHaveLength(passed);
  });

  it('identity.fail_fast: from one refusal to the next, up to the window itself', () => {
    const every = (seconds: number) =>
      found('identity.fail_fast', times(5, unauthorized, 1_000, seconds)).length;
    expect([every(60), every(61)]).toEqual([1, 0]);
  });
});

describe('the figures at which each begins', () => {
  it('limits.retry_storm: more retries than calls, and at least ten', () => {
    const storm = (calls: number, retries: number) =>
      found(
        'limits.retry_storm',
        times(calls, () => overloaded(retried(retries)), 1_000),
      ).length;
    expect([storm(4, 2), storm(5, 2), storm(30, 1)]).toEqual([0, 1, 0]);
  });

  it('limits.retry_storm: says what was sooner than asked only where something was', () => {
    const calls = times(5, () => overloaded(retried(2)), 1_000);
    expect(found('limits.retry_storm', calls).map(({ evidence }) => evidence)).toEqual([
      ['10 retries', '5 calls', 'in 60 s'],
    ]);
  });

  it('limits.retry_storm: a count of retries that is no number or below 0 is none', () => {
    for (const strange of ['2', -3, Number.NaN]) {
      const calls = times(40, () => overloaded(retried(strange)), 1_000);
      expect(found('limits.retry_storm', calls)).toEqual([]);
    }
  });

  it('limits.retry_storm: a call is too early from the answer on until retry-after has passed', () => {
    /** Ten requests: a 429 that asks for 30 s, and the same request twice more, `after` seconds past it. */
    const repeated = (after: number, more: Attributes = { 'anthropic.retry.after': 30 }) =>
      found(
        'limits.retry_storm',
        Array.from({ length: 10 }, (_, index) => {
          const again = request(`${index}`);
          const at = 1_000 + index / 100;
          return [
            [limited({ ...again, ...more }), at],
            [limited(again), at + after + 0.5],
            [limited(again), at + after + 0.51],
          ] as const;
        })
          .flat()
          .toSorted((a, b) => a[1] - b[1]),
        600,
      ).map(({ evidence }) => evidence.at(-1));
    expect(repeated(0.5)).toEqual([expect.stringMatching(/^\d+ sooner than retry-after asked$/)]);
    expect(repeated(29)).toHaveLength(1);
    expect(repeated(30)).toEqual([]);
    // A call that began before the answer repeats nothing.
    expect(repeated(-0.3)).toEqual([]);
    // At the very moment that was asked for it is not early any more.
    const inTime = Array.from({ length: 20 }, (_, n) => [
      [limited({ ...request(`${n}`), 'anthropic.retry.after': 30 }), 1_000 + n, 1] as const,
      [limited(request(`${n}`)), 1_031 + n, 1] as const,
      [limited(request(`${n}`)), 1_031 + n, 1] as const,
    ]).flat();
    expect(
      found(
        'limits.retry_storm',
        inTime.toSorted((a, b) => a[1] - b[1]),
        600,
      ),
    ).toEqual([]);
    // Without a fingerprint no call repeats another.
    expect(
      repeated(0.5, { 'anthropic.retry.after': 30, 'anthropic.request.fingerprint': undefined }),
    ).toEqual([]);
    const anonymous = times(30, () => limited({ 'anthropic.retry.after': 30 }), 1_000, 1);
    expect(found('limits.retry_storm', anonymous)).toEqual([]);
    // A success asks for no pause.
    const succeeded = times(30, () => ok({ ...request('a'), 'anthropic.retry.after': 30 }), 1_000, 1);
    expect(found('limits.retry_storm', succeeded)).toEqual([]);
    // The response asked for no wait.
    expect(repeated(0.5, {})).toEqual([]);
    expect(repeated(0.5, { 'anthropic.retry.after': 0 })).toEqual([]);
    expect(repeated(0.5, { 'anthropic.retry.after': '30' })).toEqual([]);
  });

  it('service.outage: half of at least ten calls, and no conflict among them', () => {
    const share = (failures: number, calls: number, failure = overloaded) =>
      found('service.outage', [...times(calls - failures, ok, 1_000), ...times(failures, failure, 1_010)])
        .length;
    expect([share(9, 9), share(10, 10), share(5, 10), share(4, 10)]).toEqual([0, 1, 1, 0]);
    expect(share(12, 12, conflict)).toBe(0);
  });

  it('identity.fail_fast: five refusals for the same reason, with 401 or 403, and nothing else counts', () => {
    const run = (...calls: readonly (() => Attributes)[]) =>
      found(
        'identity.fail_fast',
        calls.map((attributes, index) => [attributes(), 1_000 + index] as const),
      ).map(({ summary }) => summary);
    const five = (attributes: () => Attributes) => Array.from({ length: 5 }, () => attributes);
    expect(run(...five(unauthorized).slice(1))).toEqual([]);
    expect(run(...five(forbidden))).toEqual([
      expect.stringMatching(/^5 calls in a row were rejected with 403 identity\.[a-z_]+$/),
    ]);
    const calls = five(unauthorized).map((attributes, index) => [attributes(), 1_000 + index * 7] as const);
    expect(found('identity.fail_fast', calls)[0]?.evidence).toEqual([
      '5 times 401 identity.key_invalid',
      'in 28 s',
      'no success between',
    ]);
    // A 403 that is no matter of the key.
    const blocked = () => failed(403, 'permission_error', 'Request not allowed');
    expect(run(...five(blocked))).toEqual([]);
    // Other failures neither count nor interrupt.
    expect(run(...five(unauthorized).slice(1), overloaded, tooLong, limited)).toEqual([]);
    expect(run(...five(unauthorized).slice(1), overloaded, unauthorized)).toHaveLength(1);
    expect(run(...five(unauthorized).slice(1), forbidden, unauthorized)).toEqual([]);
  });

  it('request.reproducible: three times the same diagnosis, of requests and of what nobody explains', () => {
    const same = (...calls: readonly ((more: Attributes) => Attributes)[]) =>
      found(
        'request.reproducible',
        calls.map((attributes, index) => [attributes(request('a')), 1_000 + index * 7] as const),
      ).map(({ evidence }) => evidence);
    expect(same(tooLong, tooLong)).toEqual([]);
    expect(same(tooLong, tooLong, tooLong)).toEqual([['3 times request.context_window', 'in 14 s']]);
    expect(same(internal, internal, internal)).toEqual([['3 times service.internal', 'in 14 s']]);
    const odd = (more: Attributes) => ok({ 'error.type': 'client_error', ...more });
    expect(same(odd, odd, odd)).toEqual([['3 times response.unrecognized', 'in 14 s']]);
    // A different diagnosis in between starts the count again.
    expect(same(tooLong, tooLong, internal, tooLong, tooLong)).toEqual([]);
    expect(same(tooLong, tooLong, internal, tooLong, tooLong, tooLong)).toHaveLength(1);
    expect(same(overloaded, overloaded, overloaded)).toEqual([]);
  });

  it('an empty fingerprint is none', () => {
    const calls = times(5, () => tooLong(request('')), 1_000);
    expect(found('request.reproducible', calls)).toEqual([]);
  });

  it('limits.burst: ten starts in this half second and the next, or the one before', () => {
    const starts = (first: number, second: number, between: number) =>
      found('limits.burst', [
        ...times(first, limited, 1_000.01, 0).map(([a, at]) => [a, at, 0] as const),
        ...times(second, limited, 1_000.01 + between, 0).map(([a, at]) => [a, at, 0] as const),
      ]).length;
    expect([starts(5, 5, 0.5), starts(5, 4, 0.5), starts(5, 5, 1)]).toEqual([1, 0, 0]);
    // Calls that took longer end later: those of the half second before come last.
    expect([starts(5, 5, -0.5), starts(5, 5, -1)]).toEqual([1, 0]);
  });

  it('limits.burst: a retry for another reason is no 429', () => {
    const met = (reason: string) =>
      found(
        'limits.burst',
        times(12, () => ok({ 'anthropic.retry.reasons': [reason, '529 overloaded'] }), 1_000.01, 0.01),
      ).length;
    expect([met('429 rate_limit'), met('500 api_error')]).toEqual([1, 0]);
  });

  it('limits.shared_key: others used twenty, and as many as this process, retries included', () => {
    const left = (remaining: unknown, limit = 4_000, more: Attributes = {}) =>
      ok({
        'anthropic.ratelimit.requests.limit': limit,
        'anthropic.ratelimit.requests.remaining': remaining as number,
        ...more,
      });
    const shared = (...calls: readonly Attributes[]) =>
      found(
        'limits.shared_key',
        calls.map((attributes, index) => [attributes, 1_000 + index / 10] as const),
      ).map(({ summary }) => summary);
    // Two were sent: 21 others' are 23 less one.
    expect(shared(left(100), left(79))).toEqual([]);
    expect(shared(left(100), left(78))).toEqual([
      'Others use the same limit: it fell by 22 requests, this process sent 2',
    ]);
    expect(shared(left(100), left(78, 4_000, retried(1)))).toEqual([]);
    const sent = Array.from({ length: 30 }, () => ok());
    expect(shared(left(100), ...sent, left(40))).toEqual([]);
    expect(shared(left(100), ...sent, left(36))).toHaveLength(1);
    // Another limit, a limit that rose, and an invalid number do not show use by others.
    expect(shared(left(100), left(50, 50))).toEqual([]);
    expect(shared(left(100), left(160))).toEqual([]);
    expect(shared(left('100'), left('50'))).toEqual([]);
  });
});

describe('times that cannot be', () => {
  const storm = (processor: DiagnosisSpanProcessor, from: number) => {
    for (let i = 0; i < 6; i++) processor.onEnding(span(unauthorized(), from + i));
  };

  it.each([
    ['in the far future', Date.now() / 1_000 + 10 * 86_400],
    ['of a clock that has gone mad', 1e15],
    ['before the beginning of time', -1e15],
  ])('%s: the call is not counted, and later ones are', (_, at) => {
    const said: string[] = [];
    const processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => said.push(id) });
    processor.onEnding(span(overloaded(), at));
    for (let i = 0; i < 10; i++) processor.onEnding(span(overloaded(), 1_000 + i));
    expect(said.filter((id) => id === 'service.outage')).toHaveLength(1);
  });

  it('also where only the start or only the end cannot be', () => {
    const said: string[] = [];
    const processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => said.push(id) });
    const future = Date.now() / 1_000 + 10 * 86_400;
    processor.onEnding(span(overloaded(), future, { took: future - 1_000 }));
    processor.onEnding(span(overloaded(), 1_000, { took: 1_000 + 1e15 }));
    for (let i = 0; i < 9; i++) processor.onEnding(span(overloaded(), 1_000 + i));
    expect(said).not.toContain('service.outage');
    processor.onEnding(span(overloaded(), 1_009));
    expect(said).toContain('service.outage');
  });

  it('of a clock that is a little ahead they are counted', () => {
    const said: string[] = [];
    const processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => said.push(id) });
    storm(processor, Date.now() / 1_000 + 3);
    expect(said).toContain('identity.fail_fast');
  });

  it.each([120, 3_600])('a machine whose clock is %i s ahead hides nothing of the others', (ahead) => {
    const { end, idsOf } = listening();
    const now = Date.now() / 1_000;
    end(span(ok(), now + ahead));
    for (let i = 0; i < 20; i++) end(span(overloaded(), now - 20 + i));
    expect(idsOf('service.outage')).toHaveLength(1);
  });

  it('a clock that is set back hides nothing, and finds each pattern again', () => {
    vi.useFakeTimers({ now: 1e12, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { end, idsOf } = listening();
    const outage = () => {
      for (let i = 0; i < 20; i++) {
        vi.setSystemTime(Date.now() + 1_000);
        end(span(overloaded(), Date.now() / 1_000));
      }
    };
    outage();
    vi.setSystemTime(Date.now() - 1_800_000);
    outage();
    expect(idsOf('service.outage')).toHaveLength(2);
  });

  it('a clock that is set back by less than a window goes on counting', () => {
    vi.useFakeTimers({ now: 1e12, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { end, idsOf } = listening();
    for (let i = 0; i < 20; i++) {
      if (i === 5) vi.setSystemTime(Date.now() - 30_000);
      end(span(overloaded(), Date.now() / 1_000));
    }
    expect(idsOf('service.outage')).toHaveLength(1);
  });

  it.each(['startTime', 'endTime'] as const)('a span without %s is not counted', (name) => {
    const said: string[] = [];
    const processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => said.push(id) });
    for (let i = 0; i < 8; i++) {
      const { [name]: _, ...bare } = span(unauthorized(), 1_000 + i);
      processor.onEnding(bare);
    }
    expect(new Set(said)).toEqual(new Set(['identity.key_invalid']));
  });
});
