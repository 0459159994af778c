// Distinguishes sentences that repeat a request from sentences that only use the same words.
import { describe, expect, test } from 'vitest';
import { isEcho, isEchoedName, type SentText } from '../src/index.ts';

const PROSE =
  'See https://cloud.google.com/docs and https://json-schema.org for what the token limits of a request are. ';
const sent = (text: string) => ({
  body: JSON.stringify({
    model: 'claude-sonnet-5',
    max_tokens: 300_000,
    messages: [{ role: 'user', content: text }],
    metadata: { user_id: 'u123456789x' },
    stream: true,
  }),
});

describe('repeats', () => {
  test.each([
    [
      'six words in a row',
      'it said: the rare illness of a neighbour',
      'Tell me of the rare illness of a neighbour.',
    ],
    ['a whole short text', 'cannot read my diagnosis today', 'my diagnosis today'],
    ['line breaks and quotes', 'the "rare" illness of a neighbour', 'the "rare"\n\tillness of a neighbour'],
    ['upper case', 'THE RARE ILLNESS OF A NEIGHBOUR', 'the rare illness of a neighbour'],
    [
      'a percent-encoded text',
      'the%20rare%20illness%20of%20a%20neighbour',
      'the rare illness of a neighbour',
    ],
    [
      'a text behind a backslash',
      'the rare illness of a neighbour',
      'C:\\'.concat('" the rare illness of a neighbour'),
    ],
    ['a script without blanks', '错误：我的邻居有罕见病', '请告诉我我的邻居有罕见病怎么办'],
    ['an id of a user', 'u123456789x is unknown', 'Hi'],
    ['the name of a file', 'no such file: report.pdf', 'What is in report.pdf?'],
  ])('%s', (_, sentence, text) => {
    expect(isEcho([sentence], sent(text))).toBe(true);
  });
});

/** Letters that servers write in other characters. */
const TEXTS = [
  'The patient in room twelve asked for her sister in Lisbon',
  'Der Patient fragt täglich über größere Ängste und Übelkeit in Köln',
  'Пациент Иванов просит сообщить результаты анализа его сестре в Лиссабоне',
  '病人王小明请求医生把化验结果寄给他在里斯本的妹妹',
];
const escaped = (text: string, write: (character: string) => string): string =>
  text.replace(/[^ -~]/g, write);
const hex = (code: number, length: number): string => code.toString(16).padStart(length, '0');
const asBytes = (text: string, write: (byte: number) => string): string =>
  escaped(text, (character) => [...Buffer.from(character)].map(write).join(''));
const unicode = (text: string): string =>
  escaped(text, (character) => `\\u${hex(character.charCodeAt(0), 4)}`);
const NAMES: Readonly<Record<string, string>> = {
  ä: '&auml;',
  ö: '&ouml;',
  ü: '&uuml;',
  ß: '&szlig;',
  Ä: '&Auml;',
  Ü: '&Uuml;',
};

const WRITINGS: Readonly<Record<string, (text: string) => string>> = {
  'as JSON of Python': unicode,
  'as JSON in JSON': (text) => JSON.stringify(JSON.stringify({ text: unicode(text) })),
  'as JSON of PHP, in upper case': (text) =>
    unicode(text).replace(/u[0-9a-f]{4}/g, (code) => `u${code.slice(1).toUpperCase()}`),
  'as bytes of Python': (text) => asBytes(text, (byte) => `\\x${hex(byte, 2)}`),
  'as bytes of C': (text) => asBytes(text, (byte) => `\\${byte.toString(8)}`),
  'percent-encoded': encodeURIComponent,
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'as a form': (text) => `${new URLSearchParams({ text })}`,
  'as entities': (text) => escaped(text, (character) => `&#${character.charCodeAt(0)};`),
  'as entities of every character': (text) =>
    text.replace(/[\s\S]/g, (one) => `&#x${hex(one.charCodeAt(0), 2)};`),
  'as named entities': (text) => escaped(text, (character) => NAMES[character] ?? character),
  'as base64': (text) => Buffer.from(text).toString('base64'),
  'as base64 of its JSON': (text) =>
    Buffer.from(JSON.stringify({ role: 'user', text })).toString('base64url'),
  'as hex': (text) => Buffer.from(text).toString('hex'),
  'as a Buffer is shown': (text) =>
    `<Buffer ${Buffer.from(text)
      .toString('hex')
      .replace(/..(?=.)/g, '$& ')}>`,
  'as a Buffer in JSON': (text) => JSON.stringify(Buffer.from(text)),
  'as bytes of Go': (text) => `[${[...Buffer.from(text)].join(' ')}]`,
  'as bytes of Rust': (text) => `[${[...Buffer.from(text)].join(', ')}]`,
  'taken for latin1': (text) => Buffer.from(text).toString('latin1'),
  'taken for windows-1252': (text) => new TextDecoder('windows-1252').decode(Buffer.from(text)),
  'with letters of two characters': (text) => text.normalize('NFD'),
  'in upper case': (text) => text.replaceAll('ß', 'ß').toLocaleUpperCase('en').replaceAll('GRÖSS', 'GRÖß'),
  'as a name': (text) => text.replaceAll(' ', '_'),
  'with soft hyphens': (text) => text.replace(/(\S{3})/g, '$1\u00AD'),
};

