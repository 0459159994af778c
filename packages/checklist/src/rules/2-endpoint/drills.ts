// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../drills/near-miss.ts';
import { blockedDrill } from './blocked.drill.ts';
import { contentEncodingDrill } from './content-encoding.drill.ts';
import { gatewayBudgetDrill } from './gateway-budget.drill.ts';
import { gatewayErrorDrill } from './gateway-error.drill.ts';
import { gatewayLimitDrill } from './gateway-limit.drill.ts';
import { gatewayRefusedDrill } from './gateway-refused.drill.ts';
import { gatewayTimeoutDrill } from './gateway-timeout.drill.ts';
import { gatewayUpstreamDrill } from './gateway-upstream.drill.ts';
import { malformedResponseDrill } from './malformed-response.drill.ts';
import { recoveredDrill } from './recovered.drill.ts';
import { sandboxRestrictedDrill } from './sandbox-restricted.drill.ts';
import { streamWithoutEventsDrill } from './stream-without-events.drill.ts';
import { unrecognizedEndpointDrill } from './unrecognized.drill.ts';
import { wrongPathDrill } from './wrong-path.drill.ts';
import { wrongPlatformDrill } from './wrong-platform.drill.ts';

export const endpointDrills: Readonly<Record<string, RuleDrill>> = {
  'endpoint.blocked': blockedDrill,
  'endpoint.gateway_budget': gatewayBudgetDrill,
  'endpoint.content_encoding': contentEncodingDrill,
  'endpoint.gateway_error': gatewayErrorDrill,
  'endpoint.gateway_limit': gatewayLimitDrill,
  'endpoint.gateway_refused': gatewayRefusedDrill,
  'endpoint.gateway_timeout': gatewayTimeoutDrill,
  'endpoint.gateway_upstream': gatewayUpstreamDrill,
  'endpoint.malformed_response': malformedResponseDrill,
  'endpoint.recovered': recoveredDrill,
  'endpoint.sandbox_restricted': sandboxRestrictedDrill,
  'endpoint.stream_without_events': streamWithoutEventsDrill,
  'endpoint.unrecognized': unrecognizedEndpointDrill,
  'endpoint.wrong_path': wrongPathDrill,
  'endpoint.wrong_platform': wrongPlatformDrill,
};
