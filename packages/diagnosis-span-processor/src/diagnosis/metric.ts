// Counts diagnoses and pattern findings, for alerts that do without traces.
import { type Counter, type MeterProvider, metrics } from '@opentelemetry/api';
import type { Finding } from '@sevenstep/checklist';
import { METRICS } from '@sevenstep/semantic-conventions';

const NAME = 'anthropic.client.diagnoses';
const { unit, brief } = METRICS[NAME];

/**
 * Counts a finding by id, step, severity and action.
 *
 * @param given the provider. Without it, the global provider is looked up each time, because it may be registered late.
 */
export function diagnosisCounter(given: MeterProvider | undefined): (finding: Finding) => void {
  let provider: MeterProvider | undefined;
  let counter: Counter | undefined;
  return ({ id, step, severity, action }) => {
    const current = given ?? metrics.getMeterProvider();
    if (provider !== current || counter === undefined) {
      provider = current;
      counter = current.getMeter('@sevenstep/diagnosis-span-processor').createCounter(NAME, {
        unit,
        description: brief,
      });
    }
    counter.add(1, {
      'anthropic.diagnosis.id': id,
      'anthropic.diagnosis.step': step,
      'anthropic.diagnosis.severity': severity,
      'anthropic.diagnosis.action': action,
    });
  };
}
