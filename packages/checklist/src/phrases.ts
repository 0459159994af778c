// The sentences of the API and the SDK that name a situation, each with a place where it was seen.

/** The names of the sentences. */
export type PhraseName =
  | 'creditBalance'
  | 'ownSpendLimit'
  | 'tierSpendLimit'
  | 'headerRequired'
  | 'tokenExpired'
  | 'keyRejected'
  | 'organizationDisabled'
  | 'requestNotAllowed'
  | 'noAuthMethod'
  | 'modelName'
  | 'modelNotFound'
  | 'fieldRequired'
  | 'fieldValue'
  | 'maxTokensTooLarge'
  | 'promptTooLong'
  | 'inputPlusMaxTokens'
  | 'perMinute'
  | 'concurrent';

/**
 * A sentence counts however it reached us, so rules look for these in the unwrapped message. Numbers and names in
 * them are captured by name.
 */
const PHRASES: Readonly<Record<PhraseName, RegExp>> = {
  // https://github.com/anthropics/claude-code/issues/66314
  creditBalance: /credit balance is too low/i,
  // https://platform.claude.com/docs/en/api/errors, a limit that the organization set itself: status 400
  ownSpendLimit: /reached your specified (?:workspace )?API usage limits/i,
  // https://platform.claude.com/docs/en/api/rate-limits, the tier's monthly cap: status 429
  tierSpendLimit: /reached your API usage limits|monthly API usage threshold/i,
  // https://github.com/n8n-io/n8n/issues/37930
  headerRequired: /x-api-key header is required/i,
  // https://github.com/anthropics/claude-code/issues/6459
  tokenExpired: /\boauth token has expired/i,
  // https://github.com/eyaltoledano/claude-task-master/issues/222; G2 has `Invalid API key`;
  // https://github.com/vybestack/llxprt-code/issues/2131 has `Invalid authentication credentials`
  keyRejected: /invalid (?:x-)?api[- ]?key|invalid bearer token|invalid authentication credentials/i,
  // https://github.com/anthropics/claude-code/issues/60359: status 400
  organizationDisabled: /organization has been disabled/i,
  // https://github.com/enricoros/big-AGI/issues/176
  requestNotAllowed: /^request not allowed\.?$/i,
  // SDK 1.12.0, src/client.ts, `validateHeaders`
  noAuthMethod: /could not resolve authentication method/i,
  // https://github.com/anthropics/claude-code/issues/5349; G2 has `model not found`
  modelName: /^model: (?<model>[^\s"]{1,200})/i,
  modelNotFound: /\bmodel\b.{0,200}?\b(?:not found|does not exist)\b/i,
  // pydantic's wording, as the API uses it: `messages.0.content: Field required`
  fieldRequired: /(?:^|\s)(?<field>[A-Za-z_][\w.[\]-]{0,200}): Field required/i,
  fieldValue: /^(?<field>[A-Za-z_][\w.[\]-]{0,200}): (?<reason>.+)/,
  // https://github.com/anthropics/claude-code/issues/24451
  maxTokensTooLarge: /max_tokens: (?<asked>\d{1,12}) > (?<bound>\d{1,12})/i,
  // https://github.com/anthropics/claude-code/issues/12186
  promptTooLong: /prompt is too long(?:: (?<input>\d{1,12}) tokens > (?<bound>\d{1,12}) maximum)?/i,
  // https://github.com/docker/docker-agent/issues/569
  inputPlusMaxTokens:
    /input length and `?max_tokens`? exceed context limit: (?<input>\d{1,12}) \+ (?<output>\d{1,12}) > (?<bound>\d{1,12})/i,
  // https://github.com/OpenHands/OpenHands/issues/9259 and https://github.com/anthropics/claude-code/issues/55132
  perMinute:
    /rate limit[^.]{0,120}? of (?<limit>[\d,]{1,15}) (?<kind>input tokens|output tokens|tokens|requests) per minute/i,
  // https://github.com/cline/cline/issues/4351
  concurrent: /\bconcurrent (?:connections|requests)\b/i,
};

// What any gateway may say in its own name too tells nothing about who wrote it.
const ANYBODYS: ReadonlySet<string> = new Set([
  'keyRejected',
  'modelNotFound',
  'fieldValue',
  'concurrent',
] satisfies PhraseName[]);

const TELLING: readonly RegExp[] = Object.entries(PHRASES)
  .filter(([name]) => !ANYBODYS.has(name))
  .map(([, phrase]) => phrase);

/** Whether a sentence is one that only the API or the SDK writes, whoever delivered it. */
export function isApiSentence(sentence: string): boolean {
  return TELLING.some((phrase) => phrase.test(sentence));
}

/** The named groups of a phrase found in a sentence; nothing when it is not there. */
export function find(
  phrase: PhraseName,
  sentence: string,
): Readonly<Record<string, string | undefined>> | undefined {
  const found = PHRASES[phrase].exec(sentence);
  return found === null ? undefined : { ...found.groups };
}
