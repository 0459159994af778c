// Every drill: for each rule the situation that shows it and its near miss, and the healthy calls that must show nothing.
import type { RuleDrill } from './drills/near-miss.ts';
import { connectionDrills } from './rules/1-connection/drills.ts';
import { endpointDrills } from './rules/2-endpoint/drills.ts';
import { identityDrills } from './rules/3-identity/drills.ts';
import { requestDrills } from './rules/4-request/drills.ts';
import { limitsDrills } from './rules/5-limits/drills.ts';
import { serviceDrills } from './rules/6-service/drills.ts';
import { responseDrills } from './rules/7-response/drills.ts';

export { healthy, ordinaryLoad } from './drills/healthy.ts';
export { type NearMiss, nearMissOf, type RuleDrill } from './drills/near-miss.ts';
export { patternDrills, patternNearMisses } from './drills/pattern-drills.ts';
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
