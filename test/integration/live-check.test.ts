// The check of emitted telemetry against our registry finds each kind of mistake, and accepts correct telemetry.
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import * as core from '../conformance/core.ts';
import { Registry } from '../conformance/live-check.ts';
import type { Signal } from '../conformance/signal.ts';

const registry = new Registry();
type Attributes = Signal['attributes'];

const CALL: Attributes = { 'gen_ai.operation.name': 'chat', 'anthropic.sdk.method': 'messages.create' };
const ATTEMPT: Attributes = { 'http.request.method': 'POST', 'url.template': '/v1/messages' };
const span = (attributes: Attributes): Signal => ({
  type: 'span',
  name: 'a span',
  attributes,
  kind: 'client',
  isError: false,
  isOk: false,
});
const event = (name: string, attributes: Attributes): Extract<Signal, { type: 'event' }> => ({
  type: 'event',
  name,
  attributes,
  severity: 13,
});
const attempts = (given: Partial<Extract<Signal, { type: 'metric' }>> = {}): Signal => ({
  type: 'metric',
  name: 'anthropic.client.attempts',
  unit: '{attempt}',
  instrument: 'counter',
  value: 1,
  attributes: { 'anthropic.attempt.outcome': 'success' },
  ...given,
});

// biome-ignore format: a table is read by column
const ROWS: ReadonlyArray<readonly [title: string, signal: Signal, found: readonly string[]]> = [
  ['a call', span({ ...CALL, 'anthropic.stream.outcome': 'completed', 'gen_ai.request.top_p': 1 }), []],
  ['an attempt', span({ ...ATTEMPT, 'http.response.header.retry-after': ['3'], 'anthropic.ratelimit.requests.reset': 2 }), []],
  ['a point', attempts(), []],
  ['an exception', event('gen_ai.client.inference.exception', { 'exception.type': 'E' }), []],
  ['a resource', { type: 'resource', name: 'resource', attributes: { 'service.name': 'app' } }, []],
  ['a name of ours that is in no registry', span({ ...CALL, 'anthropic.new': 1 }), ['missing_attribute', 'attribute_not_listed']],
  ['a name of the conventions that is in no registry', span({ ...CALL, 'gen_ai.system': 'anthropic' }), ['missing_attribute', 'attribute_not_listed']],
  ['a name in a resource that is in no registry', { type: 'resource', name: 'resource', attributes: { 'anthropic.app': 'a' } }, ['missing_attribute']],
  ['a string in place of a number', span({ ...CALL, 'anthropic.stream.events': '3' }), ['type_mismatch']],
  ['a fraction in place of a whole number', span({ ...CALL, 'anthropic.stream.events': 0.5 }), ['type_mismatch']],
  ['a string in place of a list', span({ ...CALL, 'anthropic.retry.reasons': '529' }), ['type_mismatch']],
  ['a list in place of a string, of a name that goes on', span({ ...CALL, 'anthropic.ratelimit.requests.limit': ['3'] }), ['type_mismatch']],
  ['a value outside of its closed set', span({ ...CALL, 'anthropic.stream.outcome': 'fine' }), ['undefined_enum_variant']],
  ['a call without what each has', span({ 'anthropic.sdk.method': 'models.list' }), ['required_attribute_not_present']],
  ['an attempt with what only a call has', span({ ...ATTEMPT, 'anthropic.stream.outcome': 'completed' }), ['attribute_not_listed']],
  ['a metric that is in no registry', attempts({ name: 'anthropic.client.other' }), ['missing_metric']],
  ['a metric in another unit', attempts({ unit: '1' }), ['unit_mismatch']],
  ['a metric of another instrument', attempts({ instrument: 'gauge' }), ['unexpected_instrument']],
  ['a point without what each has', attempts({ attributes: {} }), ['required_attribute_not_present']],
  ['a point with what its metric does not list', attempts({ attributes: { 'anthropic.attempt.outcome': 'success', 'server.port': 443 } }), ['attribute_not_listed']],
  ['an exception at a severity of its own', { ...event('gen_ai.client.inference.exception', { 'exception.type': 'E' }), severity: 17 }, ['severity_mismatch']],
  ['content at a severity of its own', event('gen_ai.client.inference.operation.details', {}), ['severity_mismatch']],
  ['an event that is in no registry', event('anthropic.client.other', {}), ['missing_event']],
  ['an event without what each has', event('anthropic.client.retry.wait', { 'anthropic.retry.after': 3 }), ['required_attribute_not_present', 'required_attribute_not_present', 'required_attribute_not_present']],
];

test.each(ROWS)('%s', (_, signal, found) => {
  expect(registry.check(signal).map(({ id }) => id)).toEqual(found);
});

test('what is taken for a name of the core conventions is one in their released package', () => {
  // A dependency of the SDK.
  const sdk = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-trace-base'));
  const released = sdk('@opentelemetry/semantic-conventions/incubating');
  const names = Object.entries(released).flatMap(([constant, name]) =>
    constant.startsWith('ATTR_') && typeof name === 'string' ? [name] : [],
  );
  expect(names.length).toBeGreaterThan(500);
  expect(Object.keys(core.ATTRIBUTES).filter((name) => !names.includes(name))).toEqual([]);
  const templates = Object.keys(core.TEMPLATES).map(
    (name) => `ATTR_${name.toUpperCase().replaceAll('.', '_')}`,
  );
  expect(templates.filter((constant) => typeof released[constant] !== 'function')).toEqual([]);
});
