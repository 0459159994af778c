// The redactor with secrets of every kind and with look-alikes. It prints how many it finds and how many it leaves.
import { redactSecrets, secretIn } from '@sevenstep/wire';
import { describe, expect, test } from 'vitest';
import { SECRET_KINDS, SECRET_SHAPES } from '../../packages/wire/src/redaction/secret-shapes.ts';
import { FORM_POSITIVES } from './secrets/forms.ts';
import { HARMLESS } from './secrets/harmless.ts';
import { LOOK_ALIKES as NAMED_LOOK_ALIKES } from './secrets/look-alikes.ts';
import { type Positive, POSITIVES as SHAPED_POSITIVES } from './secrets/positives.ts';

const POSITIVES = [...SHAPED_POSITIVES, ...FORM_POSITIVES];
const LOOK_ALIKES = [...new Set([...NAMED_LOOK_ALIKES, ...HARMLESS])];

/** Eight characters of a secret identify it; for a shorter one, all of it. */
const leaks = ({ secrets }: Positive, text: string): boolean =>
  secrets.some((secret) => {
    const length = Math.min(8, secret.length);
    // A prefix of all the vendor's keys is not secret.
    const from =
      /^(?:sk-(?:ant-(?:\w+-)?|proj-|svcacct-|or-v1-|lf-)?|ghp_|npm_|hf_)/.exec(secret)?.[0].length ?? 0;
    const starts = Math.max(1, secret.length - from - length + 1);
    return Array.from({ length: starts }, (_, index) =>
      secret.slice(from + index, from + index + length),
    ).some((part) => text.includes(part));
  });

test('the corpus is as large as it says', () => {
  expect(POSITIVES.length).toBeGreaterThanOrEqual(300);
  expect(LOOK_ALIKES.length).toBeGreaterThanOrEqual(300);
  expect(new Set(POSITIVES.map(({ text }) => text)).size).toBe(POSITIVES.length);
  expect(new Set(LOOK_ALIKES).size).toBe(LOOK_ALIKES.length);
});

describe('a secret is gone, and the scanner sees it', () => {
  test.each(POSITIVES.map((positive) => [positive.what, positive] as const))('%s', (_, positive) => {
    expect(leaks(positive, positive.text), 'the corpus itself').toBe(true);
    expect(leaks(positive, redactSecrets(positive.text)), redactSecrets(positive.text)).toBe(false);
    expect(secretIn(positive.text)).toBeTypeOf('string');
  });
});

test.each([
  ['-----BEGIN PRIVATE KEY-----', 'a private key'],
  ['Headers.append: "x-api-key" is an invalid header name', 'a header that cannot be sent'],
  ["Illegal header value b'hunter2-Tr0ub4dor\\n'", 'a header that cannot be sent'],
  ["The format of value 'Tr0ub4dor-and-3' is invalid", 'a header that cannot be sent'],
  [`sk-proj-${'a1'.repeat(12)}`, 'an API key'],
  [`ABSK${'a1'.repeat(12)}`, "Bedrock's key"],
  [`bedrock-api-key-${'a1'.repeat(12)}`, "Bedrock's key"],
  [`key-${'a1'.repeat(12)}`, 'a key'],
  [`whsec_${'a1'.repeat(12)}`, "Stripe's key"],
  [`AKIA${'A1'.repeat(8)}`, "AWS's key id"],
  [`AIza${'a1'.repeat(12)}`, "Google's key"],
  [`ghp_${'a1'.repeat(12)}`, "GitHub's token"],
  [`glpat-${'a1'.repeat(12)}`, "GitLab's token"],
  [`xoxb-${'a1'.repeat(12)}`, "Slack's token"],
  [`hvs.${'a1'.repeat(12)}`, "Vault's token"],
  [`npm_${'a1'.repeat(18)}`, "npm's token"],
  [`hf_${'a1'.repeat(12)}`, "Hugging Face's token"],
  [`pypi-${'a1'.repeat(24)}`, "PyPI's token"],
  [`gsk_${'a1'.repeat(12)}`, "a vendor's key"],
  [`ST-1-${'a1'.repeat(12)}`, 'a ticket'],
  [`eyJ${'a1'.repeat(12)}`, 'a token'],
  ['postgres://app:Tr0ub4dor-and-3@db', 'a password in an address'],
  ['cookie: sid=0f8c1d2e3b4a', 'a cookie'],
  ['authorization: Bearer 0f8c1d2e3b4a59687766', 'an authorization header'],
  [`X-Amz-Signature=${'a1'.repeat(32)}`, 'a signature of AWS'],
  ['https://a.example/?sig=Tr0ub4dor-and-3', 'a secret in a query'],
  ['SAMLResponse=PHNhbWxwOlJlc3Bv', 'a login with SAML'],
  ['password=Tr0ub4dor-and-3', 'a labelled secret'],
  ['mysql -pTr0ub4dor3', 'a password of a command'],
  [`/api/webhooks/123/${'a1'.repeat(12)}`, 'an address that is a secret'],
  ['ada@example.com', 'an e-mail address'],
])('%s is %s', (text, kind) => {
  expect(SECRET_KINDS.length).toBe(SECRET_SHAPES.length);
  expect(secretIn(text)).toBe(kind);
});

describe('a look-alike stays, and the scanner passes it', () => {
  test.each(LOOK_ALIKES)('%s', (text) => {
    expect(redactSecrets(text)).toBe(text);
    expect(secretIn(text)).toBeUndefined();
  });
});

test('what is redacted is redacted: a second time changes nothing', () => {
  for (const { text } of POSITIVES) {
    const once = redactSecrets(text);
    expect(redactSecrets(once)).toBe(once);
  }
});

test('recall and precision', () => {
  const found = POSITIVES.filter((positive) => !leaks(positive, redactSecrets(positive.text))).length;
  const spoiled = LOOK_ALIKES.filter((text) => redactSecrets(text) !== text).length;
  const recall = found / POSITIVES.length;
  const precision = found / (found + spoiled);
  console.info(
    `secrets: recall ${recall.toFixed(3)} (${found} of ${POSITIVES.length}), precision ${precision.toFixed(3)} (${spoiled} of ${LOOK_ALIKES.length} look-alikes changed)`,
  );
  expect(recall).toBe(1);
  expect(precision).toBe(1);
});

test.each([
  'a',
  'key=',
  'token ',
  'password',
  'value":"',
  '"',
  '\\',
  'curl ',
  'eyJ',
  '<key ',
  '%25',
  '://a:',
])('a text of %j alone takes linear time', (sign) => {
  const time = (length: number): number => {
    const text = sign.repeat(length / sign.length);
    // CPU time, because other programs keep the machine busy.
    const started = process.cpuUsage();
    redactSecrets(text);
    return process.cpuUsage(started).user / 1000;
  };
  time(50_000);
  // The text is 16 times as long. A quadratic pattern would take 256 times as long.
  expect(time(800_000)).toBeLessThan(80 * Math.max(time(50_000), 1));
});
