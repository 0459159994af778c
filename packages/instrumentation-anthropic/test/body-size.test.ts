// The size of what was sent, in bytes, is known without reading it.
import { expect, test } from 'vitest';
import { bodySize, countedUtf8Size } from '../src/attributes/body-size.ts';

const TEXTS = ['', '{"a":1}', 'ä', '漢字', '🧠', 'a🧠\ud800b\udc00', '\udc00\ud800', '\ud800\ud800\udc00'];

test.each(TEXTS)('the text %j has the bytes that fetch sends', (text) => {
  const sent = new TextEncoder().encode(text).length;
  expect(bodySize(text)).toBe(sent);
  expect(countedUtf8Size(text)).toBe(sent);
});

test.each([
  ['bytes', new Uint8Array(5), 5],
  ['a part of a buffer', new Uint8Array(new ArrayBuffer(100), 10, 7), 7],
  ['a buffer', new ArrayBuffer(9), 9],
  ['a blob', new Blob(['äb']), 3],
  ['a query', new URLSearchParams({ name: 'ä b' }), 'name=%C3%A4+b'.length],
  ['a form', new FormData(), undefined],
  ['a stream', new ReadableStream(), undefined],
  ['nothing', undefined, undefined],
  ['null', null, undefined],
  ['an object', { length: 5, byteLength: 5 }, undefined],
])('%s', (_, body, size) => {
  expect(bodySize(body)).toBe(size);
});
