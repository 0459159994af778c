// Every rule without its page, in the order of the seven steps, and last those with an unknown step.
import { unknownRules } from './0-unknown/index.ts';
import { connectionRules } from './1-connection/index.ts';
import { endpointRules } from './2-endpoint/index.ts';
import { identityRules } from './3-identity/index.ts';
import { requestRules } from './4-request/index.ts';
import { limitsRules } from './5-limits/index.ts';
import { serviceRules } from './6-service/index.ts';
import { responseRules } from './7-response/index.ts';
import type { RuleCore } from './rule.ts';

/** The rules that a browser loads: the words that only pages show are a quarter of the catalogue. */
export const cores: readonly RuleCore[] = [
  ...connectionRules,
  ...endpointRules,
  ...identityRules,
  ...requestRules,
  ...limitsRules,
  ...serviceRules,
  ...responseRules,
  ...unknownRules,
];
