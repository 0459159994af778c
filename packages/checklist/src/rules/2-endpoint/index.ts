// Step 2: was it the API that answered, on the path you meant?
import type { RuleCore } from '../rule.ts';
import { blocked } from './blocked.ts';
import { contentEncoding } from './content-encoding.ts';
import { gatewayBudget } from './gateway-budget.ts';
import { gatewayError } from './gateway-error.ts';
import { gatewayLimit } from './gateway-limit.ts';
import { gatewayRefused } from './gateway-refused.ts';
import { gatewayTimeout } from './gateway-timeout.ts';
import { gatewayUpstream } from './gateway-upstream.ts';
import { malformedResponse } from './malformed-response.ts';
import { endpointRecovered } from './recovered.ts';
import { sandboxRestricted } from './sandbox-restricted.ts';
import { streamWithoutEvents } from './stream-without-events.ts';
import { unrecognizedEndpoint } from './unrecognized.ts';
import { wrongPath } from './wrong-path.ts';
import { wrongPlatform } from './wrong-platform.ts';

export const endpointRules: readonly RuleCore[] = [
  gatewayTimeout,
  gatewayBudget,
  gatewayError,
  blocked,
  wrongPath,
  malformedResponse,
  contentEncoding,
  streamWithoutEvents,
  gatewayLimit,
  gatewayRefused,
  gatewayUpstream,
  sandboxRestricted,
  wrongPlatform,
  endpointRecovered,
  unrecognizedEndpoint,
];
