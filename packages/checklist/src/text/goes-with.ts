// The statuses that go with a type of the API.
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';

/** Statuses that the API gives with each type, apart from its usual one. */
export const goesWith = (status: number, type: string): boolean => {
  const usual = STATUS_OF_TYPE.get(type);
  if (usual === undefined || usual === status) return true;
  if (type === 'invalid_request_error' || type === 'billing_error') return status >= 400 && status < 500;
  if (type === 'timeout_error' && status === 408) return true;
  return type === 'api_error' && status >= 500;
};
