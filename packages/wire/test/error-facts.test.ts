// A body that is not the API's may hold anything in any field: what is no text is left out, and nothing of it throws.
import { expect, test } from 'vitest';
import { errorFacts } from '../src/index.ts';

const withoutText: readonly (readonly [what: string, value: unknown])[] = [
  ['an object whose toString is a text', { toString: 'x', valueOf: 'x' }],
  ['an object without prototype', Object.create(null)],
  ['a list of such', [[{ toString: 1 }]]],
  ['a list of a text', ['body']],
  ['a number', 7],
  ['null', null],
  ['a symbol', Symbol('x')],
];

test.each(withoutText)('%s where FastAPI names a field', (_, value) => {
  const detail = [{ loc: ['body', value, 'messages'], msg: 'field required' }];
  expect(errorFacts({ status: 422, error: { detail } }).message).toBe('body.messages: field required');
});

test.each(withoutText)('%s where a sentence stands', (_, value) => {
  for (const body of [
    { detail: value },
    { message: value },
    { error: { type: value, message: value } },
    value,
  ]) {
    const facts = errorFacts({ status: 500, error: body });
    expect(facts.status === 500 ? typeof facts.message : 'undefined').toMatch(/^(?:undefined|string)$/);
  }
});

const LOC = Array.from({ length: 12 }, (_, index) => `f${index}`);
test.each<[what: string, error: object, message: string | undefined]>([
  [
    'a path of many fields is cut',
    { status: 422, error: { detail: [{ loc: LOC, msg: 'required' }] } },
    'f0.f1.f2.f3.f4.f5.f6.f7: required',
  ],
  [
    'a page has its title',
    { status: 502, message: '502 <html><title> Bad Gateway\n</title>' },
    'Bad Gateway',
  ],
  ['a page without a title has none', { status: 502, message: '502 <html><title> </title>' }, undefined],
  ['the body that the SDK keeps as text', { status: 503, error: 'upstream timed out' }, 'upstream timed out'],
  ['a body as text where no status is', { error: 'upstream timed out' }, 'upstream timed out'],
  [
    'JSON that is cut has its sentence in one line',
    { status: 500, message: '500 {"message":"a \\"b\\"\\nc","more":[' },
    'a "b" c',
  ],
  [
    'a reason that the search for credentials repeats stands once',
    new Error('Could not load credentials: no such file', { cause: new Error('no such file') }),
    'Could not load credentials: no such file',
  ],
  [
    'a reason behind the search for credentials',
    new Error('Could not load credentials', { cause: new Error('no such file') }),
    'Could not load credentials no such file',
  ],
  [
    'what the model wrote is not quoted by the helper of the SDK',
    new Error('Unable to parse tool parameter JSON from model. Error: x. JSON: {"city": "Par'),
    'Unable to parse tool parameter JSON from model.',
  ],
  ['nor by a parser that nobody knows', new SyntaxError('odd {"city": "Par'), 'A syntax error'],
])('%s', (_, error, message) => {
  expect(errorFacts(error).message).toBe(message);
});

test("AWS's class of an exception is the code, without its namespace; the name of an error has a bound", () => {
  expect(
    errorFacts({ status: 403, error: { __type: 'com.amazon.coral#AccessDeniedException' } }).apiCode,
  ).toBe('AccessDeniedException');
  expect(errorFacts({ name: 'x'.repeat(1_000) }).name).toHaveLength(64);
});

test('a type that no API has is left out of an error where the request says it', () => {
  const sent = { body: JSON.stringify({ messages: [{ role: 'user', content: 'What is in report.pdf?' }] }) };
  const typeOf = (type: string) => errorFacts({ status: 400, error: { error: { type } } }, sent).apiType;
  expect([typeOf('report.pdf'), typeOf('other.pdf'), typeOf('api_error')]).toEqual([
    undefined,
    'other.pdf',
    'api_error',
  ]);
});
