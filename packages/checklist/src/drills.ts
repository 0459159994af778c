// All drills: for each rule its situation and a near miss, and healthy calls that must have no finding.

import { connectionDrills } from './drills/1-connection.ts';
import { endpointDrills } from './drills/2-endpoint.ts';
import { identityDrills } from './drills/3-identity.ts';
import { requestDrills } from './drills/4-request.ts';
import { limitsDrills } from './drills/5-limits.ts';
import { serviceDrills } from './drills/6-service.ts';
import { responseDrills } from './drills/7-response.ts';
import type { RuleDrill } from './drills/near-miss.ts';

export { healthy, ordinaryLoad } from './drills/healthy.ts';
export { type NearMiss, nearMissOf, type RuleDrill } from './drills/near-miss.ts';
export { patternDrills, patternNearMisses } from './drills/patterns.ts';
export { undrilled } from './drills/undrilled.ts';

/**
 * Rule id to a drill whose first finding is that rule. Rules without one are in {@link undrilled}.
 *
 * @example await runDrill(drills['service.overloaded'])
 */
export const drills: Readonly<Record<string, RuleDrill>> = {
  ...connectionDrills,
  ...endpointDrills,
  ...identityDrills,
  ...requestDrills,
  ...limitsDrills,
  ...serviceDrills,
  ...responseDrills,
};
