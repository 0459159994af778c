// Passes each attempt its diagnosis, so that policies decide by the cause and not by the status.
import { context, createContextKey } from '@opentelemetry/api';
import type { Diagnosis } from '@sevenstep/checklist';

type Listener = (diagnosis: Diagnosis) => void;

const LISTENER = createContextKey('resilience.listener');

/** Telemetry calls it with each diagnosis: `diagnoseCall({ onDiagnosis: tellCaller })`. It runs in the context of the call. */
export const tellCaller: Listener = (diagnosis) =>
  (context.active().getValue(LISTENER) as Listener | undefined)?.(diagnosis);

/** Runs `work`. The listener receives the diagnoses of its calls before they reject. */
export const listening = <T>(listener: Listener, work: () => T): T =>
  context.with(context.active().setValue(LISTENER, listener), work);
