// Secrets as they occur in logs, errors and servers' answers. Every value is made up.

/** A text with a secret, and the part of it that must be redacted. */
export interface Positive {
  readonly what: string;
  readonly text: string;
  /** No eight consecutive characters of these may remain. */
  readonly secrets: readonly string[];
}

/** Random letters and digits, the same for the same seed. */
function made(seed: number, length: number, signs: string): string {
  let state = seed * 2_654_435_761;
  return Array.from({ length }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 374_761_393) >>> 0;
    return signs[state % signs.length];
  }).join('');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const WORD = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;
const BASE64 = `${WORD}+/`;
const URL_SAFE = `${WORD}_-`;
const HEX = '0123456789abcdef';
const UPPER = `${LETTERS.toUpperCase()}0123456789`;

/** Keys that their own shape identifies. */
export const KEYS: Readonly<Record<string, string>> = {
  'Anthropic API key': `sk-ant-api03-${made(1, 93, URL_SAFE)}AA`,
  'Anthropic admin key': `sk-ant-admin01-${made(2, 60, URL_SAFE)}`,
  'Anthropic OAuth token': `sk-ant-oat01-${made(3, 60, URL_SAFE)}`,
  'short Anthropic key': 'sk-ant-api03-x7',
  'OpenAI project key': `sk-proj-${made(4, 48, WORD)}`,
  'OpenAI service account': `sk-svcacct-${made(5, 48, WORD)}`,
  'OpenAI classic key': `sk-${made(6, 48, WORD)}`,
  'OpenRouter key': `sk-or-v1-${made(7, 64, HEX)}`,
  'Langfuse secret key': `sk-lf-${made(8, 8, HEX)}-${made(9, 4, HEX)}-4a1b-9c2d-${made(10, 12, HEX)}`,
  'Stripe live key': `sk_live_${made(11, 24, WORD)}`,
  'Stripe webhook secret': `whsec_${made(12, 32, WORD)}`,
  'AWS access key id': `AKIA${made(13, 16, UPPER)}`,
  'AWS session key id': `ASIA${made(14, 16, UPPER)}`,
  'Google API key': `AIza${made(15, 35, URL_SAFE)}`,
  'Google OAuth token': `ya29.a0${made(16, 60, URL_SAFE)}`,
  'Google client secret': `GOCSPX-${made(17, 28, URL_SAFE)}`,
  'Google refresh token': `1//0${made(18, 60, URL_SAFE)}`,
  'GitHub token': `ghp_${made(19, 36, WORD)}`,
  'GitHub app token': `ghs_${made(20, 36, WORD)}`,
  'GitHub fine-grained token': `github_pat_${made(21, 22, WORD)}_${made(22, 59, WORD)}`,
  'GitLab token': `glpat-${made(23, 20, URL_SAFE)}`,
  'GitLab deploy token': `gldt-${made(24, 20, WORD)}`,
  'Slack bot token': `xoxb-${made(25, 12, '0123456789')}-${made(26, 24, WORD)}`,
  'Slack user token': `xoxp-${made(27, 12, '0123456789')}-${made(28, 32, HEX)}`,
  'Slack app token': `xapp-1-A0${made(29, 40, HEX)}`,
  'npm token': `npm_${made(30, 36, WORD)}7`,
  'Hugging Face token': `hf_${made(31, 34, WORD)}`,
  'PyPI token': `pypi-AgEIcHlwaS5vcmc${made(32, 80, URL_SAFE)}`,
  'JSON Web Token': `eyJhbGciOiJIUzI1NiJ9.eyJ${made(33, 40, URL_SAFE)}.${made(34, 43, URL_SAFE)}`,
  'Groq key': `gsk_${made(35, 52, WORD)}`,
  'xAI key': `xai-${made(36, 80, WORD)}`,
  'Perplexity key': `pplx-${made(37, 48, HEX)}`,
  'SendGrid key': `SG.${made(38, 22, URL_SAFE)}.${made(39, 43, URL_SAFE)}`,
  'LangSmith key': `lsv2_pt_${made(40, 32, HEX)}_${made(41, 10, HEX)}`,
};

const CONTEXTS: readonly ((key: string) => string)[] = [
  (key) => `401 Incorrect API key provided: ${key}. Check it in the console`,
  (key) => `{"error":{"message":"bad credentials","given":"${key}"}}`,
  (key) => `connect failed\\n${key}\\nwhile retrying`,
  (key) => `GET https://gateway.example/v1?trace=1&who=${key}&x=2 gave 403`,
];

const ofKeys: readonly Positive[] = Object.entries(KEYS).flatMap(([what, key]) =>
  CONTEXTS.map((context, index) => ({
    what: `${what}, place ${index + 1}`,
    text: context(key),
    secrets: [key],
  })),
);

