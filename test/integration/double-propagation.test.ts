// If the SDK and an HTTP instrumentation both add a traceparent to each request, one log line says so.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { DiagLogLevel, diag, propagation } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerPropagator } from '../support/sampling-modes.ts';
import { PARAMS, setUp } from '../support/set-up.ts';

const fixture = setUp();
const lines: string[] = [];
const CHANNEL = 'undici:request:create';
/** Listens like an instrumentation of `fetch`. */
const listener = (): void => undefined;

beforeAll(() => {
  const quiet = (): void => undefined;
  const warn = (...words: unknown[]): void => void lines.push(words.join(' '));
  diag.setLogger(
    { error: quiet, warn, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
});
afterAll(() => {
  unsubscribe(CHANNEL, listener);
  propagation.disable();
  diag.disable();
});

test('it is said once, and only where both do', async () => {
  const call = async (kind: 'adopted' | 'owned' = 'adopted', options = {}) => {
    await fixture.client(kind, options).messages.create(PARAMS);
    return lines.length;
  };
  // First without a propagator, then without a listener.
  subscribe(CHANNEL, listener);
  expect(await call()).toBe(0);
  unsubscribe(CHANNEL, listener);
  registerPropagator();
  expect(await call()).toBe(0);
  subscribe(CHANNEL, listener);
  expect(await call('owned')).toBe(0);
  const own = { defaultHeaders: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` } };
  expect(await call('adopted', { openTelemetry: { propagation: false }, ...own })).toBe(0);
  expect(await call()).toBe(1);
  expect(await call()).toBe(1);
  expect(lines).toEqual([
    '@sevenstep/instrumentation-anthropic: the SDK and an HTTP instrumentation both propagate the trace context, so ' +
      'requests carry two values of traceparent. Switch one off: new Anthropic({ openTelemetry: { propagation: false } })',
  ]);
});
