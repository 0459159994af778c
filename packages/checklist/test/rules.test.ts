// Every rule on real messages, on near misses, and on every other rule's examples.
import { describe, expect, it } from 'vitest';
import { compare } from '../src/findings/order.ts';
import { type AttributesLike, diagnose, type Facts, type Rule, readFacts, rules } from '../src/index.ts';
import { examples } from './examples.ts';

const ids = rules.map(({ id }) => id);

it('every rule has examples and near misses', () => {
  expect(Object.keys(examples).sort()).toEqual([...ids].sort());
  for (const { is, isNot } of Object.values(examples)) {
    expect(is.length).toBeGreaterThan(0);
    expect(isNot.length).toBeGreaterThan(0);
  }
});

describe.each(Object.entries(examples))('%s', (id, { is, isNot }) => {
  it.each(is.map((attributes) => ({ attributes })))('is the diagnosis on $attributes', ({ attributes }) => {
    expect(diagnose(attributes)?.id).toBe(id);
  });

  it.each(isNot.map(([attributes, instead]) => ({ attributes, instead })))(
    'is not the diagnosis where it is $instead: $attributes',
    ({ attributes, instead }) => {
      expect(diagnose(attributes)?.id).toBe(instead);
    },
  );
});

const corpus: readonly AttributesLike[] = Object.values(examples).flatMap(({ is, isNot }) => [
  ...is,
  ...isNot.map(([attributes]) => attributes),
]);

describe('the full square: every rule on every example', () => {
  const matching = (known: Facts): readonly Rule[] =>
    rules.filter(
      (rule) => (known.failure !== undefined || rule.severity !== 'error') && rule.match(known) !== undefined,
    );

  it.each(corpus.map((attributes) => ({ attributes })))('no tie on $attributes', ({ attributes }) => {
    const found = matching(readFacts(attributes));
    const seen = new Set(found.map(({ id }) => id));
    const ties = found.flatMap((a, i) =>
      found
        .slice(i + 1)
        .filter((b) => compare(a, b, seen) === 0)
        .map((b) => `${a.id} = ${b.id}`),
    );
    expect(ties).toEqual([]);
  });

  it('an error exactly for calls that failed', () => {
    for (const attributes of corpus) {
      const known = readFacts(attributes);
      if (known.failure === undefined) {
        const errors = rules.filter((rule) => rule.severity === 'error' && rule.match(known) !== undefined);
        expect(errors.map(({ id }) => id)).toEqual([]);
      } else {
        expect(diagnose(attributes)?.severity).toBe('error');
      }
    }
  });

  it('"not recognised" never stands beside an explanation', () => {
    for (const attributes of corpus) {
      const diagnosis = diagnose(attributes);
      expect(diagnosis?.also.filter(({ specificity }) => specificity === 0) ?? []).toEqual([]);
    }
  });

  it('every finding shows evidence', () => {
    for (const attributes of corpus) {
      const diagnosis = diagnose(attributes);
      if (diagnosis === undefined) continue;
      for (const { id, evidence } of [diagnosis, ...diagnosis.also]) {
        expect(evidence.length, id).toBeGreaterThan(0);
        for (const fact of evidence) expect(fact.length, id).toBeLessThanOrEqual(210);
      }
    }
  });
});

describe('texts carry the figures of the call', () => {
  const diagnosis = (id: string) => diagnose(examples[id]?.is[0] ?? {}, { durationSeconds: 12.3 });

  it('a limit', () => {
    const found = diagnosis('limits.input_tokens_per_minute');
    expect(found?.summary).toBe(
      'Over the limit of input tokens per minute: limit 50 000, 0 left, resets in 12 s',
    );
    expect(found?.fix).toContain('Wait 12 s');
    expect(found?.evidence).toContain('also at 0: tokens per minute');
  });

  it('both sizes of a prompt that is too long', () => {
    const found = diagnosis('request.context_window');
    expect(found?.summary).toContain('208 310 tokens of 200 000');
    expect(found?.evidence).toEqual(
      expect.arrayContaining(['input 208 310 tokens', 'maximum 200 000 tokens']),
    );
  });

  it('a recovery: how often, how long, which limit', () => {
    const found = diagnosis('limits.recovered');
    expect(found?.summary).toBe(
      'The call succeeded after 2 attempts over the limit of input tokens per minute',
    );
    expect(found?.evidence).toEqual([
      '429 rate_limit (2 times)',
      'waited 1.5 s',
      'at 0: input tokens per minute',
    ]);
  });

  it('a timeout: in force, and how long it took', () => {
    expect(diagnosis('connection.request_timeout')?.evidence).toEqual(
      expect.arrayContaining(['timeout 10 min', 'took 12 s']),
    );
  });

  it('an end close to a usual limit of proxies names it; another end does not', () => {
    const cut = (silence: number) =>
      diagnose({ ...examples['response.stream_interrupted']?.is[0], 'anthropic.stream.silence': silence })
        ?.cause;
    expect(cut(60.2)).toContain('The end came after 60 s, a usual limit');
    expect(cut(47)).not.toContain('a usual limit');
    const gateway = (durationSeconds: number, more = {}) =>
      diagnose({ ...examples['endpoint.gateway_timeout']?.is[0], ...more }, { durationSeconds })?.cause;
    expect(gateway(100.4)).toContain('The end came after 100 s, a usual limit');
    expect(gateway(100.4, { 'http.request.resend_count': 2 })).not.toContain('a usual limit');
  });

  it.each(['endpoint.gateway_timeout', 'response.interrupted'])(
    '%s: the time of a call is that of its one attempt, or of several',
    (id) => {
      const seen = (more = {}) => {
        const { cause, evidence } =
          diagnose({ ...examples[id]?.is[0], ...more }, { durationSeconds: 47 }) ?? {};
        return JSON.stringify([cause, evidence]);
      };
      expect(seen()).toContain('after 47 s');
      expect(seen({ 'http.request.resend_count': 2 })).toContain('"3 attempts in 47 s"');
      expect(seen({ 'http.request.resend_count': 2 })).not.toContain('after 47 s');
    },
  );

  it('a stream: how far it came', () => {
    expect(diagnosis('response.stream_interrupted')?.evidence).toEqual([
      'stream interrupted',
      '4 events',
      'last: content_block_delta',
      'open block: text',
    ]);
  });
});
