// Situations of the clouds, which no drill makes: what Bedrock and Vertex answer, in their own form.
import type { FaultResponse } from '@sevenstep/anthropic-simulator';
import type { RuleId } from '@sevenstep/checklist';
import type { Situation } from './client.ts';

const BEDROCK_MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const VERTEX_MODEL = 'claude-sonnet-4-5@20250929';

/** An error of a cloud, with its rule. */
type Row = readonly [id: string, truth: RuleId, status: number, code: string, message: string];

/** InvokeModel of Bedrock's API reference names the classes; the sentences are those that users quote. */
const BEDROCK: readonly Row[] = [
  [
    'throttled',
    'limits.cloud_quota',
    429,
    'ThrottlingException',
    'Too many requests, please wait before trying again.',
  ],
  [
    'tokens-throttled',
    'limits.cloud_quota',
    429,
    'ThrottlingException',
    'Too many tokens, please wait before trying again.',
  ],
  [
    'quota',
    'limits.cloud_quota',
    400,
    'ServiceQuotaExceededException',
    'Your request exceeds the service quota for your account.',
  ],
  [
    'access',
    'identity.cloud_permission',
    403,
    'AccessDeniedException',
    "You don't have access to the model with the specified model ID.",
  ],
  [
    'iam',
    'identity.cloud_permission',
    403,
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/app is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0',
  ],
  [
    'token-unknown',
    'identity.cloud_credentials',
    403,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ],
  [
    'signature',
    'identity.cloud_credentials',
    403,
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
  [
    'token-expired',
    'identity.token_expired',
    403,
    'ExpiredTokenException',
    'The security token included in the request is expired',
  ],
  [
    'on-demand',
    'request.inference_profile',
    400,
    'ValidationException',
    'Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
  ],
  [
    'model-id',
    'request.model_not_found',
    400,
    'ValidationException',
    'The provided model identifier is invalid.',
  ],
  [
    'model-gone',
    'request.model_not_found',
    404,
    'ResourceNotFoundException',
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
  ],
  [
    'too-long',
    'request.context_window',
    400,
    'ValidationException',
    'Input is too long for requested model.',
  ],
  [
    'unavailable',
    'service.unavailable',
    503,
    'ServiceUnavailableException',
    'Bedrock is unable to process your request.',
  ],
  ['not-ready', 'service.unavailable', 429, 'ModelNotReadyException', 'Model is not ready for inference.'],
  [
    'internal',
    'service.internal',
    500,
    'InternalServerException',
    'The system encountered an unexpected error during processing. Try your request again.',
  ],
  [
    'model-timeout',
    'service.timeout',
    408,
    'ModelTimeoutException',
    'The model took too long to process the request.',
  ],
];

export const bedrockSituations: readonly Situation[] = BEDROCK.map(([name, truth, status, code, message]) =>
  situation(`bedrock.${name}`, truth, code, BEDROCK_MODEL, {
    status,
    headers: {
      'request-id': null,
      'x-amzn-requestid': '6f1b3c1e-2d4a-4b5c-8d7e-9f0a1b2c3d4e',
      'x-amzn-errortype': `${code}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ message }),
  }),
);

/** Google's error model (https://cloud.google.com/apis/design/errors), and sentences that users quote. */
const VERTEX: readonly Row[] = [
  [
    'quota',
    'limits.cloud_quota',
    429,
    'RESOURCE_EXHAUSTED',
    'Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude-sonnet-4-5. Please submit a quota increase request.',
  ],
  [
    'unauthenticated',
    'identity.cloud_credentials',
    401,
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  ],
  [
    'permission',
    'identity.cloud_permission',
    403,
    'PERMISSION_DENIED',
    "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/my-project/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929' (or it may not exist).",
  ],
  [
    'model',
    'request.model_not_found',
    404,
    'NOT_FOUND',
    'Publisher Model `projects/my-project/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929` was not found or your project does not have access to it.',
  ],
  ['internal', 'service.internal', 500, 'INTERNAL', 'Internal error encountered.'],
  ['unavailable', 'service.unavailable', 503, 'UNAVAILABLE', 'The service is currently unavailable.'],
  [
    'deadline',
    'service.timeout',
    504,
    'DEADLINE_EXCEEDED',
    'Deadline expired before operation could complete.',
  ],
];

export const vertexSituations: readonly Situation[] = [
  ...VERTEX.map(([name, truth, status, code, message]) =>
    situation(`vertex.${name}`, truth, code, VERTEX_MODEL, {
      status,
      headers: { 'request-id': null, 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify({ error: { code: status, message, status: code } }, null, 2),
    }),
  ),
  {
    id: 'vertex.no-credentials',
    truth: 'identity.credentials_unavailable',
    drill: {
      title: 'No credentials of Google are found',
      call: { apiKey: null, maxRetries: 0, params: { model: VERTEX_MODEL } },
    },
  },
];

function situation(
  id: string,
  truth: RuleId,
  evidence: string,
  model: string,
  response: FaultResponse,
): Situation {
  return {
    id,
    truth,
    evidence,
    drill: { title: id, faults: [{ response }], call: { maxRetries: 0, params: { model } } },
  };
}
