// The drills of this step, by the id of the rule that each one shows.
import type { Drill } from '@sevenstep/anthropic-simulator';
import { blockedDrill } from './blocked.drill.ts';
import { gatewayErrorDrill } from './gateway-error.drill.ts';
import { gatewayTimeoutDrill } from './gateway-timeout.drill.ts';
import { malformedResponseDrill } from './malformed-response.drill.ts';
import { recoveredDrill } from './recovered.drill.ts';
import { unrecognizedEndpointDrill } from './unrecognized.drill.ts';
import { wrongPathDrill } from './wrong-path.drill.ts';

export const endpointDrills: Readonly<Record<string, Drill>> = {
  'endpoint.blocked': blockedDrill,
  'endpoint.gateway_error': gatewayErrorDrill,
  'endpoint.gateway_timeout': gatewayTimeoutDrill,
  'endpoint.malformed_response': malformedResponseDrill,
  'endpoint.recovered': recoveredDrill,
  'endpoint.unrecognized': unrecognizedEndpointDrill,
  'endpoint.wrong_path': wrongPathDrill,
};
