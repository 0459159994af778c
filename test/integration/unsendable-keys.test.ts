// Keys and headers that cannot be sent: telemetry has the step and the kind of character, but no part of the key.
import Anthropic from '@anthropic-ai/sdk';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { diagnose } from '@sevenstep/checklist';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptionsFor, startTestTelemetry, type TestTelemetry } from '../support/telemetry.ts';

const FIRST = 'sk-ant-api03-firsthalf';
const SECOND = 'secondhalf0123456789';

/** The character inside the key, the recorded shape, and the rule. */
const KINDS = [
  ['bullets of a masked key', '••••', 'masked', 'identity.key_characters'],
  ['U+FFFD', '\uFFFD', 'undecodable', 'identity.key_characters'],
  ['a zero-width blank', '\u200B', 'invisible', 'identity.key_characters'],
  ['a byte order mark', '\uFEFF', 'invisible', 'identity.key_characters'],
  ['full-width letters', 'ｓｋ', 'non_ascii', 'identity.key_characters'],
  ['a long dash', '—', 'non_ascii', 'identity.key_characters'],
  ['an emoji', '😀', 'non_ascii', 'identity.key_characters'],
  ['NUL', '\0', 'control', 'identity.key_characters'],
  ['a bell', '\x07', 'control', 'identity.key_characters'],
  ['DEL', '\x7F', 'control', 'identity.key_characters'],
  ['a newline', '\n', 'whitespace', 'identity.key_whitespace'],
  ['a carriage return', '\r', 'whitespace', 'identity.key_whitespace'],
  ['a line separator', '\u2028', 'whitespace', 'identity.key_whitespace'],
] as const;

/** Ways to give a client its key. */
const WAYS: Readonly<Record<string, (key: string) => object>> = {
  apiKey: (apiKey) => ({ apiKey, authToken: null }),
  authToken: (authToken) => ({ apiKey: null, authToken }),
  'defaultHeaders, x-api-key': (key) => ({ apiKey: FIRST, defaultHeaders: { 'x-api-key': key } }),
  'defaultHeaders, Authorization': (key) => ({
    apiKey: FIRST,
    defaultHeaders: [['Authorization', `Bearer ${key}`]],
  }),
};

let simulator: Simulator;
let telemetry: TestTelemetry;
beforeAll(async () => {
  simulator = await startSimulator();
  telemetry = startTestTelemetry();
});
afterAll(async () => {
  telemetry.stop();
  await simulator.close();
});

async function failedCall(options: object) {
  simulator.load('*: ok');
  const client = new Anthropic({
    ...clientOptionsFor('owned'),
    baseURL: simulator.url,
    maxRetries: 1,
    ...options,
  } as ConstructorParameters<typeof Anthropic>[0]);
  const params = {
    model: 'claude-sonnet-5',
    max_tokens: 16,
    messages: [{ role: 'user' as const, content: 'Hi' }],
  };
  await expect(client.messages.create(params)).rejects.toThrow();
  expect(simulator.journal).toEqual([]);
  const { call, attempts } = telemetry.takeTrace();
  const everything = JSON.stringify(
    [call, ...attempts].map(({ attributes, status, events }) => [attributes, status, events]),
  );
  expect(everything).not.toContain('firsthalf');
  expect(everything).not.toContain('secondhalf');
  return { attributes: call.attributes, verdict: diagnose(call.attributes) };
}

describe.each(KINDS)('%s in the key', (_, characters, shape, id) => {
  test.each(Object.entries(WAYS))(
    'by %s is step 3, with the shape, and no part of the key is told',
    async (_, way) => {
      const { attributes, verdict } = await failedCall(way(`${FIRST}${characters}${SECOND}`));
      expect(attributes['anthropic.auth.key_shape']).toBe(shape);
      expect(verdict).toMatchObject({ id, step: 3, retryable: false, action: 'fix_credentials' });
      expect(verdict?.evidence).toContain(`key shape ${shape}`);
      expect(verdict?.summary).toContain('cannot be sent');
    },
  );

  test('in another header is step 4, with the way to send it', async () => {
    const { attributes, verdict } = await failedCall({
      apiKey: FIRST,
      defaultHeaders: { 'x-team': `a${characters}b` },
    });
    expect(attributes['anthropic.auth.key_shape']).toBe('ok');
    expect(verdict).toMatchObject({ id: 'request.header_characters', step: 4, retryable: false });
    expect(verdict?.fix).toContain('encodeURIComponent');
  });
});

test('a span without the shape of the key is judged by the character that its message names', async () => {
  const { attributes } = await failedCall({ apiKey: `${FIRST}•••` });
  const { 'anthropic.auth.key_shape': _, ...others } = attributes;
  expect(diagnose(others)).toMatchObject({
    id: 'identity.key_characters',
    summary: 'A header, most often the key, has dots or stars in place of characters, so it cannot be sent',
  });
});

test('a key that the client gets anew for each call is judged by the character', async () => {
  const { attributes, verdict } = await failedCall({ apiKey: async () => `${FIRST}•••${SECOND}` });
  expect(attributes).not.toHaveProperty('anthropic.auth.key_shape');
  expect(verdict).toMatchObject({ id: 'identity.key_characters', step: 3 });
  expect(verdict?.evidence).toContain('U+2022');
});

test('a header name that cannot be sent is told without its text', async () => {
  const { verdict } = await failedCall({ apiKey: FIRST, defaultHeaders: { [`x-${SECOND} é`]: 'a' } });
  expect(verdict?.id).toBe('request.header_characters');
});
