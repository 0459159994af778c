// Fails when a new SDK version changes what we rely on.
import * as sdk from '@anthropic-ai/sdk';
import * as streaming from '@anthropic-ai/sdk/core/streaming';
import { expect, test } from 'vitest';
import { findApiPromisePrototype, findClientPrototype } from '../src/sdk/sdk-internals.ts';

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

test('what a client gives leads to APIPromise, also where it is a page', async () => {
  const client = new sdk.Anthropic({ apiKey: 'none', fetch: async () => Response.json({ data: [] }) });
  expect(findApiPromisePrototype(client.get('/'))).toBe(sdk.APIPromise.prototype);
  expect(findApiPromisePrototype(client.models.list())).toBe(sdk.APIPromise.prototype);
  expect(findApiPromisePrototype(Promise.resolve())).toBeUndefined();
  class Later extends Promise<void> {
    parse(): void {}
  }
  expect(findApiPromisePrototype(Later.resolve())).toBeUndefined();
});

test('a page keeps what was parsed in `body`', async () => {
  const body = { data: [] };
  const client = new sdk.Anthropic({ apiKey: 'none', fetch: async () => Response.json(body) });
  const page = await client.models.list();
  expect(Reflect.get(page, 'body')).toEqual(body);
  expect(typeof page.getPaginatedItems).toBe('function');
});

test('a stream keeps the maker of its iterator in `iterator`, the results of a batch in `decoder`', async () => {
  const stream = streaming.Stream.fromSSEResponse(new Response(''), new AbortController());
  expect(typeof Reflect.get(stream, 'iterator')).toBe('function');
  const client = new sdk.Anthropic({
    apiKey: 'none',
    fetch: async () => Response.json({ results_url: '/' }),
  });
  const decoder = await client.messages.batches.results('msgbatch_1');
  expect(typeof Reflect.get(decoder, 'decoder')).toBe('function');
});
