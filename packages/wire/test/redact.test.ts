// Keys, tokens and addresses are gone from messages; what names the fault stays.
import { describe, expect, test } from 'vitest';
import { MAX_MESSAGE_LENGTH, redact, redactSecrets, secretIn } from '../src/redaction/redact.ts';

test.each([
  ['an Anthropic key', 'key sk-ant-api03-abc_DEF-123 is bad', 'key sk-[redacted] is bad'],
  [
    'another vendor’s key',
    'Incorrect API key provided: sk-proj-abcdef',
    'Incorrect API key provided: sk-[redacted]',
  ],
  ['a bearer token', 'authorization: Bearer abc.def-ghi', 'authorization: Bearer [redacted]'],
  ['a JSON web token', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'token [redacted]'],
  ['basic credentials', 'proxy wants Basic dXNlcjpwYXNz', 'proxy wants Basic [redacted]'],
  ['a key of no vendor', 'no key-0123abc here', 'no key-[redacted] here'],
  ['a key of Google', 'AIzaSyA1234567890 is no key', '[redacted] is no key'],
  ['an AWS session', 'id ASIAIOSFODNN7EXAMPLE', 'id [redacted]'],
  ['an AWS access key id', 'id AKIAIOSFODNN7EXAMPLE', 'id [redacted]'],
  [
    'a header value of two lines',
    'Headers.append: "Bearer sk-ant-api03-first\nsecond" is an invalid header value.',
    'Headers.append: "[redacted]" is an invalid header value.',
  ],
  [
    'a header value with a quotation mark in it',
    'Headers.append: "Bearer sk-ant-api03-first"\nsecond" is an invalid header value.',
    'Headers.append: "[redacted]" is an invalid header value.',
  ],
  [
    'a header value that is longer than what is kept of a message',
    `Headers.append: "Bearer first\n${'second'.repeat(1_000)}" is an invalid header value.`,
    'Headers.append: "[redacted]"',
  ],
  [
    'a header name of two lines',
    'Headers.delete: "first\nsecond" is an invalid header name.',
    'Headers.delete: "[redacted]" is an invalid header name.',
  ],
  [
    'a header value that Bun does not take',
    "Header 'Authorization' has invalid value: 'Bearer first\nsecond'",
    "Header 'Authorization' has invalid value: '[redacted]'",
  ],
  [
    'an e-mail address',
    'user jane.doe+x@mail.example.org is not a member',
    'user [redacted] is not a member',
  ],
  [
    'credentials in a URL',
    'proxy http://user:pass@proxy.local:3128 failed',
    'proxy http://[redacted]@proxy.local:3128 failed',
  ],
])('%s is not kept', (_, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  'prompt is too long: 208310 tokens > 200000 maximum',
  'messages.0.content.0.text: Field required',
  'model: claude-sonnet-5',
  'getaddrinfo ENOTFOUND api.anthropic.com',
  // Texts with digits and both cases that are too short for a secret, or that name the place of one.
  'auth: Basic2',
  'auth: worker-12345',
  'auth: process.env.AUTH2Go',
])('what names the fault stays: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test.each([
  ['set-cookie: session=hunter2abc; Path=/', 'set-cookie: [redacted]'],
  // A cookie has its name in front, and may end with a word.
  ['cookie = theme=dark; sid=1234', 'cookie = [redacted]'],
  ['{"cookie":"sid=a b; c=d"}', '{"cookie":"[redacted]"}'],
  ["cookie: 'a=b", "cookie: '[redacted]"],
  ["'authorization': 'Custom 1a2B3c4d5e'", "'authorization': 'Custom [redacted]'"],
  ['x-proxy-authorization => "Token=abc def"', 'x-proxy-authorization => "[redacted]"'],
  // A text that says that there is no secret stays.
  ['authorization: none', 'authorization: none'],
  ['authorization: Bearer invalid', 'authorization: Bearer invalid'],
  ['cookie: missing', 'cookie: missing'],
])('a header by its name: %s', (text, expected) => {
  expect(redact(text)).toBe(expected);
});

test('a long text is cut to its limit, and says so', () => {
  const cut = redact('word '.repeat(1_000));
  expect(cut).toHaveLength(MAX_MESSAGE_LENGTH);
  expect(cut.endsWith('…')).toBe(true);
});

test('a cut never leaves half a character', () => {
  const cut = redact(`${'a'.repeat(MAX_MESSAGE_LENGTH - 2)}😀😀`);
  expect(cut.isWellFormed()).toBe(true);
});

test('a key that the cut runs through is gone, too', () => {
  expect(redact(`${'a '.repeat(MAX_MESSAGE_LENGTH * 2 - 8)}sk-ant-api03-secret`)).not.toContain('sk-ant');
});

