// The statuses that go with a type of the API, and those that only gateways give.
import { STATUS_OF_TYPE } from './failure-stage.ts';

/** Statuses that gateways write and the API does not: 502, and those of content delivery networks. */
export function isGatewayStatus(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status <= 530 && status !== 529);
}

/** Statuses that the API gives with each type, or with the sentences of the type, apart from its usual one. */
export const goesWith = (status: number, type: string): boolean =>
  isOwn(status, type) ||
  (type === 'invalid_request_error' || type === 'billing_error'
    ? status >= 400 && status < 500
    : type === 'api_error' && status >= 500);

/** Whether the API gives its envelope this status. If not, the status is that of a gateway which passed the envelope on. */
export const isOwn = (status: number, type: string): boolean => {
  const usual = STATUS_OF_TYPE.get(type) ?? status;
  return (
    usual === status ||
    (type === 'timeout_error'
      ? status === 408
      : type === 'api_error' && status >= 500 && !isGatewayStatus(status))
  );
};
