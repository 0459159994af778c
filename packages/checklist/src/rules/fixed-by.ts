// Who fixes a situation, and with what: data of the pages, and what `test/fixes` runs.
import type { RuleId } from '../ids/rule-id.ts';
import type { ProxyConfigName } from '../texts/proxy-configs.ts';
import type { SampleName } from '../texts/samples/index.ts';

/**
 * The result of the same situation once the fix is in place. `healthy`: no finding. `answered`: the finding on a call that failed, and
 * a next call that has the answer. `contained`: the finding on fewer calls, or at the cost of fewer requests. An id: that finding
 * instead, which is milder or names the cause.
 */
export type AfterFix = 'healthy' | 'answered' | 'contained' | RuleId;

/** Where a fix is made that no code of the process can make. */
export type FixPlace =
  | 'anthropic_support'
  | 'client_vendor'
  | 'cloud'
  | 'console'
  | 'network'
  | 'nothing_to_fix'
  | 'proxy_owner'
  | 'service';

/** The fix of a situation. */
export type FixedBy =
  /** The application's own code. */
  | { readonly by: 'code'; readonly sample: SampleName; readonly then: AfterFix }
  /** An option of the client or of the request, or an environment variable. */
  | { readonly by: 'setting'; readonly sample: SampleName; readonly then: AfterFix }
  /** The configuration of a proxy on the way. */
  | { readonly by: 'proxy'; readonly configs: readonly ProxyConfigName[]; readonly then: AfterFix }
  /** Nothing that the process can change. The sample shows from inside the process whether it is fixed. */
  | { readonly by: 'outside'; readonly where: FixPlace; readonly sample: SampleName };
