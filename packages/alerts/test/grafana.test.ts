// The dashboard and the alerts that Grafana evaluates: complete, and with links that lead to traces.
import { ATTRIBUTES } from '@sevenstep/semantic-conventions';
import { describe, expect, test } from 'vitest';
import {
  alerts,
  grafanaAlerts,
  grafanaDashboard,
  PANEL_IDS,
  type Panel,
  panels,
  runnable,
  withAlertThresholds,
} from '../src/index.ts';

interface BuiltPanel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
  readonly fieldConfig: { readonly defaults: { readonly links: readonly { readonly url: string }[] } };
}

const all = panels(withAlertThresholds());
const built = (grafanaDashboard().panels ?? []) as unknown as readonly BuiltPanel[];
const builtOf = ({ title }: Panel): BuiltPanel => {
  const [found, ...more] = built.filter((panel) => panel.title === title && panel.type !== 'row');
  if (!found || more.length > 0) throw new Error(`expected one panel "${title}"`);
  return found;
};

test('every panel is there once', () => {
  expect(all.map(({ id }) => id)).toEqual([...PANEL_IDS]);
  expect(built.filter(({ type }) => type !== 'row')).toHaveLength(PANEL_IDS.length);
});

describe.each(all.map((panel) => [panel.id, panel] as const))('%s', (_, panel) => {
  test('has its queries, and no variable is left in them', () => {
    expect(builtOf(panel).targets?.map(({ expr }) => expr)).toEqual(panel.queries.map(({ expr }) => expr));
    for (const query of panel.queries) expect(runnable(query)).not.toContain('$');
  });

  test('names only labels that its series have', () => {
    for (const { expr, legend } of panel.queries) {
      for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g))
        expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`));
    }
  });

  test('leads to a search for its traces', () => {
    const [link] = builtOf(panel).fieldConfig.defaults.links;
    const filled = (link?.url ?? '')
      .replace(`\${jaeger}`, 'http://jaeger:16686')
      .replace(/\$\{__field\.labels\.(\w+):percentencode\}/g, 'value-of-$1')
      .replace(`\${job:percentencode}`, 'checkout')
      .replace(`\${__from}`, '1000')
      .replace(`\${__to}`, '2000');
    expect(filled).not.toContain('$');
    const { pathname, searchParams } = new URL(filled);
    expect(pathname).toBe('/search');
    expect(searchParams.get('service')).toMatch(/^(checkout|value-of-job)$/);
    expect([searchParams.get('start'), searchParams.get('end')]).toEqual(['1000000', '2000000']);
    const tags = JSON.parse(searchParams.get('tags') ?? '{}') as Record<string, string>;
    expect(Object.keys(tags)).toEqual(panel.traces ?? []);
    for (const [name, value] of Object.entries(tags)) {
      expect(Object.keys(ATTRIBUTES)).toContain(name);
      const label = value.replace('value-of-', '');
      for (const { expr } of panel.queries) expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`));
    }
  });
});

test('every panel shows data in some drill, or always', () => {
  const shown = new Set(alerts.flatMap(({ drill }) => drill.panels));
  const never = all.filter(({ id, always }) => !always && !shown.has(id)).map(({ id }) => id);
  expect(never).toEqual([]);
});

test('Grafana evaluates every alert, without recorded series', () => {
  const rules = (['calls', 'spans'] as const).flatMap((file) =>
    grafanaAlerts(file).groups.flatMap((group) => group.rules),
  );
  expect(rules.map(({ title }) => title).sort()).toEqual(alerts.map(({ name }) => name).sort());
  expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
  for (const rule of rules) {
    // Grafana's limit.
    expect(rule.uid?.length).toBeLessThanOrEqual(40);
    const [query, condition] = rule.data.map(({ model }) => model as { expr?: string; expression?: string });
    expect(query?.expr).not.toMatch(/\bjob\w*:/);
    expect(condition?.expression).toBe('is_number($A)');
    expect(rule).toMatchObject({ condition: 'B', noDataState: 'OK', execErrState: 'Error' });
    expect(rule.annotations?.summary).not.toContain('$value }}');
  }
});
