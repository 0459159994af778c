// Every drill of many calls: for each pattern the situation that shows it, and those that come close.
import type { Drill } from '@sevenstep/anthropic-simulator';
import { failFastDrill, failFastNearMisses } from '../rules/3-identity/fail-fast.drill.ts';
import { reproducibleDrill, reproducibleNearMisses } from '../rules/4-request/reproducible.drill.ts';
import { burstDrill, burstNearMisses } from '../rules/5-limits/burst.drill.ts';
import { retryStormDrill, retryStormNearMisses } from '../rules/5-limits/retry-storm.drill.ts';
import { sharedKeyDrill, sharedKeyNearMisses } from '../rules/5-limits/shared-key.drill.ts';
import { intermittentDrill, intermittentNearMisses } from '../rules/6-service/intermittent.drill.ts';
import { outageDrill, outageNearMisses } from '../rules/6-service/outage.drill.ts';
import {
  toolLoopRunawayDrill,
  toolLoopRunawayNearMisses,
} from '../rules/7-response/tool-loop-runaway.drill.ts';

/** Pattern id to a drill that shows this pattern once, and no other. It needs the processor, with its defaults. */
export const patternDrills: Readonly<Record<string, Drill>> = {
  'identity.fail_fast': failFastDrill,
  'limits.burst': burstDrill,
  'limits.retry_storm': retryStormDrill,
  'limits.shared_key': sharedKeyDrill,
  'request.reproducible': reproducibleDrill,
  'response.tool_loop_runaway': toolLoopRunawayDrill,
  'service.intermittent': intermittentDrill,
  'service.outage': outageDrill,
};

/** Pattern id to drills that come close and do not show it. */
export const patternNearMisses: Readonly<Record<string, readonly Drill[]>> = {
  'identity.fail_fast': failFastNearMisses,
  'limits.burst': burstNearMisses,
  'limits.retry_storm': retryStormNearMisses,
  'limits.shared_key': sharedKeyNearMisses,
  'request.reproducible': reproducibleNearMisses,
  'response.tool_loop_runaway': toolLoopRunawayNearMisses,
  'service.intermittent': intermittentNearMisses,
  'service.outage': outageNearMisses,
};
