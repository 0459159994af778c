// Findings over many calls: each one when it is there, once per window, and never under ordinary load.
import type { Attributes } from '@opentelemetry/api';
import { patterns } from '@sevenstep/checklist';
import { describe, expect, it } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { CALL, failed, listening, ok, span } from './spans.ts';

const overloaded = (more: Attributes = {}) => failed(529, 'overloaded_error', 'Overloaded', more);
const unauthorized = () => failed(401, 'authentication_error', 'invalid x-api-key');
const limited = (more: Attributes = {}) => failed(429, 'rate_limit_error', 'Rate limited', more);
const tooLong = (fingerprint: string) =>
  failed(400, 'invalid_request_error', 'prompt is too long: 208310 tokens > 200000 maximum', {
    'anthropic.request.fingerprint': fingerprint,
  });
const same = (fingerprint: string) => ({ 'anthropic.request.fingerprint': fingerprint });

describe('limits.retry_storm', () => {
  it('more retries than calls', () => {
    const { said, end, idsOf } = listening();
    for (let i = 0; i < 6; i++) end(span(overloaded({ 'http.request.resend_count': 2 }), 1_000 + i));
    expect(idsOf('limits.retry_storm')).toHaveLength(1);
    const storm = said.find(({ id }) => id === 'limits.retry_storm');
    expect(storm?.summary).toBe('10 retries on 5 calls within 60 s');
  });

  it('the same request, sooner than retry-after asked', () => {
    const { said, end } = listening();
    for (let i = 0; i < 12; i++) end(span(limited({ ...same('a'), 'anthropic.retry.after': 30 }), 1_000 + i));
    expect(said.find(({ id }) => id === 'limits.retry_storm')?.evidence).toContain(
      '10 sooner than retry-after asked',
    );
  });

  it('not where some calls of many are retried', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 300; i++) {
      end(
        span(
          ok(i % 5 === 0 ? { 'http.request.resend_count': 2, 'anthropic.retry.outcome': 'recovered' } : {}),
          1_000 + i / 4,
        ),
      );
    }
    expect(idsOf('limits.retry_storm')).toEqual([]);
  });

  it('not from retries that lie further back than the window', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 30; i++) end(span(overloaded({ 'http.request.resend_count': 2 }), 1_000 + i * 60));
    expect(idsOf('limits.retry_storm')).toEqual([]);
  });
});

describe('limits.burst', () => {
  it('not where copies of starting spans make it many', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 6; i++) {
      const at = 1_000.05 + i * 0.05;
      end(span({ ...CALL, '$span.partial': true }, at, { took: 0 }));
      end(span(i < 5 ? ok() : limited(), at + 2, { took: 2 }));
    }
    expect(idsOf('limits.burst')).toEqual([]);
  });

  it('many starts in one second, and a 429', () => {
    const { said, end, idsOf } = listening();
    for (let i = 0; i < 12; i++) {
      const at = 1_000.05 + i * 0.05;
      end(span(i < 9 ? ok() : limited(), at + 2, { took: 2 }));
    }
    expect(idsOf('limits.burst')).toHaveLength(1);
    expect(said.find(({ id }) => id === 'limits.burst')?.summary).toBe(
      '10 calls started within 1 s, and 1 of them met a 429',
    );
  });

  it('a 429 that a retry made up for counts, too', () => {
    const { end, idsOf } = listening();
    const recovered = ok({
      'anthropic.retry.outcome': 'recovered',
      'anthropic.retry.reasons': ['429 rate_limit'],
    });
    for (let i = 0; i < 10; i++) end(span(i === 0 ? recovered : ok(), 1_001 + i * 0.01, { took: 1 }));
    expect(idsOf('limits.burst')).toHaveLength(1);
  });

  it('across the turn of a second, and not over two', () => {
    const tight = listening();
    for (let i = 0; i < 10; i++) tight.end(span(limited(), 1_000.8 + i * 0.04, { took: 0 }));
    expect(tight.idsOf('limits.burst')).toHaveLength(1);
    const loose = listening();
    for (let i = 0; i < 10; i++) loose.end(span(limited(), 1_000 + i * 0.2, { took: 0 }));
    expect(loose.idsOf('limits.burst')).toEqual([]);
  });

  it('not from many calls without a 429, nor from a 429 among few', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 500; i++) end(span(ok(), 1_000 + i / 50));
    for (let i = 0; i < 60; i++) end(span(i % 10 === 0 ? limited() : ok(), 2_000 + i));
    expect(idsOf('limits.burst')).toEqual([]);
  });
});

