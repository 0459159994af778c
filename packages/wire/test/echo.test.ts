// What repeats a request, and what only uses the same words.
import { describe, expect, test } from 'vitest';
import { isEcho, isEchoedName } from '../src/index.ts';

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

describe('repeats nothing', () => {
  test.each([
    'max_tokens: 300000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-5',
    'model: claude-sonnet-5',
    'messages.0.content: Field required',
    'Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started',
    'prompt is too long: 208310 tokens > 200000 maximum',
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

test('a name is searched for as it is', () => {
  expect(isEchoedName('canary-of-mine', sent('so canary-of-mine is planted'))).toBe(true);
  expect(isEchoedName('req_011CSHoEeqs5C35K2UUqR7Fy', sent('Hi'))).toBe(false);
});
