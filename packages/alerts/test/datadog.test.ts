// Datadog's own client reads the monitors: every field is one of its model, with a value that the model takes.
import type { Monitor } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/Monitor.js';
import { ObjectSerializer } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/ObjectSerializer.js';
import { expect, expectTypeOf, test } from 'vitest';
import { alerts, type DatadogMonitor, datadogMonitors, needsSpanMetrics } from '../src/index.ts';

type CamelCase<Name> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;
/** A type of the wire with names as the client has them, and open to change. */
type Camel<Value> = Value extends readonly (infer Item)[]
  ? Camel<Item>[]
  : Value extends object
    ? { -readonly [Name in keyof Value as CamelCase<Name>]: Camel<Value[Name]> }
    : Value;

/** The parts that the client could not parse, at any depth. */
function unread(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'additionalProperties')
      return Object.keys(inner as object).map((extra) => `${path}.${extra}`);
    if (name === 'unparsedObject' || name === '_unparsed') return inner ? [path] : [];
    return unread(inner, `${path}.${name}`);
  });
}

test('their type is the client’s', () => {
  expectTypeOf<Camel<DatadogMonitor>>().toExtend<Monitor>();
});

test.each(datadogMonitors().map((monitor) => [monitor.name, monitor] as const))('%s', (_, monitor) => {
  const read = ObjectSerializer.deserialize(monitor, 'Monitor', '') as Monitor;
  expect(unread(read)).toEqual([]);
  expect(ObjectSerializer.serialize(read, 'Monitor', '')).toEqual(monitor);
  // A monitor's query contains its threshold, too.
  const compared = /(>=|>|<) (-?[\d.e+]+)$/.exec(monitor.query);
  expect(Number(compared?.[2])).toBe(monitor.options.thresholds.critical);
  expect(monitor.query).toMatch(/^(sum|min|max|percentile)\(last_\d+[mhd]\):/);
});

test('the client says so when a field is not one of its model', () => {
  const [monitor] = datadogMonitors();
  const read = ObjectSerializer.deserialize(
    { ...monitor, urgency: 1, type: 'metric' },
    'Monitor',
    '',
  ) as Monitor;
  expect(unread(read).length).toBeGreaterThan(0);
});

test('every alert on metrics has a monitor', () => {
  const named = datadogMonitors().map(({ name }) => name.replace(/\d$/, ''));
  const wanted = alerts.filter((alert) => !needsSpanMetrics(alert)).map(({ name }) => name);
  expect([...new Set(named)].sort()).toEqual(wanted.sort());
});

test('a check that fails for reasons in turn is one group, which alerts once it failed for the whole window', () => {
  const states = datadogMonitors().filter(({ query }) => query.includes('anthropic.check.state:fail'));
  expect(states.map(({ name }) => name)).toEqual(['AnthropicUnreachable', 'AnthropicCheckFailing']);
  for (const { query, message, options } of states) {
    expect(query).toMatch(/^min\(last_6m\):max:.* by \{service,anthropic\.check\.name\} >= 1$/);
    // Before its first failure a check has no data. After a doctor was replaced, its failure has none.
    expect(options).toMatchObject({ new_group_delay: 6 * 60, timeout_h: 1 });
    expect(message).not.toContain('{{[anthropic.diagnosis');
  }
});
