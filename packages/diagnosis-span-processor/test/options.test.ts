// The processor's options, and the errors for invalid ones.
import { type Attributes, type MeterProvider, metrics } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { stepsFail } from '../../../test/support/failed-steps.ts';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import type { DiagnosisSpanProcessorOptions } from '../src/options.ts';
import { failed, listening, ok, span } from './spans.ts';

const bad =
  (options: unknown): (() => unknown) =>
  () =>
    new DiagnosisSpanProcessor(options as DiagnosisSpanProcessorOptions);

describe('bad options', () => {
  it.each<[unknown, string]>([
    [null, 'DiagnosisSpanProcessor: expected options, got null'],
    [
      { rule: [] },
      'DiagnosisSpanProcessor: unknown option "rule"; the options are onDiagnosis, rules, thresholds, severity, manyCalls, meterProvider, loggerProvider, docs, describeStatus',
    ],
    [{ onDiagnosis: true }, 'onDiagnosis: expected a function, got boolean'],
    [{ meterProvider: {} }, 'meterProvider: expected an OpenTelemetry MeterProvider, with getMeter()'],
    [{ onDiagnosis: null }, 'onDiagnosis: expected a function, got object'],
    [{ meterProvider: null }, 'meterProvider: expected an OpenTelemetry MeterProvider, with getMeter()'],
    [{ loggerProvider: null }, 'loggerProvider: expected an OpenTelemetry LoggerProvider, with getLogger()'],
    [{ docs: null }, 'docs: expected a URL with a slash at its end, got null'],
    [{ docs: 'docs' }, 'docs: expected a URL with a slash at its end, got "docs"'],
    [
      { docs: 'https://example.com/docs' },
      'docs: expected a URL with a slash at its end, got "https://example.com/docs"',
    ],
    [{ loggerProvider: {} }, 'loggerProvider: expected an OpenTelemetry LoggerProvider, with getLogger()'],
    [{ manyCalls: 'no' }, 'manyCalls: expected true or false, got no'],
    [{ describeStatus: 'no' }, 'describeStatus: expected true or false, got no'],
    [{ rules: [{}] }, 'rules[0].id: expected "<check>.<slug>" such as "request.our_schema", got undefined'],
    [
      { severity: { 'service.outages': 'off' } },
      'severity["service.outages"]: no rule has this id; did you mean "service.outage"?',
    ],
    [{ thresholds: { outageShare: 50 } }, 'thresholds.outageShare: expected a number from 0 to 1, got 50'],
    [
      { thresholds: { windowSeconds: '60' } },
      'thresholds.windowSeconds: expected a number of at least 0, got 60',
    ],
  ])('%#: %s', (options, message) => {
    expect(bad(options)).toThrow(new TypeError(message));
  });

  it('a threshold that is none is named with those that are there', () => {
    expect(bad({ thresholds: { burst: 3 } })).toThrow(
      /^thresholds\.burst: unknown threshold; the thresholds are nearLimitShare, .*sameToolRounds$/,
    );
  });
});

describe('the metric', () => {
  const recording = () => {
    const added: [name: string, value: number, attributes: Attributes | undefined][] = [];
    const createCounter = (name: string) => ({
      add: (value: number, attributes?: Attributes) => added.push([name, value, attributes]),
    });
    const meterProvider = { getMeter: () => ({ createCounter }) } as unknown as MeterProvider;
    return { added, meterProvider };
  };

  it('counts each diagnosis, and a finding over many calls once per window', () => {
    const { added, meterProvider } = recording();
    const { end } = listening({ meterProvider });
    for (let i = 0; i < 6; i++)
      end(span(failed(401, 'authentication_error', 'invalid x-api-key'), 1_000 + i));
    end(span(ok(), 1_010));
    expect(new Set(added.map(([name]) => name))).toEqual(new Set(['anthropic.client.diagnoses']));
    const ids = added.map(([, , attributes]) => attributes?.['anthropic.diagnosis.id']);
    expect(ids.filter((id) => id === 'identity.key_invalid')).toHaveLength(6);
    expect(ids.filter((id) => id === 'identity.fail_fast')).toHaveLength(1);
    expect(added[0]?.[2]).toEqual({
      'anthropic.diagnosis.id': 'identity.key_invalid',
      'anthropic.diagnosis.step': 3,
      'anthropic.diagnosis.severity': 'error',
      'anthropic.diagnosis.action': 'fix_credentials',
    });
  });

  it('goes to a global provider that is registered late', () => {
    const { end } = listening();
    end(span(failed(401, 'authentication_error', 'invalid x-api-key'), 1_000));
    const { added, meterProvider } = recording();
    metrics.setGlobalMeterProvider(meterProvider);
    end(span(failed(401, 'authentication_error', 'invalid x-api-key'), 1_001));
    metrics.disable();
    expect(added).toHaveLength(1);
  });

  it('that fails leaves the span tagged', () => {
    stepsFail('counting a diagnosis');
    const meterProvider = {
      getMeter: () => {
        throw new Error('from the metrics SDK');
      },
    };
    const { said, end } = listening({ meterProvider });
    const one = span(failed(401, 'authentication_error', 'invalid x-api-key'), 1_000);
    end(one);
    expect(one.written['anthropic.diagnosis.id']).toBe('identity.key_invalid');
    expect(said).toHaveLength(1);
  });
});

describe('good options', () => {
  it("rules of one's own tag spans", () => {
    const { end } = listening({
      rules: [
        {
          id: 'request.our_tenant',
          severity: 'error',
          specificity: 3,
          action: 'fix_request',
          retryable: false,
          summary: ({ status }) => `The tenant is unknown: status ${status}`,
          cause: 'Our gateway does not know it.',
          fix: 'Set the tenant header.',
          match: ({ sentence }) => (/tenant/.test(sentence) ? ['tenant'] : undefined),
        },
      ],
    });
    const one = span(failed(400, 'invalid_request_error', 'unknown tenant'), 1_000);
    end(one);
    expect(one.written['anthropic.diagnosis.id']).toBe('request.our_tenant');
    expect(one.written['anthropic.diagnosis.summary']).toBe('The tenant is unknown: status 400');
  });

  it('thresholds and severities reach the checklist', () => {
    const near = { 'anthropic.ratelimit.requests.limit': 100, 'anthropic.ratelimit.requests.remaining': 40 };
    const { end } = listening({ thresholds: { nearLimitShare: 0.5 }, severity: { 'limits.near': 'info' } });
    const one = span(ok(near), 1_000);
    end(one);
    expect(one.written).toMatchObject({
      'anthropic.diagnosis.id': 'limits.near',
      'anthropic.diagnosis.severity': 'info',
    });
  });
});
