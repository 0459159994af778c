// The drills of step 3, identity: for each rule the situation that shows it, and its near miss.
import type { RuleDrill } from './near-miss.ts';

export const identityDrills: Readonly<Record<string, RuleDrill>> = {
  'identity.billing': {
    title: 'The account is out of credit',
    faults: [
      {
        response: {
          status: 402,
          error: {
            type: 'billing_error',
            message:
              'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
          },
        },
      },
    ],
    nearMiss: {
      title: "The code says that it is a linked organization's bill",
      at: 'faults.0.response.error.code',
      is: 'linked_organization_spend_limit_reached',
      diagnosis: 'identity.linked_billing',
    },
  },
  'identity.browser_access': {
    title: 'A request of a browser lacks the header that allows it',
    faults: [
      {
        response: {
          status: 401,
          error: {
            type: 'authentication_error',
            message: "CORS requests must set 'anthropic-dangerous-direct-browser-access' header",
          },
        },
      },
    ],
    nearMiss: {
      title: 'The sentence is about the key',
      at: 'faults.0.response.error.message',
      is: 'invalid x-api-key',
      diagnosis: 'identity.key_invalid',
    },
  },
  // AWS's UnrecognizedClientException.
  'identity.cloud_credentials': {
    title: 'The cloud does not know the credentials',
    faults: [
      {
        response: {
          status: 403,
          headers: { 'request-id': null, 'content-type': 'application/json' },
          body: '{"message":"The security token included in the request is invalid."}',
        },
      },
    ],
    nearMiss: {
      title: 'The credentials are known, the permission is missing',
      at: 'faults.0.response.body',
      is: '{"message": "User: arn:aws:iam::123456789012:user/app is not authorized to perform: bedrock:InvokeModel"}',
      diagnosis: 'identity.cloud_permission',
    },
  },
  // Bedrock's AccessDeniedException, in words that no rule knows.
  'identity.cloud_permission': {
    title: 'The model is not enabled in the cloud account',
    faults: [
      {
        response: {
          status: 403,
          headers: {
            'request-id': null,
            'content-type': 'application/json',
            'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/',
          },
          body: '{"message":"Your account is not authorized to invoke this API operation."}',
        },
      },
    ],
    call: { params: { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' } },
    nearMiss: {
      title: 'The class of the exception means unknown credentials',
      at: 'faults.0.response.headers.x-amzn-errortype',
      is: 'UnrecognizedClientException:http://internal.amazon.com/coral/com.amazon.coral.service/',
      diagnosis: 'identity.cloud_credentials',
    },
  },
  'identity.credential_scope': {
    title: 'A token of Claude Code is used for the API',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The credential is for the API, not for this workspace',
      at: 'faults.0.response.error.message',
      is: 'This credential is not authorized for this workspace.',
      diagnosis: 'request.unrecognized',
    },
  },
  // The clients of the clouds throw the same sentences; `test/integration/cloud-credentials.test.ts` runs those.
  'identity.credentials_unavailable': {
    title: 'The credentials of AWS cannot be found',
    call: { keyError: 'Could not load credentials from any providers' },
    nearMiss: {
      title: 'The sign-in has expired',
      at: 'call.keyError',
      is: 'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
      diagnosis: 'identity.token_expired',
    },
  },
  'identity.encryption_key': {
    title: "The workspace's encryption key is disabled",
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: "The workspace's encryption key is disabled.",
            code: 'cmek_key_disabled',
          },
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The same code comes with status 503',
      at: 'faults.0.response.status',
      is: 503,
      diagnosis: 'service.unavailable',
    },
  },
  'identity.header_stripped': {
    title: 'A proxy strips the key',
    faults: [
      {
        response: {
          status: 401,
          error: { type: 'authentication_error', message: 'x-api-key header is required' },
        },
      },
    ],
    nearMiss: {
      title: 'The key arrived and is not valid',
      at: 'faults.0.response.error.message',
      is: 'invalid x-api-key',
      diagnosis: 'identity.key_invalid',
    },
  },
  // The SDK cannot turn it into a header, so it sends no request.
  'identity.human_review': {
    title: 'The workspace has human review turned off',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'This operation is not available in a workspace with human review turned off.',
            code: 'workspace_human_review_disabled',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The refusal has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'request.unrecognized',
    },
  },
  'identity.key_characters': {
    title: 'The key is masked with bullets',
    faults: [
      { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
    ],
    call: { apiKey: 'sk-ant-••••••••' },
    nearMiss: {
      title: 'The key has characters that a header can carry',
      at: 'call.apiKey',
      is: 'sk-ant-api03-drill-not-a-real-key',
      diagnosis: 'identity.key_invalid',
    },
  },
  'identity.key_creator_left': {
    title: "The key's creator has left the organization",
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: "The key's creator is not a member of this workspace.",
            code: 'claude_code_key_creator_not_member',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The code means that the organization is on hold',
      at: 'faults.0.response.error.code',
      is: 'organization_on_hold',
      diagnosis: 'identity.organization_disabled',
    },
  },
  'identity.key_invalid': {
    title: 'The key is not accepted',
    faults: [
      { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
    ],
    nearMiss: {
      title: 'The key is the text of an example file',
      at: 'call.apiKey',
      is: 'your-api-key-here',
      diagnosis: 'identity.key_placeholder',
    },
  },
  'identity.key_placeholder': {
    title: 'The key is a placeholder',
    faults: [
      { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
    ],
    call: { apiKey: 'your-api-key-here' },
    nearMiss: {
      title: 'The key has the form of a key',
      at: 'call.apiKey',
      is: 'sk-ant-api03-drill-not-a-real-key',
      diagnosis: 'identity.key_invalid',
    },
  },
  // Not at its end: fetch drops it there.
  'identity.key_whitespace': {
    title: 'The key has a blank in it',
    faults: [
      { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
    ],
    call: { apiKey: 'sk-ant-api03-drill not-a-real-key' },
    nearMiss: {
      title: 'The key has no blank in it',
      at: 'call.apiKey',
      is: 'sk-ant-api03-drill-not-a-real-key',
      diagnosis: 'identity.key_invalid',
    },
  },
  'identity.key_wrong_provider': {
    title: "The key is another vendor's",
    faults: [
      { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
    ],
    call: { apiKey: 'sk-proj-drill-not-a-real-key' },
    nearMiss: {
      title: "The key has the API's prefix",
      at: 'call.apiKey',
      is: 'sk-ant-drill-not-a-real-key',
      diagnosis: 'identity.key_invalid',
    },
  },
  'identity.linked_billing': {
    title: 'The linked organization is at its spend limit',
    faults: [
      {
        response: {
          status: 402,
          error: {
            type: 'billing_error',
            message: 'The linked organization has reached its spend limit.',
            code: 'linked_organization_spend_limit_reached',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The refusal has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'identity.billing',
    },
  },
  'identity.missing_credentials': {
    title: 'There is no key',
    call: { apiKey: null },
    nearMiss: {
      title: "The key is another vendor's",
      at: 'call.apiKey',
      is: 'sk-proj-drill-not-a-real-key',
      diagnosis: 'identity.key_wrong_provider',
    },
  },
  'identity.organization_disabled': {
    title: 'The organization is disabled',
    faults: [
      {
        response: {
          status: 400,
          error: { type: 'invalid_request_error', message: 'This organization has been disabled.' },
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The same sentence comes with status 429',
      at: 'faults.0.response.status',
      is: 429,
      diagnosis: 'limits.unrecognized',
    },
  },
  'identity.permission': {
    title: 'The key lacks a permission',
    faults: [
      { response: { status: 403, error: { type: 'permission_error', message: 'Permission denied' } } },
    ],
    nearMiss: {
      title: 'The code says that the sandbox is the reason',
      at: 'faults.0.response.error.code',
      is: 'sandbox_egress_restricted',
      diagnosis: 'endpoint.sandbox_restricted',
    },
  },
  'identity.retried': {
    title: 'A 401 is retried',
    faults: [
      {
        when: { attempt: 1 },
        response: {
          status: 401,
          headers: { 'x-should-retry': 'true', 'retry-after-ms': '20' },
          error: { type: 'authentication_error', message: 'invalid x-api-key' },
        },
      },
    ],
    nearMiss: {
      title: 'The 401 asks not to be retried',
      at: 'faults.0.response.headers.x-should-retry',
      is: 'false',
      diagnosis: 'identity.key_invalid',
    },
  },
  'identity.token_expired': {
    title: 'The access token has expired',
    faults: [
      {
        response: {
          status: 401,
          error: {
            type: 'authentication_error',
            message: 'OAuth token has expired. Please obtain a new token or refresh your existing token.',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The token is not valid at all',
      at: 'faults.0.response.error.message',
      is: 'Invalid bearer token',
      diagnosis: 'identity.key_invalid',
    },
  },
  'identity.unrecognized': {
    title: 'A refusal of a new kind',
    faults: [
      {
        response: {
          status: 401,
          error: {
            type: 'authentication_error',
            message: 'The certificate of the client is not one of this Organization.',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The 401 is about the key',
      at: 'faults.0.response.error.message',
      is: 'invalid x-api-key',
      diagnosis: 'identity.key_invalid',
    },
  },
  'identity.user_profile': {
    title: 'The user profile to bill is not named',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'A user profile is required.',
            code: 'user_profile_required',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The refusal has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'request.unrecognized',
    },
  },
};
