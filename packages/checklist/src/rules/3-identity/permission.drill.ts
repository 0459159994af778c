// A model that the key may not use.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const permissionDrill: RuleDrill = {
  title: 'The key lacks a permission',
  faults: [{ response: { status: 403, error: { type: 'permission_error', message: 'Permission denied' } } }],
  nearMiss: {
    title: 'The code says that the sandbox is the reason',
    at: 'faults.0.response.error.code',
    is: 'sandbox_egress_restricted',
    verdict: 'endpoint.sandbox_restricted',
  },
};