describe('repeats a text that is written', () => {
  test.each(Object.entries(WRITINGS))('%s', (_, write) => {
    for (const text of TEXTS) {
      const sentence = `Cannot parse the request: ${write(text)}`;
      expect(isEcho([sentence], sent(text)), sentence).toBe(true);
      expect(isEcho([sentence], sent('Hello')), sentence).toBe(false);
    }
  });
});

describe('repeats nothing', () => {
  test.each([
    'max_tokens: 300000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-5',
    'model: claude-sonnet-5',
    'messages.0.content: Field required',
    'Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started',
    'prompt is too long: 208310 tokens > 200000 maximum',
    'Trace 4bf92f3577b34da6a3ce929d0e0e4736, request req_011CUMvTa8Zc5aPzqYhY8r2B',
    'C:\\users\\x41 is no path; retry after 1 2 4 8 16 32 64 128 256 512 1024 2048 4096 seconds',
    '100 % of %zz, &nope; &#99999999; \\uZZZZ',
  ])('%s', (sentence) => {
    expect(isEcho([sentence], sent(PROSE.repeat(2_000)))).toBe(false);
  });
});

test('of a request of more than a million characters both ends are compared, and of a longer sentence of others nothing stays', () => {
  const long = sent(
    `first the rare illness of a neighbour ${'x '.repeat(1_000_000)} last the rare illness of an aunt`,
  );
  expect(isEcho(['the rare illness of a neighbour'], long, true)).toBe(true);
  expect(isEcho(['last the rare illness of an aunt'], long, true)).toBe(true);
  expect(isEcho(['Payload Too Large'], long)).toBe(false);
  expect(isEcho(['nothing of it '.repeat(20)], long)).toBe(true);
  expect(isEcho(['nothing of it '.repeat(20)], long, true)).toBe(false);
});

test.each<[what: string, sent: SentText]>([
  ['a file or a stream', { isPartial: true }],
  ['a long field of a form', { others: ['x '.repeat(2_049)] }],
  ['many fields of a form', { others: Array.from({ length: 257 }, () => 'x') }],
])('of %s that is not compared, nothing stays in a longer sentence of others', (_, of) => {
  const longer = 'nothing of it '.repeat(8);
  expect(isEcho([longer], of)).toBe(true);
  expect(isEcho([longer], of, true)).toBe(false);
  expect(isEcho(['Payload Too Large'], of)).toBe(false);
  expect(isEcho([longer], { isPartial: false, others: ['x '.repeat(2_048)] })).toBe(false);
});

test('a sentence with signs between its words that no text has repeats the request', () => {
  const body = JSON.stringify({ text: 'the rare illness of a neighbour is known' });
  expect(isEcho(['the\0rare\0illness\0of\0a\0neighbour'], { body })).toBe(true);
});

test('a name is searched for as it is', () => {
  expect(isEchoedName('canary-of-mine', sent('so canary-of-mine is planted'))).toBe(true);
  expect(isEchoedName('req_011CSHoEeqs5C35K2UUqR7Fy', sent('Hi'))).toBe(false);
});

/** The same six words, with another sign between them. */
const joined = (sign: string): string => ['rare', 'illness', 'of', 'my', 'old', 'neighbour'].join(sign);

