// Texts that repeat a credential, and texts that only use its words.
import { describe, expect, test } from 'vitest';
import { isEcho, isEchoedName } from '../src/index.ts';

const KEY = 'hunter7lamp-gateway42x';

describe('repeats', () => {
  test.each([
    ['as it is', `Unknown key ${KEY}`],
    ['a part of it', 'Unknown key hunter7lamp-gat…'],
    ['in upper case', 'Unknown key HUNTER7LAMP-GATEWAY42X'],
    ['in groups', 'Unknown key hunter7l amp-gate way42x'],
    ['percent-encoded, twice', `Unknown key ${encodeURIComponent('hunter7lamp%2Dgateway42x')}`],
    ['as base64', `Unknown key ${Buffer.from(KEY).toString('base64')}`],
    ['as hex', `Unknown key ${Buffer.from(KEY).toString('hex')}`],
  ])('%s', (_, sentence) => {
    expect(isEcho([sentence], { credentials: [KEY] })).toBe(true);
    expect(isEcho([sentence], { credentials: [KEY] }, true)).toBe(true);
  });

  test('a password without digits, as a whole', () => {
    const sent = { credentials: ['correct-horse-battery'] };
    expect(isEcho(['Denied: correct-horse-battery'], sent)).toBe(true);
    expect(isEcho(['A correct horse is no battery'], sent)).toBe(false);
  });

  test('an id', () => {
    expect(isEchoedName(KEY, { credentials: [KEY] })).toBe(true);
    expect(isEchoedName('sk-ant-api03-QkX9zebra0lantern11223344556677889900', undefined)).toBe(true);
  });
});

describe('repeats nothing', () => {
  test.each([
    ['a key that is redacted', `invalid x-api-key: ${'sk-ant-api03-QkX9zebra0lantern1122334455667788'}`],
    ['the kind of a key', 'Keys begin with sk-ant-api03-.'],
    ['words', 'Check the API key of your gateway.'],
  ])('%s', (_, sentence) => {
    const credentials = ['sk-ant-api03-QkX9zebra0lantern1122334455667788', 'your-api-key', 'abc', ''];
    expect(isEcho([sentence], { credentials })).toBe(false);
  });

  test('ids', () => {
    for (const id of [
      'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
      'gen-1762345678-AbCdEf',
      'msg_bdrk_01abcdefgh',
    ])
      expect(isEchoedName(id, { credentials: [KEY] })).toBe(false);
  });
});