describe('behind a label', () => {
  test.each([
    'hunter2',
    'correct-horse-battery',
    '1234567890',
    '1234.1234567',
    'Passw0rd!',
    'xyz',
    'ABC',
    '$lower',
  ])('%s is a secret', (secret) => {
    expect(redact(`the password: ${secret} was sent`)).toBe('the password: [redacted] was sent');
  });

  test.each([
    '123456789',
    '1.5',
    '123.123456',
    'missing',
    'Invalid',
    'REQUIRED',
    'none.',
    'unset!?',
    'token',
    'api_key',
    '****',
    '•••',
    'xxxx',
    '$PASSWORD',
    '$PASSWORD',
    'process.env.PASSWORD',
    'os.environ',
    'import.meta.env',
    'getenv',
    'ENV',
    'ab',
  ])('%s is none', (word) => {
    expect(redact(`the password: ${word} was sent`)).toBe(`the password: ${word} was sent`);
  });

  test.each(['Abcdefg1', 'aBcdefg1', '1aB45678', 'abcdefghijkl1234', '0123456789abcdef', 'ABCDEFGHIJKL1234'])(
    '%s is a secret without a sign before it, too',
    (secret) => {
      expect(redact(`the password is ${secret} today`)).toBe('the password is [redacted] today');
    },
  );

  test.each([
    'hunter2',
    'Abcdef1',
    'abcdefg1',
    'ABCDEFG1',
    'Abcdefgh',
    'abcdefghijkl123',
    'abcdefghijk1234',
    'abcdefghijklm123',
    '1234567890123456',
    '2026-01-01T00:00:00Za',
    'claude-Sonnet-4-5-20250929',
  ])('%s is none without a sign before it', (word) => {
    expect(redact(`the password is ${word} today`)).toBe(`the password is ${word} today`);
  });
});

describe('encoded', () => {
  const KEY = 'sk-ant-api03-QkX9zebra0lantern';
  const percent = (text: string): string =>
    [...text].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');
  test.each([
    ['percent signs', percent(KEY)],
    ['percent signs in capitals', percent(KEY).toUpperCase()],
    ['percent signs twice', percent(KEY).replaceAll('%', '%25')],
    ['percent signs three times', percent(KEY).replaceAll('%', '%25').replaceAll('%', '%25')],
    ['some percent signs', KEY.replaceAll('-', '%2D')],
    ['escapes of JSON', KEY.replaceAll('-', '\\u002D')],
    ['entities', KEY.replaceAll('-', '&#45;')],
    ['entities in hex', KEY.replaceAll('-', '&#x2d;')],
    ['base64', Buffer.from(KEY).toString('base64')],
    ['base64 for URLs', Buffer.from(`${KEY}??>>`).toString('base64url')],
    ['base64 without its end', Buffer.from(`${KEY}ab`).toString('base64').slice(0, -3)],
  ])('by %s', (_, encoded) => {
    expect(redactSecrets(`so ${encoded} is`)).toBe('so [redacted] is');
    expect(secretIn(encoded)).toBe('an encoded secret');
  });

  test.each([
    ['percent signs', percent('a harmless text of words')],
    ['entities', 'a&#45;harmless&#45;text'],
    ['escapes', 'a\\u002Dharmless\\u002Dtext'],
    ['base64 of a text', Buffer.from('a harmless text of words').toString('base64')],
    ['base64 of bytes', Buffer.from(Array.from({ length: 40 }, (_, index) => index * 7)).toString('base64')],
    // Words that could be mistaken are no secret where nothing says what they are.
    ['a label', Buffer.from('the password: hunter2 was sent').toString('base64')],
  ])('nothing is taken from %s', (_, encoded) => {
    expect(redactSecrets(`so ${encoded} is`)).toBe(`so ${encoded} is`);
    expect(secretIn(encoded)).toBeUndefined();
  });
});

test('a secret is named by its kind, the first one that is found', () => {
  expect(secretIn('sk-ant-api03-QkX9zebra0lantern')).toBe('an API key');
  expect(secretIn('a jane@example.org')).toBe('an e-mail address');
  expect(secretIn('jane@example.org has sk-ant-api03-QkX9zebra0lantern')).toBe('an API key');
  expect(secretIn('[redacted] has none, nor sk-[redacted]')).toBeUndefined();
  expect(secretIn('')).toBeUndefined();
});

test('one line, cut at its limit and not before', () => {
  expect(redact('  a\n\t b\u00a0 c ')).toBe('a b c');
  const most = 'ab '.repeat(200).slice(0, MAX_MESSAGE_LENGTH - 1);
  expect(redact(`${most}c`)).toBe(`${most}c`);
  expect(redact(`${most}cd`)).toBe(`${most}…`);
  expect(redact('a\ud800b')).toBe('a\ufffdb');
  // Four times the limit is read of a long text, as secrets shrink.
  const secret = 'sk-ant-api03-QkX9zebra0lantern ';
  const shrunk = redact(`${secret.repeat(60)}end`);
  expect(shrunk).toBe(`${'sk-[redacted] '.repeat(60).slice(0, MAX_MESSAGE_LENGTH - 1)}…`);
});
