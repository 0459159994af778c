// An error response, seen by a middleware: why it was refused is in its body, which is read of a call's last attempt.
import { isObject, safeJson } from '@sevenstep/wire';
import type { Call } from '../call/call.ts';
import type { BodyWatcher } from './response-methods.ts';

const MAX_PARSED = 64 * 1024;

/** The watcher of the body of `response`, in the form in which the SDK would have thrown it. */
export function refusalWatcher(call: Call, { status, headers }: Response): BodyWatcher {
  const withoutBody = `${status} status code (no body)`;
  call.recordAttemptError({ status, headers, message: withoutBody });
  return {
    parsing: () => undefined,
    parsed: (value) => {
      // The SDK parses it, too: of a long one the beginning has the sentence.
      const isShort = typeof value === 'string' && value.length <= MAX_PARSED;
      const error = isShort ? safeJson(value) : value;
      const message =
        typeof value === 'string' && value !== '' ? `${status} ${value.slice(0, MAX_PARSED)}` : withoutBody;
      call.recordAttemptError({ status, headers, message, error: isObject(error) ? error : undefined });
      call.end();
    },
    failed: () => call.end(),
  };
}
