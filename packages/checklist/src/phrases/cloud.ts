// Sentences of the platforms that serve Claude in their own name: Amazon Bedrock, Google Vertex AI, Microsoft Foundry.
import type { Sighting } from './sighting.ts';

// AccessDeniedException
export const bedrockAccess: RegExp =
  /access to the model with the specified model ID|not authorized to perform: bedrock:|model access is denied due to|lacks the required data action|use case details have not been submitted/i;

// ExpiredTokenException
export const bedrockToken: RegExp = /security token included in the request is expired/i;

// UnrecognizedClientException, InvalidSignatureException; AccessDeniedException for a Bedrock API key. The last form:
// https://github.com/farion1231/cc-switch/issues/1679
export const bedrockCredentials: RegExp =
  /security token included in the request is invalid|request signature we calculated does not match|signature expired: |^authentication failed: please make sure your API key is valid|^invalid API key format: must start with/i;

// ValidationException
export const bedrockModel: RegExp = /provided model identifier is invalid/i;

export const bedrockProfile: RegExp = /on-demand throughput isn.t supported/i;

export const bedrockMaxTokens: RegExp =
  /maximum tokens you requested exceeds? the model limit of (?<bound>\d{1,12})/i;

// ThrottlingException
export const bedrockThrottled: RegExp =
  /^too many (?:tokens|requests)(?: per day)?, please wait before trying again/i;

// PERMISSION_DENIED, FAILED_PRECONDITION
export const vertexAccess: RegExp =
  /permission .?aiplatform\.[\w.]{1,60}.? denied|not allowed to use publisher model/i;

// PERMISSION_DENIED
export const vertexDisabled: RegExp = /\bVertex AI API has not been used in project\b/i;

// PERMISSION_DENIED, also of Google's other services.
export const vertexBilling: RegExp = /\bAPI method requires billing to be enabled\b/i;

// UNAUTHENTICATED; the second form: https://github.com/google-gemini/gemini-cli/issues/1463
export const vertexCredentials: RegExp =
  /request had invalid authentication credentials\.|api keys are not supported by this API\. expected oauth ?2/i;

export const vertexModel: RegExp =
  /publisher model .{0,300}(?:was not found or your project does not have access|is not found|is not servable in region)/i;

// RESOURCE_EXHAUSTED
export const vertexQuota: RegExp =
  /quota exceeded for aiplatform\.googleapis\.com\/(?<quota>\w{1,100})|\bRESOURCE_EXHAUSTED\b/i;

export const foundryCredentials: RegExp =
  /access denied due to invalid subscription key or wrong API endpoint/i;

export const foundryDeployment: RegExp =
  /API deployment for this resource does not exist|\bDeploymentNotFound\b/i;

// The other form: https://github.com/dyad-sh/dyad/issues/1849
export const foundryQuota: RegExp =
  /exceeded (?:the )?(?:call|token) rate limit (?:of|for) your current .{0,60}pricing tier/i;

export const cloudPhrases: readonly RegExp[] = [
  bedrockAccess,
  bedrockToken,
  bedrockCredentials,
  bedrockModel,
  bedrockProfile,
  bedrockMaxTokens,
  bedrockThrottled,
  vertexAccess,
  vertexDisabled,
  vertexCredentials,
  vertexModel,
  vertexQuota,
  foundryCredentials,
  foundryDeployment,
  foundryQuota,
];

/** Others write these, too: they do not show that the provider did. */
export const commonCloudPhrases: readonly RegExp[] = [vertexBilling];

/** Each as it was written, whole. */
export const cloudSightings: Readonly<Record<string, Sighting>> = {
  bedrockAccess: {
    says: "You don't have access to the model with the specified model ID.",
    seen: 'https://github.com/anthropics/claude-code/issues/536',
  },
  bedrockToken: {
    says: 'The security token included in the request is expired',
    seen: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html',
  },
  bedrockCredentials: {
    says: 'The security token included in the request is invalid.',
    seen: 'https://github.com/anthropics/claude-code/issues/9471',
  },
  bedrockModel: {
    says: 'The provided model identifier is invalid.',
    seen: 'https://github.com/Wei-Shaw/sub2api/issues/1714',
  },
  bedrockProfile: {
    says: 'Invocation of model ID anthropic.claude-sonnet-4-20250514-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    seen: 'https://github.com/anthropics/claude-code/issues/1466',
  },
  bedrockMaxTokens: {
    says: 'The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value lower than 4096.',
    seen: 'https://github.com/RooCodeInc/Roo-Code/issues/248',
  },
  bedrockThrottled: {
    says: 'Too many tokens, please wait before trying again.',
    seen: 'https://github.com/anthropics/claude-code/issues/1466',
  },
  vertexAccess: {
    says: "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/example/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929' (or it may not exist).",
    seen: 'https://github.com/rpurinton/gemini-php/issues/4',
  },
  vertexDisabled: {
    says: 'Vertex AI API has not been used in project 720070608347 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=720070608347 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.',
    seen: 'https://github.com/GoogleCloudPlatform/vertex-ai-samples/issues/476',
  },
  vertexBilling: {
    says: 'This API method requires billing to be enabled. Please enable billing on project #example by visiting https://console.developers.google.com/billing/enable?project=example then retry.',
    seen: 'https://github.com/axonivy-market/vertexai-google',
  },
  vertexCredentials: {
    says: 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    seen: 'https://github.com/BerriAI/litellm/issues/8086',
  },
  vertexModel: {
    says: 'Publisher Model `projects/example/locations/us-east5/publishers/anthropic/models/claude-sonet-4-5` was not found or your project does not have access to it.',
    seen: 'https://github.com/truefoundry/models/pull/946',
  },
  vertexQuota: {
    says: 'Quota exceeded for aiplatform.googleapis.com/online_prediction_input_tokens_per_minute_per_base_model with base model: anthropic-claude-opus-4. Please submit a quota increase request.',
    seen: 'https://github.com/anthropics/claude-code/issues/1440',
  },
  foundryCredentials: {
    says: 'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    seen: 'https://github.com/microsoft/vscode/issues/294841',
  },
  foundryDeployment: {
    says: 'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    seen: 'https://github.com/joselcaguilar/azure-openai-ha/issues/119',
  },
  foundryQuota: {
    says: 'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2023-05-15 have exceeded token rate limit of your current AIServices S0 pricing tier. Please retry after 86400 seconds.',
    seen: 'https://github.com/jasonacox/TinyLLM/issues/17',
  },
};
