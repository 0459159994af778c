// A bounded text of a body that the application reads itself is kept: all of a short one, both ends of a long one.
import { expect, test } from 'vitest';
import { BodyText } from '../src/sdk/body-bytes.ts';

const MIB = 2 ** 20;

const textOf = (body: string, chunkSize: number): string => {
  const bytes = new TextEncoder().encode(body);
  const text = new BodyText();
  for (let from = 0; from < bytes.length; from += chunkSize) text.add(bytes.subarray(from, from + chunkSize));
  return String(text);
};

test.each([
  ['one chunk', Number.MAX_SAFE_INTEGER],
  ['chunks that cut characters', 1001],
])('a text of less than 1 MiB of characters is whole, in %s', (_, chunkSize) => {
  const body = `{"text":"${'語'.repeat(MIB / 2)}"}`;
  expect(textOf(body, chunkSize)).toBe(body);
});

test.each([
  ['one chunk', Number.MAX_SAFE_INTEGER],
  ['chunks', 64 * 1024],
])('of a text of 40 MiB a few MiB are kept, with its end, in %s', (_, chunkSize) => {
  const text = textOf(`{"text":"${'é'.repeat(20 * MIB)}","usage":{"input_tokens":5}}`, chunkSize);
  // More than is parsed whole.
  expect(text.length).toBeGreaterThan(MIB);
  expect(text.length).toBeLessThan(5 * MIB);
  expect(text.startsWith('{"text":"é')).toBe(true);
  expect(text.endsWith('","usage":{"input_tokens":5}}')).toBe(true);
});
