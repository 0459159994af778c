// The proofs of step 3, identity.

import type { RequestView } from '@sevenstep/anthropic-simulator';
import { BEDROCK_ANSWER } from '../bedrock-answer.ts';
import { behindBedrock, withVariables } from '../networks.ts';
import type { Proof } from '../proof.ts';
import { behind } from '../real-proxies.ts';

/** The key or token that arrived. Newer SDKs send both as a bearer's, older ones a key in `x-api-key`. */
const keyIn = (headers: RequestView['headers']): string =>
  String(headers['x-api-key'] ?? headers.authorization).replace(/^Bearer /, '');

const OLD_KEY = 'sk-ant-api03-the-old-key';

/** The server rejects the old key; the page's command sets another. */
const OTHER_KEY: Pick<Proof, 'met' | 'run' | 'replaced'> = {
  replaced: { '$(cat /run/secrets/anthropic-api-key)': 'sk-ant-api03-the-new-key' },
  met:
    () =>
    ({ headers }) =>
      keyIn(headers) !== 'sk-ant-api03-the-new-key',
  run: withVariables({ ANTHROPIC_API_KEY: OLD_KEY }),
};

/** The code of the page stops before a request, and says why. */
const stopsAtStart = (key: string, throws: RegExp): Proof => ({
  reacts: 'Rejects every request with this key',
  env: { ANTHROPIC_API_KEY: key },
  throws,
});

/** The server rejects all tokens but a new one. */
const NEW_TOKEN: Pick<Proof, 'met' | 'given'> = {
  met:
    () =>
    ({ headers }) =>
      keyIn(headers) !== 'sk-ant-oat01-a-new-token',
  given: { fetchToken: async () => 'sk-ant-oat01-a-new-token' },
};

export const identityProofs: Readonly<Record<string, Proof>> = {
  'identity.billing': { reacts: '402 until credit is added' },
  'identity.browser_access': {
    reacts: '401 without the header of a browser client',
    met:
      () =>
      ({ headers }) =>
        headers['anthropic-dangerous-direct-browser-access'] !== 'true',
    replaced: {
      'https://app.example.com/claude': '$SIMULATOR',
      'added-by-the-server': 'sk-ant-simulator-0000',
    },
  },
  'identity.cloud_credentials': { reacts: '403 until the cloud knows the credentials' },
  'identity.cloud_permission': {
    reacts: '403 until the model is enabled',
    besides: [BEDROCK_ANSWER],
  },
  'identity.credential_scope': {
    reacts: '400 to a token of Claude Code',
    ...OTHER_KEY,
    run: withVariables({ ANTHROPIC_AUTH_TOKEN: 'sk-ant-oat01-a-token' }),
  },
  'identity.credentials_unavailable': {
    reacts: 'Answers a request that the Bedrock client signed',
    drill: { title: 'No provider of AWS has credentials' },
    besides: [BEDROCK_ANSWER],
    run: behindBedrock,
  },
  'identity.encryption_key': { reacts: '400 until the key is enabled' },
  'identity.header_stripped': {
    reacts: 'nginx removes the key; the server answers 401 without one',
    drill: { title: 'A proxy strips the key' },
    between: behind({
      nginx: { general: 'proxy_set_header x-api-key ""; proxy_set_header authorization "";' },
    }),
  },
  'identity.human_review': { reacts: '400 to a key of another workspace', ...OTHER_KEY },
  'identity.key_characters': stopsAtStart('sk-ant-••••••••', /ANTHROPIC_API_KEY has U\+2022 at 7/),
  'identity.key_creator_left': { reacts: '400 to the key of a former member', ...OTHER_KEY },
  'identity.key_invalid': { reacts: '401 to the old key', ...OTHER_KEY },
  'identity.key_placeholder': stopsAtStart('your-api-key-here', /does not begin with sk-ant-/),
  'identity.key_whitespace': {
    reacts: '401 to a key in quotes',
    met:
      () =>
      ({ headers }) =>
        keyIn(headers) !== 'sk-ant-api03-a-key',
    calls: [{ apiKey: '"sk-ant-api03-a-key"' }],
    env: { ANTHROPIC_API_KEY: '"sk-ant-api03-a-key"\n' },
  },
  'identity.key_wrong_provider': stopsAtStart('sk-proj-a-key', /does not begin with sk-ant-/),
  'identity.linked_billing': { reacts: '402 until the customer pays' },
  'identity.missing_credentials': { reacts: 'Answers a request with a key' },
  'identity.organization_disabled': { reacts: '400 until the organization is enabled' },
  'identity.permission': { reacts: '403 to a key of another workspace', ...OTHER_KEY },
  'identity.retried': { reacts: '401 to the first attempt with the old token', ...NEW_TOKEN },
  'identity.token_expired': { reacts: '401 to the old token', ...NEW_TOKEN },
  'identity.user_profile': {
    reacts: '400 without the header of a profile',
    met:
      () =>
      ({ headers }) =>
        headers['anthropic-user-profile-id'] === undefined,
  },
};