describe('words end', () => {
  test.each([
    ' ',
    '\t',
    '\n',
    ',',
    ':',
    ';',
    '/',
    '(',
    '"',
    "'",
    '[',
    '`',
    '{',
    '~',
    '#',
    '^',
    '*',
    '. ',
    '- ',
    '@ ',
    '_ ',
    ' .',
    '..',
    '\u00a0',
    '«',
    '¿',
    '\u2000',
    '—',
    '…',
    '\u206f',
    '\u3000',
    '。',
    '\u303f',
    '\uff00',
    '！',
    '\uff0f',
  ])('at %j', (sign) => {
    expect(isEcho([`Bad: ${joined(sign)} here`], sent(`Tell ${joined(' ')} that`))).toBe(true);
    expect(isEcho([`Bad: ${joined(' ')} here`], sent(`Tell ${joined(sign)} that`))).toBe(true);
  });

  test.each(['a', 'z', '0', '9', 'À', 'é', 'ß', '\u1fff', '\u2070', '\u2fff', '\uff10', '\uffef', '@'])(
    'not at %j',
    (sign) => {
      expect(isEcho([`Bad: ${joined(sign)} here`], sent(`Tell ${joined(' ')} that`))).toBe(false);
      expect(isEcho([`Bad: ${joined(' ')} here`], sent(`Tell ${joined(sign)} that`))).toBe(false);
    },
  );

  test.each(['-', '.', '_'])(
    'at %j in a sentence, whose words a server may have joined, and not in a request',
    (sign) => {
      expect(isEcho([`Bad: ${joined(sign)} here`], sent(`Tell ${joined(' ')} that`))).toBe(true);
      expect(isEcho([`Bad: ${joined(' ')} here`], sent(`Tell ${joined(sign)} that`))).toBe(false);
    },
  );

  test('letters of Latin, Greek and Cyrillic are the same in either case, and no other signs are', () => {
    const shouted = joined(' ').toUpperCase();
    expect(isEcho([shouted], sent(`Tell ${joined(' ')} that`))).toBe(true);
    expect(isEcho([joined(' ')], sent(`Tell ${shouted} that`))).toBe(true);
    for (const [one, other] of [
      ['0', 'P'],
      ['@', '`'],
    ] as const)
      expect(isEcho([joined(` x${one}x `)], sent(`Tell ${joined(` x${other}x `)} that`))).toBe(false);
    for (const [one, other] of [
      ['a', 'A'],
      ['z', 'Z'],
      ['é', 'É'],
      ['ω', 'Ω'],
      ['я', 'Я'],
    ] as const)
      expect(isEcho([joined(` ${one} `)], sent(`Tell ${joined(` ${other} `)} that`))).toBe(true);
  });
});

describe('each sign is a word', () => {
  test.each([
    ['Thai', 0x0e00, 0x0e7f],
    ['Lao', 0x0e80, 0x0eff],
    ['Hiragana', 0x3040, 0x309f],
    ['Chinese', 0x4e00, 0x9fff],
    ['Korean', 0xac00, 0xd7ff],
  ])('of %s', (_, ...edges) => {
    for (const code of edges) {
      const sign = String.fromCharCode(code);
      expect(isEcho([`x${sign.repeat(6)}x`], sent(`y${sign.repeat(7)}y`))).toBe(true);
      expect(isEcho([`x${sign.repeat(5)}x`], sent(`y${sign.repeat(7)}y`))).toBe(false);
    }
  });

  test('of scripts beside them, none', () => {
    for (const code of [0x0dff, 0x0f00, 0x303f])
      expect(
        isEcho([`x${String.fromCharCode(code).repeat(6)}`], sent(`y${String.fromCharCode(code).repeat(7)}`)),
      ).toBe(false);
  });
});

