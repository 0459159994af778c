// The statuses that the API sends with each error type, and the statuses that only gateways send.
import { STATUS_OF_TYPE } from './failure-stage.ts';

/** Statuses that only gateways send: 502, and the codes of content delivery networks. */
export function isGatewayStatus(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status <= 530 && status !== 529);
}

/** Statuses other than the usual one that the API sends with each type or its sentences. */
export const goesWith = (status: number, type: string): boolean =>
  isOwn(status, type) ||
  (type === 'invalid_request_error' || type === 'billing_error'
    ? status >= 400 && status < 500
    : type === 'api_error' && status >= 500);

/** Whether the API sends its envelope with this status. If not, a gateway passed the envelope on with its own status. */
export const isOwn = (status: number, type: string): boolean => {
  const usual = STATUS_OF_TYPE.get(type) ?? status;
  return (
    usual === status ||
    (type === 'timeout_error'
      ? status === 408
      : type === 'api_error' && status >= 500 && !isGatewayStatus(status))
  );
};