describe('limits.shared_key', () => {
  const left = (remaining: number, more: Attributes = {}) =>
    ok({
      'anthropic.ratelimit.requests.limit': 4_000,
      'anthropic.ratelimit.requests.remaining': remaining,
      ...more,
    });

  it('what is left falls by more than was sent here', () => {
    const { said, end } = listening();
    for (let i = 0; i < 10; i++) end(span(left(4_000 - i * 8), 1_000 + i));
    const shared = said.find(({ id }) => id === 'limits.shared_key');
    expect(shared?.severity).toBe('info');
    expect(shared?.summary).toMatch(
      /^Others use the same limit: it fell by \d+ requests, this process sent \d+$/,
    );
  });

  it('not where this process used it all, whatever fills up in between', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 600; i++) end(span(left(4_000 - (i % 40)), 1_000 + i / 10));
    expect(idsOf('limits.shared_key')).toEqual([]);
  });

  it('not from streams, whose headers are older than their end', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 100; i++) {
      end(span(left(i % 2 === 0 ? 4_000 : 3_900, { 'gen_ai.request.stream': true }), 1_000 + i));
    }
    expect(idsOf('limits.shared_key')).toEqual([]);
  });

  it('not while as many calls are on their way', () => {
    const said: string[] = [];
    const processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => said.push(id) });
    const spanContext = (id: number) => () => ({ traceId: 't', spanId: `${id}`, traceFlags: 1 });
    for (let i = 0; i < 200; i++) processor.onStart({ attributes: CALL, spanContext: spanContext(i) });
    for (let i = 0; i < 10; i++) processor.onEnding(span(left(4_000 - i * 10), 1_000 + i));
    expect(said).toEqual([]);
  });
});

describe('request.reproducible', () => {
  it('the same request, the same failure, three times', () => {
    const { said, end } = listening();
    for (let i = 0; i < 3; i++) end(span(tooLong('a'), 1_000 + i));
    expect(said.find(({ id }) => id === 'request.reproducible')?.evidence).toContain(
      '3 times request.context_window',
    );
  });

  it('not where it passed once, where requests differ, or where waiting helps', () => {
    const { end, idsOf } = listening();
    end(
      span(ok(same('a')), 999),
      span(tooLong('a'), 1_000),
      span(tooLong('a'), 1_001),
      span(tooLong('a'), 1_002),
    );
    for (let i = 0; i < 20; i++) end(span(tooLong(`other ${i}`), 1_010 + i));
    for (let i = 0; i < 20; i++) end(span(limited(same('limited')), 1_040 + i));
    expect(idsOf('request.reproducible')).toEqual([]);
  });

  it('not without a fingerprint', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 20; i++)
      end(span(failed(400, 'invalid_request_error', 'max_tokens: Field required'), 1_000 + i));
    expect(idsOf('request.reproducible')).toEqual([]);
  });
});

describe('service.intermittent', () => {
  it('a request that failed and then passed', () => {
    const { said, end } = listening();
    end(span(overloaded(same('a')), 1_000), span(ok(same('a')), 1_010));
    const found = said.find(({ id }) => id === 'service.intermittent');
    expect(found?.summary).toBe('The same request failed 1 time and passed 1 time');
    expect(found?.severity).toBe('info');
  });

  it.each([
    ['in its JSON', {}],
    ['in its stream', { 'anthropic.stream.outcome': 'aborted' }],
    ['by leaving its stream', { 'anthropic.stream.outcome': 'abandoned' }],
  ])('not where the application stopped the call %s', (_, more) => {
    const { end, idsOf } = listening();
    const stopped = { ...CALL, 'http.response.status_code': 200, ...same('a'), ...more };
    end(span(overloaded(same('a')), 1_000), span(stopped, 1_010));
    expect(idsOf('service.intermittent')).toEqual([]);
    end(span(ok(same('a')), 1_020));
    expect(idsOf('service.intermittent')).toEqual(['service.intermittent']);
  });

  it('not where the failure lies in the request, and not after a long time', () => {
    const { end, idsOf } = listening();
    end(span(tooLong('a'), 1_000), span(ok(same('a')), 1_010));
    end(span(overloaded(same('b')), 1_000), span(ok(same('b')), 9_000));
    expect(idsOf('service.intermittent')).toEqual([]);
  });
});

