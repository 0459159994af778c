// The shapes of secrets, for the redactor and the doctor's scanner.

/** One kind of secret. Every pattern is linear: each repetition is bounded or can begin at one place only. */
export interface SecretShape {
  /** A quick test: a text that does not match it has no such secret. */
  readonly hint: RegExp;
  /** Has the flag `g`. The groups `keep` before the secret and `after` behind it are not replaced. */
  readonly pattern: RegExp;
  /** Distinguishes a secret from a word in its place. */
  readonly isSecret?: (secret: string) => boolean;
  /** Its replacement. @default '[redacted]' */
  readonly instead?: string;
}

/** The start of a key: not within a word, but after an escape of JSON (`\nsk-`) or of a URL (`%20sk-`). */
const START = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[bfnrt])|(?<=\\u[0-9a-fA-F]{4})|(?<=%[0-9a-fA-F]{2}))`;
/** The rest of a key that line breaks have split, plain or escaped. Unlike words, the rest has a digit. */
const SPLIT = String.raw`(?:[-_]?(?:(?:\r?\n|(?:\\r)?\\n)[ \t]{0,8}|[\"']\s{0,4}[+.]\s{0,4}[\"'])(?=[A-Za-z_-]{0,80}[0-9])[\w-]{6,200})*`;

const key = (shape: string): RegExp => new RegExp(START + shape, 'g');

/** Prefixes that vendors give their keys, with what follows. */
const KEYS: readonly (readonly [hint: RegExp, shape: string])[] = [
  // A masked key in a vendor's own error keeps its last characters.
  [
    /\b[spr]k-|[\\%][\w]{1,5}[spr]k-/,
    String.raw`(?<keep>[spr]k-)(?!ant-(?:api|oat|sid|admin)(?:[0-9]{2})?(?![\w*•…-]|\.[\w.]))(?:(?:ant|proj|or|lf|svcacct|admin|live|test)\b[-\w*•.…]{3,400}|(?=[\w-]{0,60}[0-9A-Z*])[\w*•…-]{12,400})${SPLIT}`,
  ],
  // Bedrock's long-term and short-term keys, which are base64.
  [
    /ABSK|bedrock-api-key-/,
    String.raw`(?:ABSK|(?<keep>bedrock-api-key-))(?=[A-Za-z+/]{0,80}[0-9])[\w+/%-]{12,8000}={0,2}`,
  ],
  [/key-/, String.raw`(?<keep>key-)(?=[a-zA-Z-]{0,40}[0-9])[\w-]{6,200}`],
  [/k_(?:live|test)_|whsec_/, String.raw`(?:[spr]k_(?:live|test)|whsec)_\w{8,200}`],
  [/A[KS]IA/, '(?:AKIA|ASIA)[A-Z0-9]{12,128}(?![a-z])'],
  [
    /AIza|ya29|GOCSPX|1\/\/0/,
    String.raw`(?:AIza[\w-]{8,200}|ya29\.[\w.-]{8,2000}|GOCSPX-[\w-]{16,100}|1\/\/0[\w-]{20,400})`,
  ],
  [/gh[oprsu]_|github_pat_/, String.raw`(?:gh[oprsu]_[A-Za-z0-9]{16,255}|github_pat_\w{20,255})`],
  [/gl[a-z]{2,6}-/, String.raw`gl(?:pat|ptt|dt|rt|cbt|oas|soat|ft|imt|agent)-[\w.-]{16,400}`],
  [
    /xox|xapp-|hooks\.slack/,
    String.raw`(?:xox[a-z](?:\.xox[a-z])?-[\w-]{8,400}|xapp-\d-[\w-]{8,400}|(?<=hooks\.slack\.com\/services\/)[\w/]{8,200})`,
  ],
  [/hv[sb]\./, String.raw`hv[sb]\.[\w.-]{16,400}`],
  [/npm_/, 'npm_(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{30,100}'],
  [/hf_|api_org_/, '(?:hf|api_org)_[A-Za-z0-9]{20,100}'],
  [/pypi-/, String.raw`pypi-[\w-]{40,400}`],
  [
    /gsk_|xai-|pplx-|r8_|dop_v1_|SG\.|lsv2_|nvapi-|fw_|tvly-|AGE-SECRET/,
    String.raw`(?:gsk_|xai-|pplx-|r8_|dop_v1_|SG\.|lsv2_(?:pt|sk)_|nvapi-|fw_|tvly-|AGE-SECRET-KEY-1)(?=[\w.-]{0,60}[0-9])[\w.-]{16,400}`,
  ],
  // Tickets of a central login (CAS).
  [/[SPT]G?T-\d/, String.raw`(?:ST|PT|TGT|PGT)-\d{1,9}-(?=[\w.-]{0,60}[0-9])[\w.-]{16,400}`],
  // The header of a token is JSON and begins with `{"`.
  [/eyJ/, String.raw`eyJ[\w-]{8,4000}(?:\.[\w-]{0,4000}|\s\.\s(?=[\w-]{0,60}[0-9])[\w-]{16,4000}){0,4}`],
];

/** Names of secrets, as headers, variables, fields and parameters spell them. */
const NAMES =
  '(?:x[-_]?)?(?:(?:encryption|signing|master|webhook|auth|(?:shared[-_]?)?access|secret|private|account|subscription|(?:(?:dd|goog)[-_]?)?api)[-_]?keys?|api keys?|private[-_]?key[-_]?id|client[-_]?key[-_]?data|(?:client[-_]?)?secret|secret[-_]?string|jsessionid|phpsessid|sessionid|pass(?:word|wd|phrase)|pwd|(?:access|refresh|id|auth|session|security|bearer|csrf|xsrf|amz[-_]security)?[-_]?token|credentials?|signature|connection[-_]?string)';
/** Prefixes of a name in a variable (`ANTHROPIC_`, `aws_secret_`). */
const BEFORE =
  '(?<keep>(?<![A-Za-z0-9])(?<!unexpected )(?:[A-Za-z0-9]{1,24}[-_.]){0,4}(?:[a-z]{1,20}(?=[A-Z]))?';
const LABEL = BEFORE + NAMES;
/**
 * These names and any other key: `OPENAI_KEY`, `x-functions-key`. A purpose or a number may follow (`_PROD`, `_GITHUB`). Keys of
 * tables and caches are excluded, and names of other facts, such as `key_id`.
 */
const OTHERS = String.raw`(?:${NAMES}|(?<=[\w.-])(?<!(?:cache|primary|foreign|sort|partition|public|idempotency|routing|object)[-_.]?)key)(?:[-_](?:[A-Za-z0-9]{1,24}[-_]){0,2}(?!(?:id|name|type|file|path|ur[il]|endpoint|ref|version|hint|prefix|arn)s?\b)[A-Za-z0-9]{1,24}|helper|\d{1,3})?`;
/** A quote: plain, escaped, as `\u0022`, or as an HTML entity. */
const MARK = String.raw`(?:\\{0,4}["'\x60]|\\{1,4}u0022|&quot;|&#34;)`;
const QUOTE = `(?:${MARK})?`;
/** The signs that languages put around a value: a list, a constructor, a type. */
const AROUND = String.raw`(?:\[\]\w{1,12}\{|[[{]\s{0,2}(?:${MARK}[\w-]{1,40}${MARK},\s{0,2})?|\w{1,20}\(\s{0,2}|string\(\d{1,6}\)\s{1,2}|>-?\s{1,4})?`;
const SEPARATOR = String.raw`${QUOTE}(?:\]\s{0,2})?\s{0,4}(?:=>|[:=])\s{0,4}${AROUND}(?:[bu]?${MARK})?)`;
/** Joins a name and its value without an assignment sign: the next item of a list, or the next word. */
const NEXT = String.raw`(?:${MARK}>{0,2},\s{0,4}(?:<<|[bu]|[[{])?${MARK}|(?:\s(?:provided|supplied|given|is|was)\b:?)?\s{1,4}${QUOTE}))`;
/** A pair of a name and a value: HAR, Kubernetes, attributes of XML and HTML. */
const PAIR = String.raw`${MARK}?[,;]?\s{0,4}${MARK}?(?:value|content)${MARK}?\s{0,2}[:=]\s{0,2}${MARK}?)`;
const VALUE = String.raw`(?!\w{1,20}\(\s{0,2}["'[])[^\s"'\x60,;&<>(){}[\]\\]{3,4000}`;
/** A whole name, as it may follow in a list. */
const NAME = new RegExp(`^${NAMES}$`, 'i');

/** Words that a sentence may have where a value could be. */
const WORDS = new Set(
  'missing required invalid none null undefined expired empty field not no header headers must is was has have cannot could unknown incorrect malformed string number boolean array object true false expected input value the your this that please extra yes secret secrets key keys token tokens password passwords api redacted revoked disabled unauthorized forbidden denied absent unset wrong bad too limit exceeded failed error request only provide provided use check see set get from for with and are does'.split(
    ' ',
  ),
);

/** Whether a value looks secret: not a word, a count or a placeholder, but mixed with digits, cases or signs. */
function isValue(secret: string): boolean {
  const bare = secret.replace(/(?<![.:!?])[.:!?]+$/, '');
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(bare) || bare.startsWith('[redacted')) return false;
  // A mask, a variable, or code that reads a variable.
  if (/^[*•.x…-]+$|^\$\{?[A-Z_]{2,}\}?$|^(?:process\.env|os\.environ|import\.meta|getenv|ENV)\b/.test(bare))
    return false;
  return !WORDS.has(bare.toLowerCase()) && !NAME.test(bare);
}

/** Letters with digits, as even a short password has. Dates and model names do not count. */
const isMixed = (secret: string): boolean =>
  isValue(secret) &&
  secret.length >= 8 &&
  /\d/.test(secret) &&
  /[a-z]/i.test(secret) &&
  !/^(?:\d{4}-\d\d-\d\d|claude)/.test(secret);

/** Not a word: several cases and digits, or many digits in a long run. */
const isOpaque = (secret: string): boolean =>
  isMixed(secret) &&
  ((/[a-z]/.test(secret) && /[A-Z]/.test(secret)) ||
    (secret.length >= 16 && secret.replace(/\D/g, '').length >= 4));

/** A header whose value ends at its quote, or at the end of the line. */
function headers({ hint, name, scheme }: Header): readonly SecretShape[] {
  const start = String.raw`(?<keep>(?<![A-Za-z0-9-])${name}${QUOTE}\s{0,4}(?:=>|[:=])\s{0,4}`;
  const quoted = String.raw`[bu]?(?<quote>\\{0,4}["'\x60])${scheme})(?:(?!\k<quote>)(?:\\.|[^\r\n])){3,4000}`;
  const bare = String.raw`${scheme})[^\r\n"'\x60\\]{3,4000}`;
  const isSecret = (secret: string): boolean => {
    const [first = ''] = secret.split(' ', 1);
    return isValue(first) || first.includes('=');
  };
  return [quoted, bare].map((value) => ({ hint, pattern: new RegExp(start + value, 'gi'), isSecret }));
}

interface Header {
  readonly hint: RegExp;
  /** A pattern. */
  readonly name: string;
  readonly scheme: string;
}

/** Secrets that are recognised by their place, not by their own shape. */
const PLACES: readonly SecretShape[] = [
  {
    // A private key.
    hint: /-----BEGIN/,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}-----(?:(?!-----END)[\s\S]){0,16000}(?:-----END [A-Z0-9 ]{0,40}-----)?/g,
  },
  {
    // A header that cannot be sent.
    hint: /Headers\.\w|invalid header (?:value|name)|has invalid value/,
    // `Headers` of Node.js prints the invalid name or value, often a key with a line break. A long one is cut.
    pattern: /(?<keep>\bHeaders\.\w{1,20}: )"[\s\S]*?(?:"(?<after> is an invalid header \w{1,10})|$)/g,
    instead: '"[redacted]"',
  },
  {
    hint: /invalid header (?:value|name)/,
    pattern: /(?<keep>^[^"]{0,200})"(?!\[redacted\])[\s\S]*"(?<after> is an invalid header (?:value|name))/g,
    instead: '"[redacted]"',
  },
  {
    hint: /has invalid value/,
    // Bun's.
    pattern: /(?<keep>\bHeader '[^']{0,80}' has invalid value: )'[\s\S]*$/g,
    instead: "'[redacted]'",
  },
  {
    // gRPC for Node.js; h11, `http.client` and aiohttp of Python; Java. It has a line break or another sign, so its end is not sure.
    hint: /header value|Metadata string value/i,
    pattern:
      /(?<keep>\b(?:(?:illegal|invalid|forbidden) header value|in header value|Metadata string value):?\s{1,4}b?)(?<quote>["'])[\s\S]{0,4000}(?:\k<quote>|$)/gi,
    instead: '"[redacted]"',
  },
  {
    hint: /format of value/,
    // .NET's.
    pattern: /(?<keep>\bThe format of value ')[^']{3,4000}(?<after>')/g,
    isSecret: isMixed,
  },
  {
    // A password in an address.
    hint: /@/,
    // A user name, then a password with any characters. A number and a slash after the colon are a port and a path.
    pattern:
      /(?<keep>\/\/)(?!git@)(?:[^\s/:@"'<>\\]{0,100}:(?!\d{1,5}(?:[/?#"'\s]|$))[^\s"'<>]{0,200}|[^\s/:@"'<>?#\\]{1,200})(?<after>@(?=[\w.[%-]))/g,
  },
  ...headers({ hint: /cookie/i, name: '(?:set-)?cookie2?', scheme: '' }),
  {
    // An authorization header.
    hint: /authorization/i,
    // Schemes with several quoted parts.
    pattern: /(?<keep>authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:Digest|OAuth|Hawk)\s)[^\r\n]{3,4000}/gi,
  },
  // Any scheme. The scheme is kept.
  ...headers({
    hint: /authorization/i,
    name: String.raw`(?:\w{1,20}-){0,2}authorization`,
    scheme: String.raw`(?:[\w-]{1,40}[ \t]{1,4}(?=[^\s"'\x60\\]))?`,
  }),
  {
    hint: /\b(?:bearer|basic|digest|negotiate|ntlm|token)\b/i,
    // A scheme and its credential. A word of a sentence has neither digits nor signs.
    pattern:
      /(?<keep>(?<![A-Za-z0-9])(?:bearer|basic|digest|negotiate|ntlm|token)(?:\s{1,4}|%20|\+|\\n))(?=[A-Za-z~+/=_-]{0,200}[0-9.=]|[a-z]{0,40}[A-Z][A-Za-z]{0,40}[a-z])[\w.~+/=-]{6,4000}/gi,
    isSecret: (secret) =>
      !/^realm=/i.test(secret) && (/[0-9=]/.test(secret) || /[a-z][A-Z]|\.\w/.test(secret)),
  },
  {
    // A signature of AWS.
    hint: /signature|credential|security-token/i,
    pattern: /(?<keep>(?:x-amz-)?(?:signature|credential|security-token)(?:=|%3D))[\w%./+=-]{8,4000}/gi,
  },
  {
    // A secret in a query.
    hint: /[?&;%]|u0026/,
    pattern:
      /(?<keep>(?:[?&;]|%(?:25){0,2}(?:26|3F)|\\u0026|&amp;)(?:[\w.-]{0,24}[-_.])?(?:api[-_]?key|key|(?:access|refresh|id|auth|security|session)?[-_]?token|secret|client[-_]?secret|sig|signature|auth|authorization|pass|password|passwd|pwd|code|session(?:id)?|sid|jwt|credential|assertion)(?:=|%(?:25){0,2}3D))[^\s&"'<>#\\`)}\]]{1,4000}/gi,
    isSecret: isValue,
  },
  {
    // A login with SAML, in the address or the form.
    hint: /SAML/i,
    pattern: new RegExp(
      `(?<keep>(?<![A-Za-z0-9])SAML(?:Response|Request|art)(?:=|%3D|${MARK}\\s?(?:value=|:)\\s?${MARK}))[\\w%+/=-]{8,16000}`,
      'gi',
    ),
  },
  {
    // A labelled secret.
    hint: /key|secret|pass|pwd|token|credential|signature|connection.?string|sess/i,
    pattern: new RegExp(LABEL + SEPARATOR + VALUE, 'gi'),
    isSecret: isValue,
  },
  {
    hint: /value|content/i,
    pattern: new RegExp(
      `${BEFORE}(?:${OTHERS}|(?:set-)?cookie|authorization)${PAIR}(?:[^\\s"'\\x60<>\\\\]{3,4000})`,
      'gi',
    ),
    isSecret: isValue,
  },
  {
    hint: /value.{1,400}name/i,
    pattern: new RegExp(
      `(?<keep>${MARK}value${MARK}\\s?:\\s?${MARK})[^\\s"'\\x60<>\\\\]{3,400}(?<after>${MARK},\\s?${MARK}name${MARK}\\s?:\\s?${MARK}(?:[A-Za-z0-9]{1,24}[-_]){0,4}${NAMES}${MARK})`,
      'gi',
    ),
  },
  {
    hint: /<\//,
    pattern: new RegExp(
      `(?<keep><(?:\\w{1,20}:)?\\w{0,20}${NAMES}(?:\\s[^<>]{0,120})?>)[^<>]{3,4000}(?<after><\\/)`,
      'gi',
    ),
    isSecret: isValue,
  },
  {
    hint: /key|secret|pass|pwd|token|credential|signature/i,
    pattern: new RegExp(BEFORE + OTHERS + NEXT + VALUE, 'gi'),
    isSecret: isOpaque,
  },
  {
    hint: /key|secret|pass|pwd|token|credential|signature/i,
    pattern: new RegExp(BEFORE + OTHERS + SEPARATOR + VALUE, 'gi'),
    isSecret: isMixed,
  },
  {
    hint: /auth|pass|pat\b/i,
    pattern: new RegExp(
      `(?<keep>(?<![A-Za-z0-9])(?:[A-Za-z0-9]{1,24}[-_]){0,4}(?:auth|pass|pat)${SEPARATOR}${VALUE}`,
      'gi',
    ),
    isSecret: isOpaque,
  },
  {
    hint: /\[redacted\].{0,4}->/,
    // The new value.
    pattern: /(?<keep>\[redacted\]"?\s{0,2}->\s{0,2}")[^"\s]{3,400}/g,
  },
  {
    // A password of a command.
    hint: /\b(?:curl|docker login|mysql\w{0,10}|AUTH)\b/,
    pattern:
      /(?<keep>\bcurl\b[^\n]{0,200}?\s(?:(?:-u|--user)[ =]["']?[^\s:"']{1,64}:|(?:-b|--cookie)[ =]["']?[\w.-]{1,60}=)|\bdocker login\b[^\n]{0,200}?\s(?:-p|--password)[ =]|\bmysql\w{0,10}\b[^\n]{0,200}?\s-p(?=\S)|\bAUTH )[^\s"']{3,400}/g,
    isSecret: (secret) => /\d/.test(secret) && isValue(secret),
  },
  {
    // An address that is a secret.
    hint: /webhooks\/|\/bot\d/,
    pattern: /(?<keep>\/api\/webhooks\/\d{1,24}\/|\/bot\d{6,16}:)[\w-]{16,200}/g,
  },
  {
    // An e-mail address.
    hint: /@/,
    // Bounded, so that a text of one repeated character does not take quadratic time.
    pattern:
      /(?<![A-Za-z0-9._%+-])(?!git@)[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])/g,
  },
];

/** A key right after a word, as when two lines are joined. No word continues like this. */
const GLUED: SecretShape = {
  hint: /\wsk-ant-/,
  pattern: /(?<keep>sk-)ant-(?:api|oat|sid|admin)\d\d-[\w-]{3,400}/g,
};

/** All shapes. Keys come first, because the rest of a partly replaced key would look like a word. */
export const SECRET_SHAPES: readonly SecretShape[] = [
  ...PLACES.slice(0, 6),
  ...KEYS.map(([hint, shape]): SecretShape => ({ hint, pattern: key(shape) })),
  GLUED,
  ...PLACES.slice(6),
];

/** The names of the shapes, in the same order. Separate, so that a browser page that only redacts does not bundle them. */
export const SECRET_KINDS: readonly string[] = [
  'a private key',
  'a header that cannot be sent',
  'a header that cannot be sent',
  'a header that cannot be sent',
  'a header that cannot be sent',
  'a header that cannot be sent',
  'an API key',
  "Bedrock's key",
  'a key',
  "Stripe's key",
  "AWS's key id",
  "Google's key",
  "GitHub's token",
  "GitLab's token",
  "Slack's token",
  "Vault's token",
  "npm's token",
  "Hugging Face's token",
  "PyPI's token",
  "a vendor's key",
  'a ticket',
  'a token',
  'an API key',
  'a password in an address',
  'a cookie',
  'a cookie',
  'an authorization header',
  'an authorization header',
  'an authorization header',
  'an authorization header',
  'a signature of AWS',
  'a secret in a query',
  'a login with SAML',
  'a labelled secret',
  'a labelled secret',
  'a labelled secret',
  'a labelled secret',
  'a labelled secret',
  'a labelled secret',
  'a labelled secret',
  'a labelled secret',
  'a password of a command',
  'an address that is a secret',
  'an e-mail address',
];
