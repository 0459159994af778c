// A failure as the log event of the GenAI conventions: span events for exceptions are deprecated.
import type { Context } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import { type Failure, field } from '@sevenstep/semantic-conventions/builders';

const EVENT_NAME = 'gen_ai.client.operation.exception';
/** `SeverityNumber.WARN`, as the conventions have it. */
const WARN = 13;
const MAX_STACK_LENGTH = 4096;

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
      'exception.stacktrace': stackOf(error),
    },
  });
}

/** SDK 0.x leaves the name of every error `Error`; that of its class says more. */
const className = (error: unknown): string | undefined =>
  error instanceof Error ? error.constructor.name.slice(0, 128) || undefined : undefined;

/** The frames alone: the lines above them are the message, which can hold anything. */
function stackOf(error: unknown): string | undefined {
  const stack = field(error, 'stack');
  if (typeof stack !== 'string') return undefined;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length > 0 ? frames.join('\n').slice(0, MAX_STACK_LENGTH) : undefined;
}