describe('six words in a row', () => {
  const WORDS = 'rare illness of my old neighbour there'.split(' ');
  test('are an echo, and five are none', () => {
    const body = sent(`Tell ${WORDS.join(' ')} that`);
    expect(isEcho([`no ${WORDS.slice(0, 6).join(' ')} yes`], body)).toBe(true);
    expect(isEcho([`no ${WORDS.slice(1, 7).join(' ')} yes`], body)).toBe(true);
    expect(isEcho([`no ${WORDS.slice(0, 5).join(' ')} yes`], body)).toBe(false);
    expect(isEcho([`no ${WORDS.toReversed().join(' ')} yes`], body)).toBe(false);
    expect(isEcho([`no ${WORDS.slice(0, 3).join(' ')} so ${WORDS.slice(3).join(' ')} yes`], body)).toBe(
      false,
    );
  });

  test('of one text: not the end of one and the begin of the next', () => {
    const ends = { a: `Tell ${WORDS.slice(0, 3).join(' ')}`, b: `${WORDS.slice(3).join(' ')} that is all` };
    for (const values of [ends, Object.values(ends)])
      expect(isEcho([`no ${WORDS.join(' ')} yes`], { body: JSON.stringify(values) })).toBe(false);
    expect(isEcho([`no ${WORDS.join(' ')} yes`], { body: JSON.stringify(ends.a + ends.b) })).toBe(false);
    // Nor of one sentence of the server and the next.
    expect(isEcho([ends.a.slice(5), ends.b], sent(`Tell ${WORDS.join(' ')} now`))).toBe(false);
  });

  test.each([
    ['a line break', 'Tell\nrare illness\nof my\told neighbour there\n'],
    ['a control sign', 'Tell\u0001rare illness\u0001of my old\u0001neighbour there'],
    ['a quote', 'Tell "rare illness" of "my" old neighbour "there"'],
    ['a backslash', 'Tell \\ rare illness \\ of my old neighbour there \\'],
    ['a text of JSON', JSON.stringify({ a: 'Tell\nrare "illness" of\nmy old neighbour' })],
    [
      'a text of JSON in a text of JSON',
      JSON.stringify(JSON.stringify({ a: 'Tell\nrare "illness" of\nmy old neighbour' })),
    ],
  ])('behind %s', (_, text) => {
    expect(isEcho([`no ${WORDS.slice(0, 6).join(' ')} yes`], sent(text))).toBe(true);
  });

  test.each([
    ['percent signs', WORDS.map(encodeURIComponent).join('%20')],
    ['plus signs', WORDS.join('+')],
    ['dashes', WORDS.join('-')],
    ['points', WORDS.join('.')],
    ['underscores', WORDS.join('_')],
  ])('joined by %s', (_, text) => {
    expect(isEcho([`no:${text}`], sent(`Tell ${WORDS.join(' ')} that`))).toBe(true);
  });
});

describe('a whole short text', () => {
  const whole = (text: string, sentence: string, key = 'content'): boolean =>
    isEcho([sentence], { body: JSON.stringify({ [key]: text }) });

  test('is an echo, from eight characters on', () => {
    expect(whole('my tumour', 'about my tumour: no')).toBe(true);
    expect(whole('my lungs', 'about my lungs: no')).toBe(true);
    expect(whole('my lung', 'about my lung: no')).toBe(false);
    expect(whole('my lungs', 'about my two lungs: no')).toBe(false);
    expect(whole('pregnant', 'not pregnant: no')).toBe(true);
    expect(whole('ill', 'ill: no')).toBe(false);
  });

  test('is none where only its last word is in the sentence', () => {
    expect(whole('one of my tumours', 'no tumours')).toBe(false);
    expect(whole('my tumour is back again today', 'my tumour is back again today')).toBe(true);
    expect(whole('my tumour', 'my tumours')).toBe(false);
  });

  test("is none where it is a word of the API's", () => {
    for (const key of [
      'model',
      'type',
      'role',
      'name',
      'id',
      'tool_use_id',
      'media_type',
      'effort',
      'format',
      'enum',
      'betas',
    ])
      expect(whole('location of it', 'Unknown: location of it', key)).toBe(false);
    for (const word of [
      'invalid_request',
      'toolu_01AbcDef',
      'claude-sonnet-4-5',
      'effort-2025-11-24',
      'web_search_20250305',
    ])
      expect(whole(word, `Unknown: ${word}`)).toBe(false);
    for (const word of ['invalid-request', 'Invalid_Request', 'sonnet-tumours'])
      expect(whole(word, `Unknown: ${word}`)).toBe(true);
  });

  test('is none as a name of a field, and its text is', () => {
    expect(isEcho(['no my tumour'], { body: '{"my tumour":1}' })).toBe(false);
    expect(isEcho(['no my tumour'], { body: '{"a":"my tumour"}' })).toBe(true);
    // The field of a text is the last one that was named.
    expect(isEcho(['no my tumour'], { body: '{"type":"x","a":"my tumour"}' })).toBe(true);
    expect(isEcho(['no my tumour'], { body: '{"a":"x","type":"my tumour"}' })).toBe(false);
  });
});

describe('a telling word', () => {
  test.each([
    ['report.pdf', true],
    ['jane@mail', true],
    ['u123456789x', true],
    ['A12345678', true],
    ['ab1', false],
    ['x1.pdf', false],
    ['12345678', false],
    ['2026-01-01', false],
    ['1,234.567-8', false],
    ['diagnosis', false],
    ['max_tokens', false],
    ['toolu_01AbcDef', false],
    ['claude-sonnet-4.5', false],
    ['effort-2025-11-24', false],
  ])('%s alone: %s', (word, isOne) => {
    expect(isEcho([`Unknown: ${word}`], sent(`Read ${word} and tell me what is in it.`))).toBe(isOne);
  });

  test('a public host is none, unless digits are in it', () => {
    const of = (host: string) => isEcho([`See ${host}`], sent(`Go to https://${host}/x and say what it is.`));
    expect(of('docs.example.com')).toBe(false);
    expect(of('docs7.example.com')).toBe(true);
    expect(isEcho(['See docs.example.com'], sent('Go to docs.example.com and say what it is.'))).toBe(true);
  });

  test('a model or a type is none, wherever it comes from', () => {
    for (const key of ['model', 'type'])
      expect(isEcho(['Unknown: my.deployment7'], { body: JSON.stringify({ [key]: 'my.deployment7' }) })).toBe(
        false,
      );
    expect(isEcho(['Unknown: my.deployment7'], { body: JSON.stringify({ user: 'my.deployment7' }) })).toBe(
      true,
    );
  });
});

