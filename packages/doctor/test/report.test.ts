// The report as text: its headline, what each group cost, and how many calls are shown.
import { expect, test } from 'vitest';
import { otlpLine, type StoredSpan } from './support/otlp.ts';
import { run } from './support/run.ts';

const OURS = { 'gen_ai.provider.name': 'anthropic', 'anthropic.sdk.method': 'messages.create' };
let next = 0;
const line = (attributes: StoredSpan['attributes'], at: StoredSpan['at'] = [0, 1], more: StoredSpan = {}) => {
  next += 1;
  return otlpLine({ id: `c${next}`, trace: `t${next}`, at, attributes: { ...OURS, ...attributes }, ...more });
};
const healthy = (at?: StoredSpan['at']) => line({ 'http.response.status_code': 200 }, at);
const overloaded = (at?: StoredSpan['at'], more: StoredSpan['attributes'] = {}) =>
  line(
    {
      'http.response.status_code': 529,
      'error.type': 'overloaded_error',
      'anthropic.request.id': 'req_1',
      ...more,
    },
    at,
  );
const cutOff = (at?: StoredSpan['at']) =>
  line({ 'http.response.status_code': 200, 'anthropic.message.stop_reason': 'max_tokens' }, at);
const report = async (lines: readonly string[], ...args: string[]) =>
  (await run(['diagnose', '-', ...args], { stdin: lines.join('') })).stdout.split('\n');

test.each<[lines: () => string[], headline: string]>([
  [() => [healthy()], '1 call in 1 s: healthy  (standard input)'],
  [() => [healthy(), healthy([9, 11])], '2 calls in 11 s: healthy  (standard input)'],
  [() => [healthy(), overloaded()], '2 calls in 1 s: 1 failed, 1 healthy  (standard input)'],
  [
    () => [cutOff(), cutOff(), healthy([0])],
    '3 calls in 1 s: 2 warnings, 1 without an end  (standard input)',
  ],
  [
    () => [
      line({
        'http.response.status_code': 200,
        'anthropic.retry.outcome': 'recovered',
        'anthropic.retry.reasons': ['529 overloaded'],
      }),
    ],
    '1 call in 1 s: 1 with a note  (standard input)',
  ],
])('%#: the headline', async (lines, headline) => {
  expect((await report(lines()))[0]).toBe(headline);
});

test('groups: the most costly first, what each cost, and its worst call', async () => {
  const text = await report([
    overloaded([0, 2]),
    overloaded([5, 12], { 'http.request.resend_count': 2 }),
    cutOff([0, 30]),
    healthy(),
  ]);
  expect(text.filter((one) => /^\d {2}/.test(one))).toEqual([
    '1  service.overloaded  error, step 6 service: 2 failed calls, 9 s, 4 attempts',
    '2  response.max_tokens  warning, step 7 response: 1 call, 30 s, 1 attempt',
  ]);
  expect(text).toContain('Most costly first: by failed calls, then time spent in them, then attempts.');
  expect(text.filter((one) => /^ {2}trace /.test(one))).toEqual([
    expect.stringMatching(/^ {2}trace t\d+, shop, request req_1, 2026-07-25T17:20:05\.000Z$/),
    expect.stringMatching(/^ {2}trace t\d+, shop, 2026-07-25T17:20:00\.000Z$/),
  ]);
  expect(text).toContain('  and 1 more call: --show, --html or --json has more of them');
  expect(text.filter((one) => one.includes('evidence'))).toHaveLength(2);
});

test('of one group nothing is said of an order, and --show shows as many calls', async () => {
  const lines = [overloaded([0, 2]), overloaded([3, 4]), overloaded([5, 8])];
  const shown = async (count: string) => {
    const text = await report(lines, '--show', count);
    expect(text.join('\n')).not.toContain('Most costly first');
    return [
      text.filter((one) => /^ {2}trace /.test(one)).length,
      text
        .find((one) => / more calls?:/.test(one))
        ?.trim()
        .split(':')[0],
    ];
  };
  expect(await shown('0')).toEqual([0, 'and 3 more calls']);
  expect(await shown('2')).toEqual([2, 'and 1 more call']);
  expect(await shown('3')).toEqual([3, undefined]);
});

test('further findings are counted besides', async () => {
  const text = await report([
    overloaded([0, 1], {
      'anthropic.diagnosis.id': 'service.overloaded',
      'anthropic.diagnosis.also': ['service.outage'],
    }),
    overloaded([2, 3], {
      'anthropic.diagnosis.id': 'service.overloaded',
      'anthropic.diagnosis.also': ['service.outage'],
    }),
  ]);
  expect(text).toContain('besides   service.outage (2 calls)');
});
