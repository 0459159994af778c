// The proofs of the most general rules: for unrecognised failures of every step, and of an unknown step.
import Anthropic from '@anthropic-ai/sdk';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { drills } from '@sevenstep/checklist/drills';
import type { Proof } from '../proof.ts';
import { registered } from '../registered.ts';

const UNTIL_FIXED = 'Every request fails for an unknown reason, until that is fixed';

/** A client whose first request fails before it is sent. */
const unknownFailure = (url: string) => {
  let isFirst = true;
  const client = new Anthropic({
    baseURL: url,
    apiKey: SIMULATOR_API_KEY,
    maxRetries: 0,
    openTelemetry: false,
    logLevel: 'off',
    fetch: async (...request) => {
      if (!isFirst) return await fetch(...request);
      isFirst = false;
      const cause = Object.assign(new Error('a new failure'), { code: 'ENEWFAILURE' });
      throw new TypeError('fetch failed', { cause });
    },
  });
  return { client };
};

const responseInterrupted = drills['response.interrupted'];

export const unknownProofs: Readonly<Record<string, Proof>> = {
  'connection.unrecognized': {
    reacts: 'No request reaches the server for an unknown reason, until that is fixed',
    drill: { title: 'The client fails' },
    given: unknownFailure,
  },
  'endpoint.unrecognized': { reacts: UNTIL_FIXED },
  'identity.unrecognized': { reacts: UNTIL_FIXED },
  'limits.unrecognized': { reacts: UNTIL_FIXED },
  'request.unrecognized': { reacts: UNTIL_FIXED },
  'response.unrecognized': {
    reacts: 'Breaks off the body of an answer',
    drill: {
      title: 'Another instrumentation says that reading an answer failed, not how',
      ...(responseInterrupted?.faults && { faults: responseInterrupted.faults }),
    },
    run: registered({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'http.response.status_code': 200,
      'anthropic.request.id': 'req_01',
      'error.type': 'Error',
    }),
  },
  'service.unrecognized': { reacts: UNTIL_FIXED },
  'unknown.recovered': {
    reacts: '529 for the first attempt of a call',
    drill: {
      title: 'Another instrumentation counts attempts',
      faults: [{ when: { attempt: 1 }, response: { status: 529, headers: { 'retry-after-ms': '20' } } }],
    },
    run: registered({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'http.response.status_code': 200,
      'http.request.resend_count': 1,
    }),
  },
  'unknown.unrecognized': {
    reacts: "401 to another vendor's key",
    drill: { title: 'Another instrumentation records the class of the error alone' },
    env: { ANTHROPIC_API_KEY: 'sk-proj-of-another-vendor' },
    run: registered({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'error.type': 'Error',
    }),
  },
};
