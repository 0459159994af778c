// Sentences of libraries that find no usable credentials. They write them before a request.
import type { Sighting } from './sighting.ts';

// `@aws-sdk/credential-provider-node`, the SDK's client of Bedrock, botocore, and the Python client of Bedrock.
export const awsCredentials: RegExp =
  /could not load credentials from any providers|error when retrieving credentials from|failed to resolve AWS credentials|\bunable to locate credentials\b|could not resolve credentials (?:from session|using profile)/i;

// google-auth-library, the SDK's client of Vertex AI, and Google's library for Python.
export const googleCredentials: RegExp =
  /could not load the default credentials|your default credentials were not found|unable to find credentials in current environment|failed to acquire Google OAuth credentials/i;

// `@azure/identity`, and the SDK's client of Foundry around it.
export const azureCredentials: RegExp =
  /\b\w{2,40}Credential:? (?:authentication failed|authentication unavailable|is unavailable|failed to retrieve a token)|failed to get token from azureADTokenProvider|expected azureADTokenProvider function|\bCredentialUnavailableError\b/i;

export const sdkCredentials: RegExp =
  /^The `apiKey` function (?:failed|must return)|^(?:credentials file at|credentials file not found|failed to reach token endpoint|failed to read identity token|token exchange failed|token endpoint (?:response|returned)|identity token\b|user OAuth refresh|(?:oidc_federation|user_oauth) config requires)/i;

// AWS's sign-in, Google's (`invalid_rapt`: https://github.com/cline/cline/issues/4080), Entra's, and the SDK's own.
export const signInExpired: RegExp =
  /\bSSO session\b.{0,120}(?:has expired|is invalid|was not found or is invalid)|\btoken is expired\. to refresh|re-?authenticate using aws login|\binvalid_(?:grant|rapt)\b|\bAADSTS(?:50173|70043|700082)\b|has expired and (?:no refresh is available|refresh failed)|\breauthentication (?:is needed|failed)/i;

export const metadataServer: RegExp =
  /computeMetadata\/v1|\bmetadata\.google\.internal\b|\b169\.254\.169\.254\b|\b169\.254\.170\.\d|instance metadata service/i;

export const projectUnknown: RegExp =
  /unable to detect a project id|no projectId was given|could not resolve project_id|expected `awsRegion` option|no AWS region (?:or base URL )?found|\bmust specify a region\b|^region is missing\b/i;

// A file or a profile that is named and cannot be read.
export const credentialsFile: RegExp =
  /unable to read the credential file|failed to load token from|\bprofile '?[\w.-]{1,80}'? (?:could not be found|was not found)/i;

export const commonCredentialsPhrases: readonly RegExp[] = [
  awsCredentials,
  googleCredentials,
  azureCredentials,
  sdkCredentials,
  signInExpired,
  metadataServer,
  projectUnknown,
  credentialsFile,
];

/** Each as it was written, whole. */
export const credentialsSightings: Readonly<Record<string, Sighting>> = {
  awsCredentials: {
    says: 'Could not load credentials from any providers',
    seen: 'https://github.com/anthropics/claude-code-action/issues/1090',
  },
  googleCredentials: {
    says: 'Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information.',
    seen: 'https://github.com/anomalyco/opencode/issues/553',
  },
  azureCredentials: {
    says: 'ChainedTokenCredential authentication failed.',
    seen: 'https://github.com/Azure/azure-sdk-for-js/issues/31080',
  },
  sdkCredentials: {
    says: 'Credentials file not found at /home/app/.config/anthropic/credentials.json: Error: ENOENT: no such file or directory',
    seen: '@anthropic-ai/sdk 1.12.0 src/lib/credentials/user-oauth.ts',
  },
  signInExpired: {
    says: 'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    seen: 'https://github.com/aws/aws-sdk-js-v3/blob/main/packages/credential-provider-sso/src/resolveSSOCredentials.ts',
  },
  metadataServer: {
    says: 'Could not refresh access token: request to http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token failed, reason: connect ETIMEDOUT 169.254.169.254:80',
    seen: 'https://github.com/googleapis/google-auth-library-nodejs/blob/main/src/auth/computeclient.ts',
  },
  projectUnknown: {
    says: 'Unable to detect a Project Id in the current environment. To learn more about authentication and Google APIs, visit: https://cloud.google.com/docs/authentication/getting-started',
    seen: 'https://github.com/langchain-ai/langchainjs/issues/7640',
  },
  credentialsFile: {
    says: 'Unable to read the credential file specified by the GOOGLE_APPLICATION_CREDENTIALS environment variable: The file at /etc/key.json does not exist, or it is not a file.',
    seen: 'https://github.com/googleapis/google-auth-library-nodejs/blob/main/src/auth/googleauth.ts',
  },
};
