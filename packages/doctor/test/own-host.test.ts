// Whose requests a server of the doctor takes: those that name it, as no page with a rebound name can.
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isLoopback, isOwnHost } from '../src/otlp/own-host.ts';

test.each<[header: string | undefined, listening: string, own: boolean]>([
  ['localhost:4318', '127.0.0.1', true],
  ['LOCALHOST', '127.0.0.1', true],
  ['localhost.', '127.0.0.1', true],
  ['app.localhost:80', '127.0.0.1', true],
  ['127.0.0.1:4318', '127.0.0.1', true],
  ['127.8.9.10', '127.0.0.1', true],
  ['[::1]:4318', '127.0.0.1', true],
  ['evil.example.com:4318', '127.0.0.1', false],
  ['localhost.evil.com', '127.0.0.1', false],
  ['10.0.0.7:4318', '127.0.0.1', false],
  [hostname(), '127.0.0.1', false],
  [undefined, '127.0.0.1', false],
  ['', '0.0.0.0', false],
  ['a:b:c', '0.0.0.0', false],
  // On another address every address passes, and this machine's own name.
  ['10.0.0.7:4318', '0.0.0.0', true],
  ['[fe80::1]', '::', true],
  [hostname().toUpperCase(), '0.0.0.0', true],
  ['evil.example.com', '0.0.0.0', false],
  // The address on which it listens is its own, under any name.
  ['collector.internal:4318', 'Collector.Internal', true],
  ['[fd00::7]:4318', 'fd00::7', true],
])('Host %s where it listens on %s: %s', (header, listening, own) => {
  expect(isOwnHost(header, listening)).toBe(own);
});

test('names that are allowed pass, whatever their case', () => {
  expect(isOwnHost('Otel.Internal:4318', '127.0.0.1', ['otel.internal'])).toBe(true);
  expect(isOwnHost('otel.internal', '127.0.0.1', ['OTEL.INTERNAL'])).toBe(true);
  expect(isOwnHost('other.internal', '127.0.0.1', ['otel.internal'])).toBe(false);
});

test('loopback has several names', () => {
  for (const host of ['::1', '0:0:0:0:0:0:0:1', '[::1]', 'localhost', '127.0.0.1'])
    expect(isLoopback(host)).toBe(true);
  for (const host of ['128.0.0.1', '::2', 'localhosts', '127.0.0']) expect(isLoopback(host)).toBe(false);
});
