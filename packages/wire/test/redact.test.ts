// Keys, tokens and addresses are gone from messages; what names the fault stays.
import { expect, test } from 'vitest';
import { MAX_MESSAGE_LENGTH, redact } from '../src/redaction/redact.ts';

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
  // What has digits and both cases, and is too short for a secret or says where one is read.
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
  // What says that there is none stays.
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
