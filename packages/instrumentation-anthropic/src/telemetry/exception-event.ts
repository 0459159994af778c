// A failure as the log event of the GenAI conventions: span events for exceptions are deprecated.
import type { Context } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import type { Failure } from '@sevenstep/wire';
import { stackFrames } from '../attributes/stack-frames.ts';
import { guard } from '../guard.ts';

const EVENT_NAME = 'gen_ai.client.operation.exception';
/** `SeverityNumber.WARN`, as the conventions have it. */
const WARN = 13;

/** Emits the failure of a call, once, in the context of its span. `error` is what was thrown, if anything was. */
export function emitException(logger: Logger, context: Context, failure: Failure, error: unknown): void {
  logger.emit({
    eventName: EVENT_NAME,
    severityNumber: WARN,
    severityText: 'WARN',
    context,
    attributes: {
      'exception.type': className(error) ?? failure.type,
      'exception.message': failure.message,
      'exception.stacktrace': guard('reading a stack', () => stackFrames(error)),
    },
  });
}

/** SDK 0.x leaves the name of every error `Error`; that of its class says more. */
const className = (error: unknown): string | undefined =>
  error instanceof Error ? error.constructor.name.slice(0, 128) || undefined : undefined;