describe('other texts of a request', () => {
  test('are compared like its body', () => {
    const others = ['tenant of mine', 'the rare illness of my old neighbour'];
    expect(isEcho(['no tenant of mine'], { others })).toBe(true);
    expect(isEcho(['no rare illness of my old neighbour'], { others })).toBe(true);
    expect(isEcho(['no tenant of yours'], { others })).toBe(false);
    // A quote is nothing special in them.
    expect(isEcho(['no tenant of mine'], { others: ['tenant "of" mine'] })).toBe(true);
    const many = Array.from({ length: 300 }, (_, index) =>
      index === 255 ? 'tenant of mine' : 'other text of it',
    );
    expect(isEcho(['no tenant of mine'], { others: many })).toBe(true);
    expect(isEcho(['no tenant of mine'], { others: ['', ...many] })).toBe(false);
  });

  test('nothing is repeated without a request, or without a sentence', () => {
    expect(isEcho(['report.pdf'], undefined)).toBe(false);
    expect(isEcho([undefined, ''], sent('report.pdf'))).toBe(false);
    expect(isEcho([undefined, '', 'report.pdf'], sent('Read report.pdf'))).toBe(true);
  });

  test('what was found once is found again', () => {
    const body = sent('Read report.pdf');
    for (let times = 0; times < 3; times += 1) {
      expect(isEcho(['no report.pdf'], body)).toBe(true);
      expect(isEcho(['no other.pdf'], body)).toBe(false);
      expect(isEcho(['no report.pdf'], body, true)).toBe(true);
    }
    for (let index = 0; index < 40; index += 1)
      expect([index, isEcho([`no ${index} report.pdf`], body), isEcho([`no ${index}`], body)]).toEqual([
        index,
        true,
        false,
      ]);
  });
});

describe('a name', () => {
  test('is searched for in the body, in other texts, and among credentials', () => {
    const name = 'canary-of-mine';
    expect(isEchoedName(name, { body: `x${name}x` })).toBe(true);
    expect(isEchoedName(name, { others: ['a', `x${name}x`] })).toBe(true);
    expect(isEchoedName(name, { body: 'a', others: ['b'], credentials: ['c'] })).toBe(false);
    expect(isEchoedName(name, undefined)).toBe(false);
    expect(isEchoedName(name, {})).toBe(false);
    // Shorter ones are everybody's.
    expect(isEchoedName('canary7', { body: 'canary7' })).toBe(false);
    expect(isEchoedName('canary78', { body: 'canary78' })).toBe(true);
  });

  test('of three words and more may be a sentence that was joined', () => {
    const body = sent('Tell me of the rare illness of my old neighbour.');
    expect(isEchoedName('of-the-rare-illness-of-my-old', body)).toBe(true);
    expect(isEchoedName('of_the_rare_illness_of_my_old', body)).toBe(true);
    expect(isEchoedName('of/the/rare/illness/of/my/old', body)).toBe(true);
    expect(isEchoedName('of-a-rare-disease-of-my-aunt', body)).toBe(false);
  });
});

test('a request of megabytes is compared at both ends, each of half a million characters', () => {
  const [half, size] = [512 * 1024, 3 * 512 * 1024];
  const at = (place: number): { body: string } => ({
    body: `"${'x '.repeat(size).slice(0, place)} report.pdf ${'x '.repeat(size).slice(place + 13, size)}"`,
  });
  const found = (place: number): boolean => isEcho(['no report.pdf'], at(place));
  expect([0, half - 100, half + 100, size - half - 100, size - half + 100, size - 20].map(found)).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
  // Up to twice that all of it is.
  const whole = { body: `"${'x '.repeat(half / 2)} report.pdf ${'x '.repeat(half / 2 - 20)}"` };
  expect(whole.body.length).toBeLessThanOrEqual(2 * half);
  expect(isEcho(['no report.pdf'], whole)).toBe(true);
});
