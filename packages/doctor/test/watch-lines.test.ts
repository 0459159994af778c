// A call as one line of `watch`, and the sum of all as another.
import { expect, test } from 'vitest';
import { callOf } from '../src/calls/call.ts';
import type { Span } from '../src/spans/span.ts';
import { terminal } from '../src/terminal.ts';
import { callJson, callLine, totalsLine } from '../src/watch/lines.ts';

const out = terminal({ write: () => undefined }, {});
const call = (attributes: Span['attributes'], more: Partial<Span> = {}) =>
  callOf({
    traceId: 't1',
    spanId: 's1',
    name: 'chat\nclaude',
    start: Date.UTC(2026, 6, 25, 17, 20, 0),
    end: Date.UTC(2026, 6, 25, 17, 20, 1, 500),
    attributes: { 'gen_ai.provider.name': 'anthropic', ...attributes },
    resource: {},
    ...more,
  });

test('a healthy call', () => {
  const line = callLine(
    call(
      { 'http.response.status_code': 200, 'gen_ai.usage.input_tokens': 25, 'gen_ai.usage.output_tokens': 12 },
      { service: 'shop' },
    ),
    out,
  );
  expect(line).toBe('17:20:01  ok    shop  chat claude  200  1.5 s  25 in  12 out');
});

test.each([
  [
    'failed',
    {
      'http.response.status_code': 529,
      'error.type': 'overloaded_error',
      'anthropic.request.id': 'r',
      'http.request.resend_count': 2,
    },
    /^17:20:01 {2}FAIL {2}chat claude {2}529 {2}1\.5 s {2}3 attempts {2}service\.overloaded: /,
  ],
  [
    'odd',
    { 'anthropic.message.stop_reason': 'max_tokens' },
    /^17:20:01 {2}warn {2}chat claude {2}1\.5 s {2}response\.max_tokens: /,
  ],
  [
    'recovered',
    { 'anthropic.retry.outcome': 'recovered', 'anthropic.retry.reasons': ['529 overloaded'] },
    /^17:20:01 {2}note {2}chat claude {2}1\.5 s {2}2 attempts {2}service\.recovered: /,
  ],
])('a call that %s', (_, attributes, line) => {
  expect(callLine(call(attributes), out)).toMatch(line);
});

test('further findings stand at the end', () => {
  const line = callLine(
    call({
      'http.response.status_code': 200,
      'anthropic.diagnosis.id': 'limits.burst',
      'anthropic.diagnosis.also': ['service.outage'],
    }),
    out,
  );
  expect(line).toMatch(/ {2}limits\.burst: .* {2}also service\.outage$/);
});

test('for a program', () => {
  expect(
    callJson(
      call({
        'http.response.status_code': 529,
        'error.type': 'overloaded_error',
        'anthropic.request.id': 'req_1',
        'gen_ai.request.model': 'm',
      }),
    ),
  ).toMatchObject({
    traceId: 't1',
    spanId: 's1',
    time: '2026-07-25T17:20:01.500Z',
    model: 'm',
    status: 529,
    seconds: 1.5,
    requestId: 'req_1',
    id: 'service.overloaded',
    severity: 'error',
    also: [],
    limits: [],
  });
});

test('the sum: calls, what is left of limits, and diagnoses, most first', () => {
  const limits = new Map([
    ['input_tokens', { kind: 'input_tokens', limit: 300, remaining: 100 }],
    ['requests', { kind: 'requests' }],
  ]);
  const totals = {
    calls: 3,
    failed: 1,
    limits,
    diagnoses: new Map([
      ['limits.near', 1],
      ['service.overloaded', 2],
    ]),
  };
  expect(totalsLine(totals as never)).toBe(
    '3 calls, 1 failed | left: input tokens 33 % | service.overloaded 2, limits.near 1',
  );
  expect(totalsLine({ calls: 1, failed: 0, limits: new Map(), diagnoses: new Map() } as never)).toBe(
    '1 call, 0 failed',
  );
});
