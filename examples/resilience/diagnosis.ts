// Tells each attempt its diagnosis, so that policies ask what went wrong and not which status came.
import { context, createContextKey } from '@opentelemetry/api';
import type { Diagnosis } from '@sevenstep/checklist';

type Listener = (diagnosis: Diagnosis) => void;

const LISTENER = createContextKey('resilience.listener');

/** The telemetry calls it with each diagnosis: `diagnoseCall({ onDiagnosis: tellCaller })`. It runs where the call was made. */
export const tellCaller: Listener = (diagnosis) =>
  (context.active().getValue(LISTENER) as Listener | undefined)?.(diagnosis);

/** Runs `work`; the listener gets the diagnoses of its calls before they reject. */
export const listening = <T>(listener: Listener, work: () => T): T =>
  context.with(context.active().setValue(LISTENER, listener), work);
