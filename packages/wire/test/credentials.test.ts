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
    ['in base64 of more', `Unknown: ${Buffer.from(`ab x-gateway-key: ${KEY}`).toString('base64')}`],
    ['in base64 behind a path', `application/${Buffer.from(`x-gateway-key: ${KEY}`).toString('base64')}`],
    ['in a dump of bytes', `Unknown: ${[...Buffer.from(`key=${KEY}`)].join(' ')}`],
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

test('a sentence that an earlier answer had is not compared again, one that repeated a credential is', () => {
  let reads = 0;
  const sentBy = (harmless?: Set<string>) => ({
    harmless,
    get credentials() {
      reads += 1;
      return [KEY];
    },
  });
  const harmless = new Set<string>();
  for (let call = 0; call < 3; call += 1) {
    expect(isEcho(['Your limit is reached.'], sentBy(harmless))).toBe(false);
    expect(reads).toBe(1);
  }
  for (let call = 0; call < 3; call += 1) expect(isEcho([`Unknown key ${KEY}`], sentBy(harmless))).toBe(true);
  expect(isEcho(['Your limit is reached.'], sentBy())).toBe(false);
  expect(reads).toBe(5);
});

test('a sentence that repeats the body is compared with credentials again', () => {
  const harmless = new Set<string>();
  const said = `six words of the prompt before ${KEY}`;
  const body = JSON.stringify({ text: 'six words of the prompt before' });
  expect(isEcho([said], { body, harmless })).toBe(true);
  expect(isEcho([said], { credentials: [KEY], harmless })).toBe(true);
});

test('of earlier sentences only some are remembered', () => {
  const harmless = new Set<string>();
  for (let index = 0; index < 1000; index += 1) isEcho([`Limit ${index} is reached.`], { harmless });
  expect(harmless.size).toBeLessThanOrEqual(16);
});

test('a sentence that is remembered comes again and the others stay', () => {
  const harmless = new Set<string>();
  for (let index = 0; index < 16; index += 1) isEcho([`Limit ${index} is reached.`], { harmless });
  expect(isEcho(['Limit 3 is reached.'], { harmless })).toBe(false);
  expect(harmless.size).toBe(16);
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

describe('how much of it', () => {
  const repeats = (sentence: string, credential: string): boolean =>
    isEcho([sentence], { credentials: [credential] });

  test('ten characters in a row with letters and digits', () => {
    expect(repeats('so hunter7la is', KEY)).toBe(false);
    expect(repeats('so hunter7lam is', KEY)).toBe(true);
    expect(repeats('so lamp-gateway is', KEY)).toBe(false);
    expect(repeats('so lampgateway4 is', KEY)).toBe(true);
    // Signs and blanks between them do not count.
    expect(repeats('so h.u.n.t.e.r.7 l/a/m/p', KEY)).toBe(true);
    expect(repeats('at the end hunter7lamp', KEY)).toBe(true);
    expect(repeats('hunter7lamp at the begin', KEY)).toBe(true);
    // A digit at either end of the run.
    expect(repeats('so 7lampgate is', '7lampgateway-of-mine')).toBe(false);
    expect(repeats('so 7lampgatew is', '7lampgateway-of-mine')).toBe(true);
    expect(repeats('so lampgatew7 is', 'my-lampgatew7')).toBe(true);
  });

  test('digits alone may be chance, and all of them are none', () => {
    expect(repeats('so 1234567890 is', '12345678901234567890')).toBe(false);
    expect(repeats('so 12345678901234567890 is', '12345678901234567890')).toBe(true);
  });

  test('eight characters are compared whole, and fewer are ordinary words', () => {
    expect(repeats('so passw0rd is', 'passw0rd')).toBe(true);
    expect(repeats('so passw0r is', 'passw0r')).toBe(false);
    expect(repeats('so pass-words is', 'pass-wor')).toBe(false);
    expect(repeats('so pass-w-0-r-d is', 'passw0rd')).toBe(true);
    expect(repeats('so é-é-é-é-é-é-é-é is', 'é-é-é-é-é-é-é-é')).toBe(false);
  });

  test('the kind of a key in front of it does not count', () => {
    for (const kind of ['Bearer ', 'basic ', 'TOKEN ', 'sk-ant-api03-', 'Bearer sk-ant-oat01-']) {
      expect(repeats('so hunter7lamp is', `${kind}${KEY}`)).toBe(true);
      expect(repeats(`so ${kind} is`, `${kind}${KEY}`)).toBe(false);
    }
  });

  test('as base64 and as hex, of each length', () => {
    for (const end of ['', 'a', 'ab', 'abc']) {
      const bytes = Buffer.from(`Hunter!lamp?gateway${end}`);
      const credential = bytes.toString();
      expect(repeats(`so ${bytes.toString('base64')} is`, credential)).toBe(true);
      expect(repeats(`so ${bytes.toString('hex')} is`, credential)).toBe(true);
      expect(repeats(`so ${bytes.toString('hex').toUpperCase()} is`, credential)).toBe(true);
      expect(repeats(`so ${bytes.toString('base64').slice(4, 20)} is`, credential)).toBe(true);
    }
    expect(
      repeats(
        `so ${Buffer.from('\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009').toString('hex')} is`,
        '\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009',
      ),
    ).toBe(true);
  });

  test('percent-encoded once and twice', () => {
    const encoded = (times: number): string => {
      let text = [...'hunter7lamp'].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');
      for (let time = 1; time < times; time += 1) text = text.replaceAll('%', '%25');
      return text;
    };
    expect([1, 2].map((times) => repeats(`so ${encoded(times)} is`, KEY))).toEqual([true, true]);
  });

  test('in the first 4096 characters', () => {
    const at = (place: number) => repeats(`${'x '.repeat(place / 2)}hunter7lamp`, KEY);
    expect([at(4_000), at(5_000)]).toEqual([true, false]);
  });

  test('any of several, also after more than are remembered', () => {
    // Letters that are 13 places apart are one another's ROT13, so they get another digit.
    const keys = Array.from(
      { length: 20 },
      (_, index) => `${String.fromCharCode(97 + index)}`.repeat(9) + (index < 13 ? 7 : 8),
    );
    for (const [index, key] of keys.entries()) {
      const others = keys.toSpliced(index, 1);
      expect([index, isEcho([`so ${key} is`], { credentials: keys })]).toEqual([index, true]);
      expect([index, isEcho([`so ${key} is`], { credentials: others })]).toEqual([index, false]);
    }
  });
});
