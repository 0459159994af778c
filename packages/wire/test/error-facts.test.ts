// A body that is not the API's may hold anything in any field: what is no text is left out, and nothing of it throws.
import { describe, expect, test } from 'vitest';
import { errorFacts, isHtml, malformedBody, unexpectedObject } from '../src/index.ts';

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

test('of an `error` event in another form its sentence stays, and no more of the event', () => {
  const event = (error: object) => ({ error, headers: new Headers(), message: JSON.stringify(error) });
  expect(errorFacts(event({ detail: 'no such model', partial: 'my secret' })).message).toBe('no such model');
  expect(errorFacts(event({ partial: 'my secret' })).message).toBeUndefined();
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

describe('where a body of each server says why', () => {
  test.each<[body: unknown, message: string | undefined]>([
    [{ error: { message: 'a' }, message: 'b' }, 'a'],
    // Google, where the request was for a stream.
    [[{ error: { message: 'a' } }], 'a'],
    [{ error: [{ message: 'a' }] }, 'a'],
    [{ error: 'a', error_description: 'b' }, 'a'],
    [{ errors: [{ message: 'a' }, { message: 'b' }] }, 'a'],
    [{ message: 'a', Message: 'b' }, 'a'],
    [{ Message: 'a' }, 'a'],
    [{ errorMessage: 'a' }, 'a'],
    [{ detail: 'a', title: 'b' }, 'a'],
    [{ detail: [{ msg: 'a' }] }, 'a'],
    [{ detail: { message: 'a' } }, 'a'],
    [{ detail: { error: 'a' } }, 'a'],
    [{ error_description: 'a', title: 'b' }, 'a'],
    [{ title: 'a', msg: 'b' }, 'a'],
    [{ msg: 'a' }, 'a'],
    [{ fault: { faultstring: 'a' } }, 'a'],
    [{ reason: 'a' }, 'a'],
    [{ error: { message: '' }, reason: 'a' }, 'a'],
    [{ why: 'a' }, undefined],
    [{}, undefined],
    [[], undefined],
    // A list has no names, and a text no items.
    [{ errors: { message: 'a' } }, undefined],
    [{ errors: 'abc' }, undefined],
  ])('%j: %s', (body, message) => {
    expect(errorFacts({ status: 400, error: body, message: '400 x' })).toMatchObject({
      status: 400,
      message,
      body: 'json',
    });
  });

  test('the path of FastAPI stands in front of its own sentence alone', () => {
    const messageOf = (error: object) => errorFacts({ status: 422, error }).message;
    const loc = ['body', 'a b', 'model', 0, 'x'.repeat(42)];
    expect(messageOf({ detail: [{ loc, msg: 'a' }] })).toBe('body.model: a');
    expect(messageOf({ detail: [{ loc: [], msg: 'a' }] })).toBe('a');
    expect(messageOf({ detail: [{ loc: 'body', msg: 'a' }] })).toBe('a');
    expect(messageOf({ message: 'b', detail: [{ loc, msg: 'a' }] })).toBe('b');
    expect(messageOf({ detail: [{ loc }], msg: 'a' })).toBe('a');
  });

  test.each<[message: string, headers: Record<string, string>, body: string, said: string | undefined]>([
    ['502 <!DOCTYPE html><title>Bad Gateway</title>', {}, 'html', 'Bad Gateway'],
    ['502   <HTML><TITLE>Bad</TITLE>', {}, 'html', 'Bad'],
    ['502 <head><title>Bad</title>', {}, 'html', 'Bad'],
    ['502 <body>Bad</body>', {}, 'html', undefined],
    ['502 Bad', { 'content-type': 'text/html' }, 'html', undefined],
    ['502 <bad>', {}, 'text', '<bad>'],
    ['502 Bad <html>', {}, 'text', 'Bad <html>'],
    ['503 no healthy upstream', {}, 'text', 'no healthy upstream'],
    // The status is not a part of it; other figures are.
    ['503 404 of the upstream', {}, 'text', '404 of the upstream'],
    ['1503 errors', {}, 'text', '1503 errors'],
    ['500 status code (no body)', {}, 'empty', undefined],
    ['500 status code (no body) at all', {}, 'text', 'status code (no body) at all'],
    ['500 {"detail":"a"}', {}, 'text', 'a'],
    ['500 [{"message":"a"}]', {}, 'text', 'a'],
    ['500 {"detail": "a", "more', {}, 'text', 'a'],
    ['500 {"title":"a\\/b","more', {}, 'text', 'a/b'],
    ['500 {"msg" :\t"a\\\\b","more', {}, 'text', 'a\\b'],
    ['500 {"why":"a","more', {}, 'text', undefined],
    ['500 {"message":"","more', {}, 'text', undefined],
    ['500 say {"message":"a"}', {}, 'text', 'say {"message":"a"}'],
  ])('%j with %j is %s: %s', (message, headers, body, said) => {
    const facts = errorFacts({ status: 500, message, headers: new Headers(headers) });
    expect([facts.body, facts.message]).toEqual([body, said]);
  });

  test('the beginning of a long body is looked at, and of one of megabytes nothing', () => {
    const of = (length: number) => errorFacts({ status: 500, message: `500 why ${'x'.repeat(length)}` });
    expect(of(100_000).message?.startsWith('why xxx')).toBe(true);
    expect(of(4 * 1024 * 1024).message).toBe('');
    const page = (before: number) =>
      errorFacts({ status: 500, message: `500 <html>${' '.repeat(before)}<title>Bad</title>` });
    expect([page(16_000).message, page(17_000).message]).toEqual(['Bad', undefined]);
  });
});

test("the code is the API's, Google's status, or AWS's class", () => {
  const codeOf = (error: object) => errorFacts({ status: 400, error }).apiCode;
  expect(codeOf({ error: { details: { error_code: 'a' }, status: 'B' }, __type: 'C' })).toBe('a');
  expect(codeOf({ error: { status: 'RESOURCE_EXHAUSTED' }, __type: 'C' })).toBe('RESOURCE_EXHAUSTED');
  expect(codeOf({ __type: 'C' })).toBe('C');
  expect(codeOf([{ error: { status: 'RESOURCE_EXHAUSTED' } }])).toBe('RESOURCE_EXHAUSTED');
  expect(codeOf({ __type: `${'x'.repeat(300)}#C` })).toBeUndefined();
  expect(codeOf({ error: { status: 'a sentence' } })).toBeUndefined();
});

test("the API's error in a list, as Google has it for a stream, is the API's", () => {
  const error = { type: 'rate_limit_error', message: 'a' };
  expect(errorFacts({ status: 429, error: [{ type: 'error', error }] })).toMatchObject({
    apiType: 'rate_limit_error',
    message: 'a',
    body: 'api_error',
  });
  for (const body of [[], ['a'], [null]])
    expect(errorFacts({ status: 429, error: body })).toMatchObject({ message: undefined, body: 'json' });
});

describe('an error without a response', () => {
  const withCode = (code: unknown, more: object = {}) => Object.assign(new Error('x'), { code, ...more });

  test('has the first code of its chain, and the sentence of the deepest cause', () => {
    const deepest = withCode('ECONNREFUSED', { message: 'connect ECONNREFUSED' });
    const between = withCode(undefined, { cause: deepest });
    expect(errorFacts(Object.assign(new TypeError('fetch failed'), { cause: between }))).toEqual({
      message: 'connect ECONNREFUSED',
      causeCode: 'ECONNREFUSED',
      name: 'TypeError',
    });
    expect(errorFacts(withCode('OUTER', { cause: deepest })).causeCode).toBe('OUTER');
    expect(errorFacts(withCode(7, { cause: deepest })).causeCode).toBe('ECONNREFUSED');
    expect(errorFacts(withCode('a sentence')).causeCode).toBeUndefined();
  });

  test('of one error for each address, the first', () => {
    const both = new AggregateError([withCode('FIRST', { message: 'first' }), withCode('SECOND')], '');
    expect(errorFacts(both)).toMatchObject({ causeCode: 'FIRST', message: 'first' });
    // Its own cause comes before them.
    expect(errorFacts(Object.assign(both, { cause: withCode('CAUSE') })).causeCode).toBe('CAUSE');
    expect(errorFacts({ message: 'a', errors: { 0: withCode('X') } })).toMatchObject({ message: 'a' });
  });

  test('a chain ends after eight, and a circle where it began', () => {
    const chain = (length: number): object =>
      Array.from({ length }, (_, index) => index).reduceRight<object>(
        (cause, index) => ({ message: `m${index}`, cause }),
        { message: 'end' },
      );
    expect(errorFacts(chain(7)).message).toBe('end');
    expect(errorFacts(chain(8)).message).toBe('m7');
    const circle: Record<string, unknown> = { message: 'a' };
    circle.cause = { message: 'b', cause: circle };
    expect(errorFacts(circle).message).toBe('b');
  });

  test('that is none has no facts', () => {
    for (const thrown of [undefined, null, 'text', 7])
      expect(errorFacts(thrown)).toEqual({ message: undefined, causeCode: undefined, name: undefined });
  });

  test.each([
    'Unexpected token h in JSON at position 1',
    'Unexpected string in JSON',
    'Unexpected number in JSON',
    'Unexpected identifier "secret"',
    'Unexpected non-whitespace character after JSON',
    'Unexpected end of JSON input',
    'Unexpected EOF',
    "Expected ',' or '}' after property value in JSON at position 7",
    'Bad control character in string literal in JSON',
    'Invalid unicode escape in JSON',
    'Unterminated string in JSON at position 9',
    'Unterminated fractional number in JSON',
    'No number after minus sign in JSON',
    'JSON Parse error: Unrecognized token',
    'JSON.parse: unexpected character',
    '"my secret" is not valid JSON',
    'The data of an event is not JSON: my secret',
  ])('a parser is not quoted: %s', (message) => {
    expect(errorFacts(new Error(message)).message).toBe('The answer is not valid JSON');
    expect(errorFacts(new Error(`In the tool: ${message}`)).message).toBe('In the tool: not valid JSON');
  });

  test.each([
    ['Failed to parse structured output: my secret', 'Failed to parse structured output'],
    ['Could not parse message into JSON: my secret', 'Could not parse message into JSON'],
    ['could not parse JSON my', 'could not parse JSON my'],
    [
      'Could not parse a Bedrock chunk into JSON: {"text":"my secret',
      'Could not parse a Bedrock chunk into JSON',
    ],
    [
      'Schema validation failed with 2 issue(s):\n  - name: got "my secret"',
      'Schema validation failed with 2 issue(s)',
    ],
    [
      'Unable to parse tool parameter JSON from model. Please retry your request or adjust your prompt. Error: x',
      'Unable to parse tool parameter JSON from model. Please retry your request or adjust your prompt.',
    ],
    ['It says: Failed to parse structured output', 'It says: Failed to parse structured output'],
  ])('of %s the beginning stays', (message, expected) => {
    expect(errorFacts(new Error(message)).message).toBe(expected);
  });

  test.each([
    'Could not load the default credential',
    'Could not refresh the access token',
    'azureADTokenProvider failed:',
    'The `apiKey` function threw:',
  ])('a search for credentials stands in front of its reason: %s', (message) => {
    const failed = (cause: Error) => errorFacts(new Error('outer', { cause: new Error(message, { cause }) }));
    expect(failed(new Error('no such file')).message).toBe(`${message} no such file`);
  });
});

test('a body that nobody asked for is named by its type, and has a format', () => {
  const headers = (contentType?: string, more = {}) =>
    new Headers({ ...(contentType !== undefined && { 'content-type': contentType }), ...more });
  const bodyOf = (given: Headers, more: object = {}) => {
    const { type, message, attributes } = malformedBody({ headers: given, ...more });
    expect(type).toBe('malformed_response');
    return [message, attributes['anthropic.error.body']];
  };
  const said = (contentType: string) =>
    `The response is not what was asked for (content-type: ${contentType})`;
  expect(bodyOf(headers('text/html; charset=utf-8'))).toEqual([said('text/html; charset=utf-8'), 'html']);
  expect(bodyOf(headers('text/plain; x="my secret"'))).toEqual([said('text/plain'), 'text']);
  expect(bodyOf(headers('my secret'))).toEqual([said('not one'), 'text']);
  expect(bodyOf(headers())).toEqual([said('none'), 'empty']);
  expect(bodyOf(headers(), { text: '' })).toEqual([said('none'), 'empty']);
  expect(bodyOf(headers(), { text: 'a' })).toEqual([said('none'), 'text']);
  expect(bodyOf(headers(), { text: '<html>' })).toEqual([said('none'), 'html']);
  expect(bodyOf(headers(), { text: null })).toEqual([said('none'), 'text']);
  const json = 'application/json';
  expect(bodyOf(headers(json))).toEqual([said(json), 'json']);
  expect(bodyOf(headers(json), { isNoJson: true })).toEqual([said(json), 'text']);
  expect(bodyOf(headers(json), { text: 'a' })).toEqual([said(json), 'text']);
  expect(bodyOf(headers(json), { status: 204 })).toEqual([said(json), 'empty']);
  expect(bodyOf(headers(json, { 'content-length': '0' }))).toEqual([said(json), 'empty']);
  expect(bodyOf(headers(json, { 'content-length': '10' }))).toEqual([said(json), 'json']);
});

test('an object that nobody asked for is an error with its own sentence, or not the expected object', () => {
  const of = (value: object) => unexpectedObject(value, new Headers({ 'content-type': 'application/json' }));
  expect(of({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })).toEqual({
    type: 'overloaded_error',
    message: 'Overloaded',
    attributes: {
      'anthropic.error.code': undefined,
      'anthropic.error.message': 'Overloaded',
      'anthropic.error.body': 'api_error',
    },
  });
  expect(of({ detail: 'no such model', error: { details: { error_code: 'x_y' } } })).toMatchObject({
    type: 'malformed_response',
    message: 'no such model',
    attributes: { 'anthropic.error.code': 'x_y', 'anthropic.error.body': 'json' },
  });
  expect(of({ error: { type: 'overloaded_error' } })).toMatchObject({
    type: 'overloaded_error',
    message: undefined,
    attributes: { 'anthropic.error.body': 'api_error' },
  });
  for (const value of [
    { choices: [] },
    // The answer of the model, under a name that errors have, too.
    { message: 'my secret', model: 'x' },
    { detail: 'my secret', error: null },
    { message: 'my secret', error: false, errors: [], success: true, code: 200, status: 'ok' },
  ]) {
    expect(of(value)).toEqual({
      type: 'malformed_response',
      message: 'The response is JSON, but not the expected object',
      attributes: { 'anthropic.error.body': 'json' },
    });
  }
  for (const sign of [
    { error: true },
    { errors: [{}] },
    { success: false },
    { code: 401 },
    { status: 500 },
    { statusCode: 400 },
    { status: 'error' },
    { type: 'error' },
    { __type: 'x' },
  ])
    expect(of({ ...sign, message: 'no such key' }).message).toBe('no such key');
  expect(of([{ error: { message: 'no such key' } }]).message).toBe('no such key');
});

test('a page is one by its type, or by its beginning', () => {
  for (const [text, type] of [
    ['', 'text/html'],
    ['', 'application/xhtml+xml'],
    ['<!doctype html>', undefined],
    ['\n  <HTML lang="en">', null],
    ['<head>', 'text/plain'],
    ['<body>', ''],
  ] as const)
    expect(isHtml(text, type)).toBe(true);
  for (const [text, type] of [
    ['', undefined],
    ['a <html>', 'text/plain'],
    ['<htm', null],
    [`${' '.repeat(65)}<html>`, undefined],
  ] as const)
    expect(isHtml(text, type)).toBe(false);
});

test('of a request of a megabyte a long sentence is trusted where its type is of the API', () => {
  const sent = { body: JSON.stringify({ content: 'x '.repeat(600_000) }) };
  const message =
    'A sentence that is longer than a hundred characters, and has nothing of the request in it, as far as was read.';
  const messageOf = (type: string) =>
    errorFacts({ status: 400, error: { error: { type, message } } }, sent).message;
  expect([messageOf('invalid_request_error'), messageOf('my_error')]).toEqual([message, undefined]);
});
