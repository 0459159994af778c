// Keeps what goes wrong in telemetry away from the application.
import { diag } from '@opentelemetry/api';

/** Runs a step and swallows what it throws. The first failure goes to OpenTelemetry's diagnostic log. */
export type Guard = (step: () => void) => void;

/** A guard that speaks once. */
export function createGuard(name: string): Guard {
  let spoken = false;
  return (step) => {
    try {
      step();
    } catch (problem) {
      if (spoken) return;
      spoken = true;
      try {
        diag.debug(`${name}: could not diagnose a span; further failures are not reported`, problem);
      } catch {
        // A logger that throws has nobody left to tell.
      }
    }
  };
}
