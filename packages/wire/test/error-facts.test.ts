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
