// Step 2: was it the API that answered, on the path you meant?
import type { Rule } from '../../rule.ts';
import { blocked } from './blocked.ts';
import { gatewayError } from './gateway-error.ts';
import { gatewayTimeout } from './gateway-timeout.ts';
import { malformedResponse } from './malformed-response.ts';
import { recovered } from './recovered.ts';
import { unrecognizedEndpoint } from './unrecognized.ts';
import { wrongPath } from './wrong-path.ts';

export const endpointRules: readonly Rule[] = [
  gatewayTimeout,
  gatewayError,
  blocked,
  wrongPath,
  malformedResponse,
  recovered,
  unrecognizedEndpoint,
];
