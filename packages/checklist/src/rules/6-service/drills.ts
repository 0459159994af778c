// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../drills/near-miss.ts';
import { compactionUnavailableDrill } from './compaction-unavailable.drill.ts';
import { conflictDrill } from './conflict.drill.ts';
import { encryptionUnavailableDrill } from './encryption-unavailable.drill.ts';
import { internalDrill } from './internal.drill.ts';
import { overloadedDrill } from './overloaded.drill.ts';
import { recoveredDrill } from './recovered.drill.ts';
import { requestTimeoutDrill } from './request-timeout.drill.ts';
import { timeoutDrill } from './timeout.drill.ts';
import { unavailableDrill } from './unavailable.drill.ts';
import { unrecognizedServiceDrill } from './unrecognized.drill.ts';

export const serviceDrills: Readonly<Record<string, RuleDrill>> = {
  'service.compaction_unavailable': compactionUnavailableDrill,
  'service.conflict': conflictDrill,
  'service.encryption_unavailable': encryptionUnavailableDrill,
  'service.internal': internalDrill,
  'service.overloaded': overloadedDrill,
  'service.recovered': recoveredDrill,
  'service.request_timeout': requestTimeoutDrill,
  'service.timeout': timeoutDrill,
  'service.unavailable': unavailableDrill,
  'service.unrecognized': unrecognizedServiceDrill,
};
