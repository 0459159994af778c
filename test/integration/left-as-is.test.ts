// What the application and the SDK hold stays as they made it: client classes, clients, and the SDK's spans.
import Anthropic from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();

test('a client class makes only the clients that the application asks for', async () => {
  let made = 0;
  class Counted extends Anthropic {
    constructor(...args: ConstructorParameters<typeof Anthropic>) {
      super(...args);
      made += 1;
    }
  }
  fixture.telemetry.instrumentation.instrument(Counted);
  expect(made).toBe(0);
  const client = new Counted({ apiKey: SIMULATOR_API_KEY, baseURL: fixture.simulator.url });
  for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
  expect(made).toBe(1);
  expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('completed');
});

const members = (object: object) =>
  Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)] as const);

test.each(SPAN_KINDS)('%s call spans: a client and its span get no members', async (kind) => {
  const during: unknown[] = [];
  const client = new Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: fixture.simulator.url,
    ...clientOptionsFor(kind),
    fetch: (...args) => {
      during.push(members(client));
      const span = trace.getActiveSpan();
      during.push(span && [Object.hasOwn(span, 'end'), Object.hasOwn(span, 'setStatus')]);
      return fetch(...args);
    },
  });
  const before = members(client);
  for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
  expect(during).toEqual([before, [false, false]]);
  expect(members(client)).toEqual(before);
  const { call } = fixture.telemetry.takeTrace();
  expect([Object.hasOwn(call, 'end'), Object.hasOwn(call, 'setStatus')]).toEqual([false, false]);
});
