// The configuration of Alertmanager: amtool accepts it, each action reaches those who act, and a cause silences its consequences.
import { fileURLToPath } from 'node:url';
import { ACTIONS } from '@sevenstep/semantic-conventions';
import { describe, expect, test } from 'vitest';
import { runTool } from '../../../test/support/debian-tools.ts';
import { alertmanagerConfig, alerts, TEAM_NAMES, TEAMS } from '../src/index.ts';

const FILE = fileURLToPath(new URL('../alertmanager/alertmanager.yml', import.meta.url));
const TIMEOUT = 400_000;
const amtool = (...args: readonly string[]): Promise<string> => runTool('amtool', args);

test('amtool accepts it', { timeout: TIMEOUT }, async () => {
  expect(await amtool('check-config', FILE)).toContain('SUCCESS');
});

describe.each(ACTIONS)('%s', (action) => {
  const teams = TEAM_NAMES.filter((team) => TEAMS[team].includes(action));

  test('belongs to one team', () => expect(teams).toHaveLength(1));

  test.each(['page', 'ticket'])('as a %s goes there', { timeout: TIMEOUT }, async (severity) => {
    const labels = [`anthropic_diagnosis_action=${action}`, `severity=${severity}`];
    expect((await amtool('config', 'routes', 'test', `--config.file=${FILE}`, ...labels)).trim()).toBe(
      `${teams[0]}-${severity}`,
    );
  });
});

test('an alert without an action goes to the first team', { timeout: TIMEOUT }, async () => {
  expect((await amtool('config', 'routes', 'test', `--config.file=${FILE}`, 'severity=page')).trim()).toBe(
    'operations-ticket',
  );
});

test('every dependency is an inhibition, and every inhibition a dependency', () => {
  const pairs = alertmanagerConfig().inhibit_rules.flatMap(({ source_matchers, target_matchers }) => {
    const names = (matcher: string | undefined): string[] =>
      (/"(.*)"/.exec(matcher ?? '')?.[1] ?? '').split('|');
    const [target] = names(target_matchers[0]);
    return names(source_matchers[0]).map((source) => `${source} > ${target}`);
  });
  const wanted = alerts.flatMap(({ name, dependsOn = [] }) =>
    dependsOn.map((source) => `${source} > ${name}`),
  );
  expect(pairs.sort()).toEqual(wanted.sort());
});

test('a slow call is no matter of the network team', () => {
  expect(TEAMS.network).not.toContain('raise_timeout');
  const slow = alerts.filter(({ name }) => /Latency|Slow/.test(name));
  expect(slow.length).toBeGreaterThan(2);
  for (const { action = 'none' } of slow) expect(TEAMS.application).toContain(action);
});

test('a page is inhibited by pages only', () => {
  for (const { name, severity, dependsOn = [] } of alerts) {
    const causes = alerts.filter((other) => dependsOn.includes(other.name));
    if (severity === 'page')
      expect(
        causes.filter((cause) => cause.severity !== 'page').map((cause) => cause.name),
        name,
      ).toEqual([]);
  }
});

test('severities, teams and labels have names of yours', () => {
  const { receivers, route, inhibit_rules } = alertmanagerConfig({
    labels: { cluster: 'cluster', service: 'service_name' },
    severities: { page: 'critical', ticket: 'warning' },
    teams: { operations: 'sre' },
  });
  expect(receivers[0]?.name).toBe('sre-critical');
  expect(receivers[0]?.webhook_configs[0]?.url).toBe('http://127.0.0.1:9095/sre/critical');
  expect(route.group_by).toEqual(['alertname', 'cluster', 'service_name']);
  expect(route.routes?.[0]?.routes?.[0]?.matchers).toEqual(['severity="critical"']);
  expect(inhibit_rules[0]?.equal).toEqual(['cluster', 'service_name']);
});

test('time can be scaled and notifications posted elsewhere', () => {
  const { receivers, route } = alertmanagerConfig({
    timeScale: 1 / 60,
    webhook: 'http://localhost:1234/hook/',
  });
  expect(receivers[0]?.webhook_configs[0]?.url).toBe('http://localhost:1234/hook/operations/page');
  expect(route.routes?.[0]?.routes?.[1]).toMatchObject({ group_wait: '500ms', group_interval: '5s' });
});
