// Finds the check at which a call failed, for calls that no rule recognises.
import { type AnyCheck, type Check, UNKNOWN_CHECK } from '@sevenstep/semantic-conventions';
import type { Facts } from '../facts/facts.ts';
import { isGatewayStatus } from '../facts/goes-with.ts';

const CHECK_OF_STATUS: ReadonlyMap<number, Check> = new Map([
  [400, 'request'],
  [401, 'identity'],
  [402, 'identity'],
  [403, 'identity'],
  [408, 'service'],
  [409, 'service'],
  [413, 'request'],
  [415, 'request'],
  [422, 'request'],
  [429, 'limits'],
]);

const CHECK_OF_TYPE: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    authentication_error: 'identity',
    permission_error: 'identity',
    billing_error: 'identity',
    rate_limit_error: 'limits',
    api_error: 'service',
    overloaded_error: 'service',
    conflict_error: 'service',
    InternalServerError: 'service',
    InternalServerException: 'service',
    timeout_error: 'service',
  }),
);

/** The check at which a call failed; `undefined` if it did not fail. */
export function failedCheck(facts: Facts): AnyCheck | undefined {
  switch (facts.failure) {
    case 'connection':
      return 'connection';
    case 'client':
      return 'request';
    case 'malformed':
      return 'endpoint';
    case 'body':
    case 'reading':
      return 'response';
    case 'stream':
      return facts.stream.outcome === 'error_event' && facts.errorType === 'overloaded_error'
        ? 'service'
        : 'response';
    case 'unknown':
      return UNKNOWN_CHECK;
    case 'answer':
      return failedCheckOfAnswer(facts);
    default:
      return undefined;
  }
}

function failedCheckOfAnswer({ foreign, fromApi, apiStatus: status, errorType, retryOutcome }: Facts): Check {
  if (foreign) return 'endpoint';
  if (status === undefined) return CHECK_OF_TYPE.get(errorType ?? '') ?? 'request';
  if (status < 400) return 'endpoint';
  const named = CHECK_OF_STATUS.get(status);
  // If the API asks for a retry with `x-should-retry`, the request is not at fault.
  const again = fromApi && status < 500 && retryOutcome === 'exhausted';
  if (again && (named ?? 'request') === 'request') return 'service';
  if (named !== undefined) return named;
  if (status >= 500) return !fromApi && isGatewayStatus(status) ? 'endpoint' : 'service';
  return fromApi ? 'request' : 'endpoint';
}