const opaque = made(50, 32, WORD);
const secretKey = made(51, 40, BASE64);
const session = made(52, 200, BASE64);
const signature = made(53, 64, HEX);
const pass = 'hunter2-Tr0ub4dor';
const key = KEYS['Anthropic API key'] ?? '';
const basic = (text: string): string => Buffer.from(text).toString('base64');
const percent = (text: string): string =>
  [...text].map((sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const unicode = (text: string): string =>
  [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const of = (what: string, secret: string, ...texts: readonly string[]): readonly Positive[] =>
  texts.map((text, index) => ({
    what: texts.length > 1 ? `${what} ${index + 1}` : what,
    text,
    secrets: [secret],
  }));

/** Secrets that only their place identifies. */
const ofPlaces: readonly Positive[] = [
  ...of(
    'x-api-key header',
    opaque,
    `x-api-key: ${opaque}`,
    `X-Api-Key:${opaque}\r\nhost: api.anthropic.com`,
    `headers: { 'x-api-key': '${opaque}', host: 'h' }`,
    `{"x-api-key":"${opaque}"}`,
    `"{\\"x-api-key\\":\\"${opaque}\\"}"`,
    `x-api-key=${opaque}`,
    `-H 'x-api-key: ${opaque}'`,
    `{b'x-api-key': b'${opaque}'}`,
    `"x-api-key" => "${opaque}"`,
  ),
  ...of('x-api-key of letters only', 'correcthorsebattery', 'x-api-key: correcthorsebattery'),
  ...of(
    'Authorization of any scheme',
    opaque,
    `Authorization: Bearer ${opaque}`,
    `authorization: Token ${opaque}`,
    `Authorization: ApiKey ${opaque}`,
    `Authorization: ${opaque}`,
    `Proxy-Authorization: Negotiate ${opaque}`,
    `{"Authorization":"Digest username=\\"u\\", response=\\"${opaque}\\""}`,
    `'authorization': 'GoogleLogin auth=${opaque}'`,
    `sent bearer ${opaque} and got 401`,
    `sent Bearer\\n${opaque}`,
  ),
  ...of(
    'basic authentication',
    basic(`user:${pass}`),
    `Basic ${basic(`user:${pass}`)}`,
    `Proxy-Authorization: Basic ${basic(`user:${pass}`)}`,
  ),
  ...of(
    'cookie',
    opaque,
    `Cookie: session=${opaque}; theme=dark`,
    `set-cookie: sid=${opaque}; Path=/; HttpOnly`,
    `{"cookie":"__Secure-token=${opaque}"}`,
    `'Set-Cookie': 'cf_clearance=${opaque}'`,
  ),
  ...of(
    'AWS secret key',
    secretKey,
    `aws_secret_access_key = ${secretKey}`,
    `AWS_SECRET_ACCESS_KEY=${secretKey}`,
    `{"SecretAccessKey":"${secretKey}"}`,
    `secretAccessKey: '${secretKey}'`,
  ),
  ...of(
    'AWS session token',
    session,
    `AWS_SESSION_TOKEN=${session}`,
    `{"SessionToken":"${session}"}`,
    `x-amz-security-token: ${session}`,
    `?X-Amz-Security-Token=${encodeURIComponent(session)}&X-Amz-Date=20260101T000000Z`,
  ),
  ...of(
    'AWS signature',
    signature,
    `Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=${signature}`,
    `https://b.example/x?X-Amz-Signature=${signature}`,
    `SignedHeaders=host;x-amz-date, Signature=${signature}`,
  ),
  ...of(
    'secret in a query',
    opaque,
    ...[
      'api_key',
      'apikey',
      'api-key',
      'key',
      'token',
      'access_token',
      'id_token',
      'refresh_token',
      'auth',
      'sig',
      'signature',
      'secret',
      'client_secret',
      'password',
      'code',
      'session',
      'sid',
      'jwt',
    ].map((name) => `failed to fetch https://host.example/v1/messages?beta=true&${name}=${opaque}`),
    `https://host.example/?key=${opaque}#top`,
    `next=https%3A%2F%2Fhost.example%2F%3Ftoken%3D${opaque}`,
    `<a href="https://host.example/?x=1&amp;token=${opaque}">`,
  ),
  ...of(
    'password in an address',
    pass,
    `http://user:${pass}@proxy.local:3128`,
    `https://user:p@${pass}@host.example/v1`,
    `https://user:p:${pass}@host.example/v1`,
    `https://user:p/${pass}@host.example/v1`,
    `https://:${pass}@host.example`,
    `https://${pass}@host.example/v1`,
    `postgres://svc:${pass}@db.internal:5432/app`,
    `redis://:${pass}@[::1]:6379`,
    `HTTPS_PROXY=http://corp%5Cuser:${pass}@10.0.0.1:8080`,
  ),
  ...of(
    'labelled secret',
    opaque,
    `ANTHROPIC_API_KEY=${opaque}`,
    `anthropicApiKey: "${opaque}"`,
    `export ANTHROPIC_AUTH_TOKEN='${opaque}'`,
    `api key: ${opaque}`,
    `{"client_secret": "${opaque}"}`,
    `password=${opaque}`,
    `{"refresh_token":"${opaque}","expires_in":3600}`,
    `AccountName=a;AccountKey=${opaque}==;EndpointSuffix=core.windows.net`,
    `Ocp-Apim-Subscription-Key: ${opaque}`,
    `DD-API-KEY: ${opaque}`,
    `x-goog-api-key: ${opaque}`,
    `api-key: ${opaque}`,
    `private_key_id ok, private_key: ${opaque}`,
    `sshpass -p x; DB_PASSWORD: ${opaque}`,
    `X-Auth-Token: ${opaque}`,
    `X-CSRF-Token: ${opaque}`,
  ),
  ...of(
    'private key',
    'MIIEvQIBADANBgkqhkiG9w0BAQ',
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nEFAASCBK\n-----END PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQ\\n-----END RSA PRIVATE KEY-----\\n',
    '{"private_key":"-----BEGIN EC PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQ',
    '-----BEGIN OPENSSH PRIVATE KEY----- MIIEvQIBADANBgkqhkiG9w0BAQ cut',
  ),
  ...of(
    'Slack webhook',
    `T0${made(54, 8, UPPER)}/B0${made(55, 8, UPPER)}/${made(56, 24, WORD)}`,
    `POST https://hooks.slack.com/services/T0${made(54, 8, UPPER)}/B0${made(55, 8, UPPER)}/${made(56, 24, WORD)}`,
  ),
  ...of(
    'e-mail address',
    'jane.doe',
    'user jane.doe+x@mail.example.org is not a member',
    '{"email":"jane.doe@example.com"}',
    'mailto:jane.doe@example.co.uk',
  ),
];

const half = Math.floor(key.length / 2);
/** Secrets whose shape is hidden. */
const hidden: readonly Positive[] = [
  ...of(
    'key split by a line break',
    key.slice(half),
    `${key.slice(0, half)}\n${key.slice(half)}`,
    `${key.slice(0, half)}\r\n${key.slice(half)}`,
    `${key.slice(0, half)}\\n${key.slice(half)}`,
    `${key.slice(0, half)}\n  ${key.slice(half)}`,
  ),
  ...of(
    'key behind an escape of JSON',
    key,
    `"\\n${key}"`,
    `"\\t${key}"`,
    `"\\\\n${key}"`,
    `"\\u000a${key}"`,
  ),
  ...[percent(key), percent(key).replaceAll('%', '%25')].flatMap((text) =>
    of('key in percent signs', text.slice(-60), `q=${text}`),
  ),
  ...of(
    'key with percent signs',
    key.slice(-20),
    `q=${key.replaceAll('-', '%2D')}`,
    `Authorization%3A%20Bearer%20${key}`,
  ),
  ...of('key behind a word', key.slice(-60), `Bearer${key}`, `request_id=re${key}`, `x_${key}`),
  ...of('key in escapes of JSON', unicode(key).slice(-60), `"${unicode(key)}"`),
  ...of('key with escapes of JSON', key.slice(-20), `"${key.replaceAll('-', '\\u002d')}"`),
  ...of(
    'key with entities of HTML',
    key.slice(-20),
    `<b>${key.replaceAll('-', '&#45;')}</b>`,
    `<b>${key.replaceAll('-', '&#x2d;')}</b>`,
  ),
  ...of(
    'key in base64',
    basic(key).slice(0, 40),
    `body: ${basic(key)}`,
    `body=${basic(key).replace(/=+$/, '')}`,
  ),
  ...of(
    'JSON with a key in base64',
    basic(`{"api":"${key}"}`).slice(0, 40),
    `data=${basic(`{"api":"${key}"}`)}`,
  ),
  ...of(
    'AWS key id in base64',
    basic(KEYS['AWS access key id'] ?? '').slice(0, 24),
    `blob ${basic(`id ${KEYS['AWS access key id']} x`)}`,
  ).map((positive) => ({
    ...positive,
    secrets: [basic(`id ${KEYS['AWS access key id']} x`)],
  })),
  ...of(
    'masked key with its last signs',
    'x9Qz',
    'Incorrect API key provided: sk-proj-********************x9Qz.',
  ),
];

export const POSITIVES: readonly Positive[] = [...ofKeys, ...ofPlaces, ...hidden];
