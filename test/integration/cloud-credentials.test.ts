// Credentials that the clouds' libraries cannot find, with the real clients. The step is 3, whatever the library's error code.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AnthropicAws from '@anthropic-ai/aws-sdk';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { AnthropicFoundry } from '@anthropic-ai/foundry-sdk';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { diagnose } from '@sevenstep/checklist';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { clientOptionsFor, startTestTelemetry, type TestTelemetry } from '../support/telemetry.ts';

type Options = Omit<ClientOptions, 'apiKey' | 'authToken'>;

interface Case {
  readonly title: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly client: (options: Options) => { messages: Pick<Anthropic['messages'], 'create'> };
  readonly id?: string;
  /** A part of the fix. */
  readonly fix: string;
  readonly evidence?: string;
}

/** An address without a listener. */
const NOWHERE = '127.0.0.1:9';

const bedrock = (options: Options) => new AnthropicBedrock({ awsRegion: 'us-east-1', ...options });
const vertex = (options: Options) => new AnthropicVertex({ region: 'us-east5', ...options });
const foundry = (error: Error) => (options: Options) =>
  new AnthropicFoundry({
    resource: 'example',
    ...options,
    apiKey: undefined,
    azureADTokenProvider: () => Promise.reject(error),
  } as ConstructorParameters<typeof AnthropicFoundry>[0]);

const CASES: readonly Case[] = [
  {
    title: 'Bedrock: none of the providers has any',
    env: { AWS_EC2_METADATA_DISABLED: 'true' },
    client: bedrock,
    fix: 'AWS_PROFILE',
    evidence: 'Could not load credentials from any providers',
  },
  {
    title: 'Bedrock: a profile that is not there',
    env: { AWS_PROFILE: 'absent', AWS_EC2_METADATA_DISABLED: 'true' },
    client: bedrock,
    fix: 'AWS_PROFILE',
  },
  {
    title: 'Bedrock: the token file of a web identity is missing, ENOENT',
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/absent', AWS_ROLE_ARN: 'arn:aws:iam::1:role/x' },
    client: bedrock,
    fix: 'AWS_PROFILE',
    evidence: 'cause ENOENT',
  },
  {
    title: 'Bedrock: the metadata server cannot be reached',
    env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${NOWHERE}` },
    client: bedrock,
    fix: 'run it under a role',
  },
  {
    title: 'Bedrock: the sign-in has expired',
    client: (options) =>
      new AnthropicBedrock({
        awsRegion: 'us-east-1',
        providerChainResolver: async () => () =>
          Promise.reject(
            new Error(
              'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
            ),
          ),
        ...options,
      }),
    id: 'identity.token_expired',
    fix: 'aws sso login',
  },
  {
    title: 'AWS: none of the providers has any',
    env: { AWS_EC2_METADATA_DISABLED: 'true' },
    client: (options) => new AnthropicAws({ awsRegion: 'us-east-1', workspaceId: 'wrkspc_1', ...options }),
    fix: 'AWS_PROFILE',
  },
  {
    title: 'Vertex AI: no default credentials',
    client: vertex,
    fix: 'gcloud auth application-default login',
  },
  {
    title: 'Vertex AI: the key file is missing, ENOENT',
    env: { GOOGLE_APPLICATION_CREDENTIALS: '/absent.json' },
    client: vertex,
    fix: 'path or profile',
    evidence: 'cause ENOENT',
  },
  {
    title: 'Vertex AI: the metadata server cannot be reached, ECONNREFUSED',
    env: { METADATA_SERVER_DETECTION: 'assume-present', GCE_METADATA_HOST: NOWHERE },
    client: vertex,
    fix: 'metadata server',
    evidence: 'cause ECONNREFUSED',
  },
  {
    title: 'Foundry: the chain of @azure/identity has none',
    client: foundry(
      Object.assign(
        new Error(
          'ChainedTokenCredential authentication failed.\nCredentialUnavailableError: EnvironmentCredential is unavailable. No underlying credential could be used.',
        ),
        { name: 'AggregateAuthenticationError' },
      ),
    ),
    fix: 'az login',
  },
  {
    title: 'Foundry: the sign-in has expired',
    client: foundry(new Error('AADSTS700082: The refresh token has expired due to inactivity.')),
    id: 'identity.token_expired',
    fix: 'az login',
  },
  {
    title: 'the Claude API: the function for the key fails, ECONNREFUSED',
    client: (options) =>
      new Anthropic({
        ...options,
        authToken: null,
        apiKey: () =>
          Promise.reject(
            new Error('connect ECONNREFUSED 10.0.0.1:8200', {
              cause: Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:8200'), { code: 'ECONNREFUSED' }),
            }),
          ),
      }),
    fix: '`apiKey` function',
    evidence: 'cause ECONNREFUSED',
  },
];

const CLEAN = [
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'ANTHROPIC_FOUNDRY_API_KEY',
  'ANTHROPIC_AWS_API_KEY',
  'CLOUDSDK_CONFIG',
];

let telemetry: TestTelemetry;
let home: string;
beforeAll(() => {
  telemetry = startTestTelemetry();
  home = mkdtempSync(join(tmpdir(), 'home-'));
});
afterAll(() => {
  telemetry.stop();
  rmSync(home, { recursive: true });
});
beforeEach(() => {
  for (const name of CLEAN) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', `http://${NOWHERE}`);
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(['owned', 'adopted'] as const)('%s', (side) => {
  test.each(CASES)(
    '$title',
    async ({ env = {}, client, id = 'identity.credentials_unavailable', fix, evidence }) => {
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
      const params = {
        model: 'claude-sonnet-5',
        max_tokens: 16,
        messages: [{ role: 'user' as const, content: 'Hi' }],
      };
      const options = { ...clientOptionsFor(side), maxRetries: 0 };
      await expect(client(options).messages.create(params)).rejects.toThrow();
      const { attributes } = telemetry.takeTrace().call;
      const verdict = diagnose(attributes);
      expect(verdict).toMatchObject({ id, step: 3, action: 'fix_credentials', retryable: false });
      expect(verdict?.fix).toContain(fix);
      expect(verdict?.evidence.join('\n')).toContain(evidence ?? '');
      expect(attributes['anthropic.diagnosis.id']).toBe(id);
    },
  );
});
