// Step 6: is the service healthy?
import type { RuleCore } from '../rule.ts';
import { compactionUnavailable } from './compaction-unavailable.ts';
import { conflict } from './conflict.ts';
import { encryptionUnavailable } from './encryption-unavailable.ts';
import { internal } from './internal.ts';
import { overloaded } from './overloaded.ts';
import { serviceRecovered } from './recovered.ts';
import { serviceRequestTimeout } from './request-timeout.ts';
import { timeout } from './timeout.ts';
import { unavailable } from './unavailable.ts';
import { unrecognizedService } from './unrecognized.ts';

export const serviceRules: readonly RuleCore[] = [
  overloaded,
  internal,
  unavailable,
  timeout,
  serviceRequestTimeout,
  conflict,
  compactionUnavailable,
  encryptionUnavailable,
  serviceRecovered,
  unrecognizedService,
];
