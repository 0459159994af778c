// Step 1: did the request reach a server at all?
import type { RuleCore } from '../rule.ts';
import { aborted } from './aborted.ts';
import { connectTimeout } from './connect-timeout.ts';
import { deadline } from './deadline.ts';
import { dispatcher } from './dispatcher.ts';
import { dns } from './dns.ts';
import { headersTimeout } from './headers-timeout.ts';
import { invalidUrl } from './invalid-url.ts';
import { proxy } from './proxy.ts';
import { connectionRecovered } from './recovered.ts';
import { refused } from './refused.ts';
import { connectionRequestTimeout } from './request-timeout.ts';
import { reset } from './reset.ts';
import { tls } from './tls.ts';
import { unreachable } from './unreachable.ts';
import { unrecognizedConnection } from './unrecognized.ts';

export const connectionRules: readonly RuleCore[] = [
  invalidUrl,
  dispatcher,
  dns,
  refused,
  unreachable,
  tls,
  connectTimeout,
  headersTimeout,
  connectionRequestTimeout,
  deadline,
  reset,
  aborted,
  proxy,
  connectionRecovered,
  unrecognizedConnection,
];
