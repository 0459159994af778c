// Where a client keeps the key of a call: the call's headers, those of the client, and its options, in this order.
import { expect, test } from 'vitest';
import { heldKey } from '../src/attributes/held-key.ts';
import type { SdkClient } from '../src/sdk-objects.ts';

const KEY = 'sk-ant-api03-abc';
const CLIENT: SdkClient = {
  _options: { defaultHeaders: { 'x-api-key': 'of-the-client' } },
  apiKey: 'of-the-option',
  authToken: 'of-the-token',
};

test.each<[what: string, headers: unknown]>([
  ['an object', { 'x-api-key': KEY }],
  ['an object with capitals', { 'X-Api-Key': KEY }],
  ['a bearer token', { Authorization: `Bearer ${KEY}` }],
  ['a token in small letters', { authorization: `bearer ${KEY}` }],
  ['a basic token', { authorization: `Basic ${KEY}` }],
  ['a token of another scheme', { authorization: `token ${KEY}` }],
  [
    'pairs',
    [
      ['x-other', 'a'],
      ['x-api-key', KEY],
    ],
  ],
  ['a Headers', new Headers({ 'x-api-key': KEY })],
  ["the SDK's own object around one", { values: new Headers({ 'x-api-key': KEY }) }],
  ['an empty key beside another', { 'x-api-key': '', authorization: `Bearer ${KEY}` }],
  ['a header that is taken away beside another', { 'x-api-key': null, authorization: KEY }],
])('in the headers of a call: %s', (_, headers) => {
  expect(heldKey(CLIENT, headers)).toBe(KEY);
  expect(heldKey({ ...CLIENT, _options: { defaultHeaders: headers } }, undefined)).toBe(KEY);
});

test('a word that begins a key is a part of it', () => {
  expect(heldKey({}, { 'x-api-key': 'my bearer a' })).toBe('my bearer a');
  expect(heldKey({}, { 'x-api-key': 'bearer' })).toBe('bearer');
});

test.each<[headers: unknown]>([
  [undefined],
  [null],
  ['x-api-key: a'],
  [{}],
  [{ 'x-api-key-id': 'a' }],
  [[['x-api-key'], 'x-api-key', null]],
  [{ values: { 'x-api-key': 'a' } }],
])('%j has none: the client has', (headers) => {
  expect(heldKey(CLIENT, headers)).toBe('of-the-client');
  expect(heldKey({ ...CLIENT, _options: undefined }, headers)).toBe('of-the-option');
  expect(heldKey({ ...CLIENT, _options: {}, apiKey: null }, headers)).toBe('of-the-token');
  expect(heldKey({ _options: {}, apiKey: '', authToken: 7 }, headers)).toBeUndefined();
});

test.each<[what: string, headers: unknown]>([
  ['an object', { 'X-Api-Key': null, authorization: null }],
  [
    'pairs',
    [
      ['x-api-key', null],
      ['Authorization', null],
    ],
  ],
  ["the SDK's own object", { values: new Headers(), nulls: new Set(['x-api-key', 'authorization']) }],
])('a key that %s takes away is not sent', (_, headers) => {
  expect(heldKey(CLIENT, headers)).toBeUndefined();
  expect(heldKey({ ...CLIENT, _options: { defaultHeaders: headers } }, undefined)).toBeUndefined();
  expect(heldKey({ ...CLIENT, _options: { defaultHeaders: headers } }, { 'x-api-key': KEY })).toBe(KEY);
  expect(heldKey({ ...CLIENT, _options: { defaultHeaders: { 'x-api-key': KEY } } }, headers)).toBeUndefined();
});

test('which header the key of the client is in is not known where one is taken away', () => {
  expect(heldKey({ apiKey: 'a' }, { 'x-api-key': null })).toBe('a');
  expect(heldKey({ authToken: 'a' }, { 'x-api-key': null })).toBe('a');
});