describe('limits of different accounts', () => {
  const left = (remaining: number, more: Attributes = {}) =>
    ok({
      'anthropic.ratelimit.requests.limit': 4000,
      'anthropic.ratelimit.requests.remaining': remaining,
      ...more,
    });

  it.each([
    ['organizations', { 'anthropic.organization.id': 'other' }],
    ['servers', { 'server.address': 'other.example.com' }],
    ['providers', { 'gen_ai.provider.name': 'aws.bedrock' }],
  ])('of two %s are no shared key, and of one are', (_, other) => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 5; i++) end(span(left(390 - i), 1_000 + i), span(left(200 - i, other), 1_000.5 + i));
    expect(idsOf('limits.shared_key')).toEqual([]);
    end(span(left(120, other), 1_006));
    expect(idsOf('limits.shared_key')).toEqual(['limits.shared_key']);
  });
});

describe('the same request to different servers', () => {
  const SERVERS = {
    'another provider': { 'gen_ai.provider.name': 'gcp.vertex_ai' },
    'another host': { 'server.address': 'us-east5-aiplatform.googleapis.com' },
    'another port': { 'server.port': 8443 },
  };

  it.each(Object.entries(SERVERS))(
    'a failure there and a pass here are not intermittent: %s',
    (_, server) => {
      const { end, idsOf } = listening();
      end(span(overloaded({ ...same('a'), ...server }), 1_000));
      end(span(overloaded({ ...same('a'), ...server }), 1_005));
      end(span(ok(same('a')), 1_010));
      expect(idsOf('service.intermittent')).toEqual([]);
      end(span(ok({ ...same('a'), ...server }), 1_015));
      expect(idsOf('service.intermittent')).toEqual(['service.intermittent']);
    },
  );

  it.each(Object.entries(SERVERS))('failures are reproducible where they repeat: %s', (_, server) => {
    const { end, idsOf } = listening();
    const there = (at: number) => {
      const attributes = tooLong('a');
      return span({ ...attributes, ...server }, at);
    };
    end(span(tooLong('a'), 1_000), there(1_001), span(tooLong('a'), 1_002));
    expect(idsOf('request.reproducible')).toEqual([]);
    end(there(1_003), there(1_004));
    expect(idsOf('request.reproducible')).toEqual(['request.reproducible']);
  });
});

describe('service.outage', () => {
  it('half of the calls fail at the service', () => {
    const { said, end, idsOf } = listening();
    for (let i = 0; i < 20; i++) end(span(i % 2 === 0 ? ok() : overloaded(), 1_000 + i));
    expect(idsOf('service.outage')).toHaveLength(1);
    expect(said.find(({ id }) => id === 'service.outage')?.summary).toBe(
      '5 of 10 calls within 60 s failed at the service',
    );
  });

  it('not at 5 % of failures, not for other steps, not for few calls', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 400; i++) end(span(i % 20 === 0 ? overloaded() : ok(), 1_000 + i / 2));
    for (let i = 0; i < 100; i++) end(span(limited(), 2_000 + i));
    for (let i = 0; i < 3; i++) end(span(overloaded(), 9_000 + i));
    expect(idsOf('service.outage')).toEqual([]);
  });
});

describe('identity.fail_fast', () => {
  it('five refusals in a row', () => {
    const { said, end } = listening();
    for (let i = 0; i < 5; i++) end(span(unauthorized(), 1_000 + i));
    expect(said.find(({ id }) => id === 'identity.fail_fast')?.summary).toBe(
      '5 calls in a row were rejected with 401 identity.key_invalid',
    );
  });

  it('not with a success in between, and not for refusals that lie far apart', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 20; i++) end(span(i % 4 === 3 ? ok() : unauthorized(), 1_000 + i));
    for (let i = 0; i < 20; i++) end(span(unauthorized(), 10_000 + i * 120));
    expect(idsOf('identity.fail_fast')).toEqual([]);
  });
});

