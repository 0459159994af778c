// The error codes of clouds that serve Claude, AWS's exception classes and Google's statuses, with the rule for each.

import type { RuleId } from '../ids/rule-id.ts';
import type { Platform } from '../spans/platform.ts';

type Codes = ReadonlyMap<string, RuleId>;

/**
 * Status, then class: InvokeModel of Bedrock's API reference, and the errors common to AWS
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html, `…/CommonErrors.html`).
 * Classes that the status explains as well, such as `InternalServerException`, are left to it.
 */
const AWS: Codes = new Map(
  Object.entries({
    '400 ExpiredTokenException': 'identity.token_expired',
    '400 IncompleteSignature': 'identity.cloud_credentials',
    '400 ServiceQuotaExceededException': 'limits.cloud_quota',
    '400 ThrottlingException': 'limits.cloud_quota',
    '403 AccessDeniedException': 'identity.cloud_permission',
    '403 ExpiredTokenException': 'identity.token_expired',
    '403 IncompleteSignature': 'identity.cloud_credentials',
    '403 InvalidSignatureException': 'identity.cloud_credentials',
    '403 MissingAuthenticationTokenException': 'identity.cloud_credentials',
    '403 UnrecognizedClientException': 'identity.cloud_credentials',
    '404 ResourceNotFoundException': 'request.model_not_found',
    '408 ModelTimeoutException': 'service.timeout',
    '424 ModelErrorException': 'service.internal',
    '429 ModelNotReadyException': 'service.unavailable',
    '429 ThrottlingException': 'limits.cloud_quota',
  }),
);

/** The status of each class that means no more than its status. */
const AWS_STATUS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ValidationException: 400,
    InternalServerException: 500,
    ServiceUnavailableException: 503,
  }),
);

/** The classes of AWS, of which some have several statuses. */
export const AWS_CLASSES: ReadonlySet<string> = new Set([
  ...[...AWS.keys()].map((code) => code.slice(4)),
  ...AWS_STATUS.keys(),
]);

/** Status, then `error.status` (https://cloud.google.com/service-control/reference/rpc/google.rpc). */
const GOOGLE: Codes = new Map(
  Object.entries({
    '401 UNAUTHENTICATED': 'identity.cloud_credentials',
    '403 PERMISSION_DENIED': 'identity.cloud_permission',
    '404 NOT_FOUND': 'request.model_not_found',
    '429 RESOURCE_EXHAUSTED': 'limits.cloud_quota',
    '504 DEADLINE_EXCEEDED': 'service.timeout',
  }),
);

/** By platform. Gateways of the same clouds use the same codes with other meanings. */
export const CLOUD_CODES: ReadonlyMap<Platform, Codes> = new Map([
  ['bedrock', AWS],
  ['vertex', GOOGLE],
]);

/** The rule for a code with this status on this platform. */
export function ruleOfCloudCode(
  platform: Platform | undefined,
  status: number | undefined,
  code: string | undefined,
): RuleId | undefined {
  return platform === undefined ? undefined : CLOUD_CODES.get(platform)?.get(`${status} ${code}`);
}

/** The status that a code usually comes with, for a span that has none. */
export function statusOfCloudCode(platform: Platform | undefined, code: string): number | undefined {
  if (platform === 'bedrock' && AWS_STATUS.has(code)) return AWS_STATUS.get(code);
  const codes = platform === undefined ? undefined : CLOUD_CODES.get(platform);
  const found = [...(codes?.keys() ?? [])].findLast((known) => known.endsWith(` ${code}`));
  return found === undefined ? undefined : Number.parseInt(found, 10);
}
