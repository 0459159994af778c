// The arguments and the result of a tool on its span: an object each, redacted and within the cap.
import { expect, test } from 'vitest';
import { toolArguments, toolResult } from '../../src/content/tool-call.ts';

/** Names that the API has, too. */
const OWN = { type: 'contract', signature: 'A', cache_control: 'keep', encrypted_note: 'b' };

test.each<[input: unknown, recorded: unknown]>([
  [{ city: 'Paris' }, { city: 'Paris' }],
  ['a text', { content: 'a text' }],
  [7, { content: 7 }],
  [null, { content: null }],
  [OWN, OWN],
  [{ type: { toString: 1 } }, { type: { toString: 1 } }],
  [[{ type: 'text', text: 'a' }], { content: [{ type: 'text', content: 'a' }] }],
])('the arguments %j', (input, recorded) => {
  expect(JSON.parse(toolArguments(input, {}) ?? '')).toEqual(recorded);
});

test.each<[result: unknown, recorded: unknown]>([
  ['sunny', { content: 'sunny' }],
  ['{"a":1}', { a: 1 }],
  [JSON.stringify(OWN), OWN],
  [' \n{"a":1}', { a: 1 }],
  ['{"a":', { content: '{"a":' }],
  ['[1]', { content: '[1]' }],
  ['x {"a":1}', { content: 'x {"a":1}' }],
  [[{ type: 'text', text: 'a' }], { content: [{ type: 'text', content: 'a' }] }],
  [{ a: 1 }, { a: 1 }],
])('the result %j', (result, recorded) => {
  expect(JSON.parse(toolResult(result, {}) ?? '')).toEqual(recorded);
});

test('what cannot be read is not recorded', () => {
  expect([toolArguments(undefined, {}), toolResult(() => 1, {})]).toEqual([undefined, undefined]);
});

test('a text of JSON is parsed as long as the cap is by default', () => {
  const json = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;
  const settings = { maxContentBytes: 1_000_000 };
  expect(JSON.parse(toolResult(json(65_536), settings) ?? '')).toHaveProperty('a');
  expect(JSON.parse(toolResult(json(65_537), settings) ?? '')).toHaveProperty('content');
});

test('the model wrote the arguments, and gets the result', () => {
  const places: unknown[] = [];
  const redactContent = (text: string, place: unknown): string => {
    places.push(place);
    return text.toUpperCase();
  };
  expect(toolArguments({ city: 'paris' }, { redactContent })).toBe('{"city":"PARIS"}');
  expect(toolResult('sunny', { redactContent })).toBe('{"content":"SUNNY"}');
  expect(places).toEqual([
    { direction: 'output', type: 'tool_call' },
    { direction: 'input', type: 'tool_call_response' },
  ]);
});

test('the cap holds, and what has no room for a note is left out', () => {
  const long = { text: 'x'.repeat(5_000) };
  const recorded = toolArguments(long, { maxContentBytes: 500 });
  expect(recorded).toMatch(/^\{"text":"x+…\[\d+ characters left out\]"\}$/);
  expect(recorded?.length).toBeLessThanOrEqual(500);
  expect(toolArguments(long, { maxContentBytes: 60 })).toBeUndefined();
  expect(toolArguments(long, { maxContentBytes: 0 })).toBeUndefined();
});
