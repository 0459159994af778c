// Objects around the span processor throw at every access. The processor itself never throws, because that would break any span.
import { context, DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failed, span } from '../../packages/diagnosis-span-processor/test/spans.ts';
import { Saboteur } from '../support/saboteur.ts';

const TARGETS = {
  'a span': new Saboteur(),
  'the meter': new Saboteur(),
  'the logger': new Saboteur(),
  "the application's hook": new Saboteur(),
  "the application's rule": new Saboteur(),
  'diag, beside a hook that throws': new Saboteur(),
} as const;
type Target = keyof typeof TARGETS;

let hookThrows = false;
beforeAll(() => {
  const complain = (): void => TARGETS['diag, beside a hook that throws'].touch();
  diag.setLogger(
    { error: complain, warn: complain, info: complain, debug: complain, verbose: complain },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
});
afterAll(() => {
  for (const api of [diag, trace, context]) api.disable();
});

/** Enough calls for a pattern to be found and emitted as an event. */
const CALLS = 40;

/** The errors that the processor throws at code that starts and ends a span. */
function thrown(seesEnding: boolean): unknown[] {
  const around = <Given extends object>(name: Target, given: Given): Given => TARGETS[name].around(given);
  const processor = new DiagnosisSpanProcessor({
    meterProvider: around('the meter', new MeterProvider()),
    loggerProvider: around('the logger', new LoggerProvider()),
    rules: [
      {
        id: 'service.ours',
        severity: 'error',
        specificity: 3,
        action: 'fix_network',
        retryable: true,
        summary: 'Ours',
        cause: 'Ours.',
        fix: 'Wait.',
        match: () => {
          TARGETS["the application's rule"].touch();
          return undefined;
        },
      },
    ],
    onDiagnosis: () => {
      TARGETS["the application's hook"].touch();
      if (hookThrows) throw new Error('the hook throws');
    },
  });
  const problems: unknown[] = [];
  const run = (step: () => void): void => {
    try {
      step();
    } catch (problem) {
      problems.push(problem);
    }
  };
  for (let call = 0; call < CALLS; call += 1) {
    const plain = span(failed(529, 'overloaded_error', 'Overloaded'), 1_000 + call);
    // Only one call needs to throw.
    const one = call === CALLS - 1 ? TARGETS['a span'].looked(plain) : plain;
    run(() => processor.onStart(one));
    if (seesEnding) run(() => processor.onEnding(one));
    run(() => processor.onEnd(one));
  }
  return problems;
}

describe.each([true, false])('an SDK that calls onEnding: %s', (seesEnding) => {
  test.each(Object.keys(TARGETS) as Target[])('%s', (target) => {
    const saboteur = TARGETS[target];
    hookThrows = target === 'diag, beside a hook that throws';
    saboteur.arm();
    expect(thrown(seesEnding)).toEqual([]);
    const { places } = saboteur;
    expect(places.length).toBeGreaterThan(0);
    for (const at of places) {
      saboteur.arm(at);
      expect(thrown(seesEnding), `touch ${at}: ${saboteur.thrown?.stack}`).toEqual([]);
    }
    saboteur.arm();
  });
});