describe('response.tool_loop_runaway', () => {
  const tool = (more: Attributes = {}) => ok({ 'anthropic.message.stop_reason': 'tool_use', ...more });

  it('too many rounds in one trace', () => {
    const { said, end } = listening();
    for (let i = 0; i < 25; i++) end(span(tool(), 1_000 + i, { traceId: 'agent' }));
    expect(said.map(({ id, summary }) => [id, summary])).toEqual([
      ['response.tool_loop_runaway', 'One trace has 25 rounds of tool use'],
    ]);
  });

  it('the same request over and over', () => {
    const { said, end } = listening();
    for (let i = 0; i < 5; i++) end(span(tool(same('a')), 1_000 + i));
    expect(said[0]?.summary).toBe('One trace has 5 rounds of tool use, the same request over and over');
  });

  it('not from many traces with some rounds each', () => {
    const { said, end } = listening();
    for (let i = 0; i < 2_000; i++)
      end(span(tool(same(`${i}`)), 1_000 + i / 10, { traceId: `trace ${i % 100}` }));
    expect(said).toEqual([]);
  });
});

describe('ordinary load shows nothing at all', () => {
  it('an hour of healthy calls with a few retries and failures', () => {
    const { said, end } = listening();
    for (let i = 0; i < 7_200; i++) {
      const at = 1_000 + i / 2;
      if (i % 97 === 0) end(span(overloaded(same(`${i}`)), at));
      else if (i % 211 === 0) end(span(tooLong(`${i}`), at));
      else if (i % 53 === 0) end(span(ok({ ...same(`${i}`), 'http.request.resend_count': 1 }), at));
      else end(span(ok(same(`${i}`)), at, { traceId: `${i}` }));
    }
    const ids = new Set(patterns.map(({ id }) => id as string));
    expect(said.filter(({ id }) => ids.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe('where a finding stands', () => {
  it('on a call without a diagnosis of its own it is the diagnosis', () => {
    const { end } = listening();
    end(span(overloaded(same('a')), 1_000));
    const last = span(ok(same('a')), 1_001);
    end(last);
    expect(last.written['anthropic.diagnosis.id']).toBe('service.intermittent');
    expect(last.written['anthropic.diagnosis.severity']).toBe('info');
  });

  it('beside a diagnosis it stands under also', () => {
    const { end } = listening();
    const spans = Array.from({ length: 5 }, (_, i) => span(unauthorized(), 1_000 + i));
    end(...spans);
    expect(spans[4]?.written['anthropic.diagnosis.id']).toBe('identity.key_invalid');
    expect(spans[4]?.written['anthropic.diagnosis.also']).toEqual(['identity.fail_fast']);
    expect(spans[3]?.written['anthropic.diagnosis.also']).toBeUndefined();
  });

  it('once per window, and again in the next', () => {
    const { end, idsOf } = listening();
    for (let i = 0; i < 130; i++) end(span(unauthorized(), 1_000 + i));
    expect(idsOf('identity.fail_fast')).toHaveLength(3);
  });

  it('can be switched off, alone or together, and has another severity on request', () => {
    const storm = (options: Parameters<typeof listening>[0]) => {
      const { said, end } = listening(options);
      for (let i = 0; i < 6; i++) end(span(unauthorized(), 1_000 + i));
      return said.filter(({ id }) => id === 'identity.fail_fast');
    };
    expect(storm({ manyCalls: false })).toEqual([]);
    expect(storm({ severity: { 'identity.fail_fast': 'off' } })).toEqual([]);
    expect(storm({ severity: { 'identity.fail_fast': 'error' } })[0]?.severity).toBe('error');
    expect(storm({ thresholds: { failFastRefusals: 10 } })).toEqual([]);
  });

  it('one that is switched off leaves the others', () => {
    const { said, end } = listening({ severity: { 'identity.fail_fast': 'off' } });
    for (const remaining of [3_900, 3_850]) {
      const limits = {
        'anthropic.ratelimit.requests.limit': 4_000,
        'anthropic.ratelimit.requests.remaining': remaining,
      };
      end(span(ok(limits), 5_000 - remaining));
    }
    expect(said.map(({ id }) => id)).toEqual(['limits.shared_key']);
  });

  it('a span without times is diagnosed all the same', () => {
    const { end } = listening();
    const { startTime: _, endTime: __, ...bare } = span(unauthorized(), 1_000);
    end(bare);
    expect(bare.written['anthropic.diagnosis.id']).toBe('identity.key_invalid');
  });
});

it('every pattern of the catalogue is looked for', () => {
  const tested = [
    'retry_storm',
    'burst',
    'shared_key',
    'reproducible',
    'intermittent',
    'outage',
    'fail_fast',
    'tool_loop_runaway',
  ];
  expect(patterns.map(({ id }) => id.split('.')[1]).sort()).toEqual(tested.sort());
});
