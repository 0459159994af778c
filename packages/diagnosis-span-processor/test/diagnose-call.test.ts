// `diagnoseCall` when it fails itself, and log event and metric after the global provider was replaced.
import {
  DiagLogLevel,
  diag,
  type MeterProvider,
  type MetricOptions,
  metrics,
  TraceFlags,
} from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { patternFinding, patterns } from '@sevenstep/checklist';
import { METRICS } from '@sevenstep/semantic-conventions';
import { afterEach, expect, it } from 'vitest';
import { diagnoseCall } from '../src/diagnose-call.ts';
import { findingLogger } from '../src/diagnosis/log-event.ts';
import { diagnosisCounter } from '../src/diagnosis/metric.ts';
import { failed, span } from './spans.ts';

afterEach(() => {
  diag.disable();
  logs.disable();
  metrics.disable();
});

/** A finding over many calls. */
function found() {
  const [pattern] = patterns;
  if (pattern === undefined) throw new Error('the catalogue has patterns');
  return patternFinding(pattern, { count: 10, of: 1, seconds: 60, what: '' }, undefined);
}

it('a call that cannot be diagnosed has no diagnosis, and the first is reported with its step', () => {
  const lines: string[] = [];
  const quiet = () => undefined;
  diag.setLogger(
    { error: (line) => lines.push(line), warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    DiagLogLevel.ERROR,
  );
  const diagnose = diagnoseCall();
  const broken = new Proxy(failed(529, 'overloaded_error', 'Overloaded'), {
    get: () => {
      throw new Error('broken attributes');
    },
  });
  const context = () => ({ traceId: 't', spanId: 's', traceFlags: TraceFlags.NONE });
  expect(diagnose(broken, { spanContext: context })).toBeUndefined();
  expect(diagnose(broken, { spanContext: context })).toBeUndefined();
  expect(lines).toEqual([
    'diagnoseCall: diagnosing a call failed; further failures of this step are not reported',
  ]);
});

it('onDiagnosis is given the times of the call as seconds and nanoseconds', () => {
  const times: unknown[] = [];
  const diagnose = diagnoseCall({
    onDiagnosis: (_, span) => times.push(span?.startTime, span?.endTime, span?.duration),
  });
  const context = { spanContext: () => ({ traceId: 't', spanId: 's', traceFlags: TraceFlags.NONE }) };
  diagnose(failed(529, 'overloaded_error', 'Overloaded'), context, {
    startTime: 1_785_000_000_750,
    endTime: 1_785_000_002_000.5,
  });
  expect(times).toEqual([
    [1_785_000_000, 750_000_000],
    [1_785_000_002, 500_000],
    [1, 250_500_000],
  ]);
});

it.each([
  ['a second', 1_000, ['identity.fail_fast']],
  ['an hour', 3_600_000, undefined],
])('calls %s apart: whether they are one pattern', (_, apart, also) => {
  const diagnose = diagnoseCall();
  const context = { spanContext: () => ({ traceId: 't', spanId: 's', traceFlags: TraceFlags.NONE }) };
  const tags = Array.from({ length: 5 }, (_, index) => {
    const startTime = 1_785_000_000_000 + index * apart;
    const times = { startTime, endTime: startTime + 250, inFlight: 1 };
    return diagnose(failed(401, 'authentication_error', 'invalid x-api-key'), context, times);
  });
  expect(tags.at(-1)?.['anthropic.diagnosis.id']).toBe('identity.key_invalid');
  expect(tags.at(-1)?.['anthropic.diagnosis.also']).toEqual(also);
});

it('a log event goes to the global provider of that moment, also after another was registered', () => {
  const register = () => {
    const exporter = new InMemoryLogRecordExporter();
    logs.disable();
    logs.setGlobalLoggerProvider(
      new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
    );
    return exporter;
  };
  const finding = found();
  const log = findingLogger(undefined);
  const first = register();
  log(finding, span({}, 1_000));
  const second = register();
  log(finding, span({}, 1_001));
  expect([first.getFinishedLogRecords().length, second.getFinishedLogRecords().length]).toEqual([1, 1]);
});

it('a diagnosis is counted by the global provider of that moment, with unit and description, also after another was registered', () => {
  const counted: string[] = [];
  const register = (name: string) => {
    const createCounter = (_: string, options?: MetricOptions) => ({
      add: () => counted.push(`${name}: ${options?.unit} ${options?.description}`),
    });
    metrics.disable();
    metrics.setGlobalMeterProvider({ getMeter: () => ({ createCounter }) } as unknown as MeterProvider);
  };
  const finding = found();
  const count = diagnosisCounter(undefined);
  register('first');
  count(finding);
  register('second');
  count(finding);
  const { unit, brief } = METRICS['anthropic.client.diagnoses'];
  expect(counted).toEqual([`first: ${unit} ${brief}`, `second: ${unit} ${brief}`]);
});
