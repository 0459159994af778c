// Fails when a new SDK version changes what we rely on.
import * as sdk from '@anthropic-ai/sdk';
import * as streaming from '@anthropic-ai/sdk/core/streaming';
import { expect, test } from 'vitest';
import { locateStream } from '../src/sdk/locate-stream.ts';
import { asStreamClass, findClientPrototype } from '../src/sdk/sdk-internals.ts';

test('the client class has the methods we patch', () => {
  expect(findClientPrototype(sdk.Anthropic)).toBe(sdk.BaseAnthropic.prototype);
});

test('a subclass leads to the same prototype', () => {
  class Mine extends sdk.Anthropic {}
  expect(findClientPrototype(Mine)).toBe(sdk.BaseAnthropic.prototype);
});

test('what is no client class leads nowhere', () => {
  expect([undefined, {}, class {}, () => undefined].map(findClientPrototype)).toEqual(
    Array(4).fill(undefined),
  );
});

test('Stream makes streams of responses, and is found through a client, too', async () => {
  expect(asStreamClass(streaming.Stream)).toBe(streaming.Stream);
  expect(await locateStream(sdk.Anthropic)).toBe(streaming.Stream);
});

test('a stream keeps the maker of its iterator in `iterator`', () => {
  const stream = streaming.Stream.fromSSEResponse(new Response(''), new AbortController());
  expect(typeof Reflect.get(stream, 'iterator')).toBe('function');
});
