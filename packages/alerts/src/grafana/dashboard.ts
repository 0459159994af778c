// Builds the dashboard from the panels, with Grafana's Foundation SDK.
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { GraphDrawStyle, VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import {
  type Panel as BuiltPanel,
  type Dashboard,
  DashboardBuilder,
  DashboardLinkBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { signalIn } from '../catalogue/name-set.ts';
import { withAlertThresholds } from '../catalogue/thresholds.ts';
import { type GenerateOptions, type Identity, identityOf, namesOf } from '../options.ts';
import { braced } from '../prometheus/increase.ts';
import { seriesName } from '../prometheus/names.ts';
import { type Panel, panelRows } from './panels.ts';
import type { PanelQuery } from './queries.ts';
import { traceLink } from './trace-link.ts';

const DATASOURCE = { type: 'prometheus', uid: `\${datasource}` } as const;

/** The options of the dashboard. */
export interface DashboardOptions extends GenerateOptions {
  /** Jaeger's page, as a browser reaches it. @default 'http://localhost:16686' */
  readonly jaeger?: string;
}

/** Width in columns, of 24, and height in rows of the grid. */
const SIZES: Readonly<Record<Panel['type'], readonly [width: number, height: number]>> = {
  stat: [6, 4],
  timeseries: [12, 8],
  table: [12, 8],
};

/** The dashboard as data, to be provisioned or imported. */
export function grafanaDashboard(options: DashboardOptions = {}): Dashboard {
  const names = namesOf(options);
  const identity = identityOf(options);
  const calls = seriesName(signalIn(names, 'gen_ai.client.inference.duration'));
  const checks = seriesName('anthropic.check.status');
  const builder = new DashboardBuilder('Claude API calls')
    .uid('sevenstep-claude-api')
    .description('Calls of the Anthropic TypeScript SDK: what goes wrong, and at which of seven steps')
    .tags(['sevenstep', 'anthropic', 'opentelemetry'])
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  const before: string[] = [];
  for (const label of identity.all) {
    const name = label === identity.service ? 'job' : label;
    builder.withVariable(
      new QueryVariableBuilder(name)
        .label(name === 'job' ? 'Service' : label)
        .datasource(DATASOURCE)
        .query(`label_values(${braced([`__name__=~"${calls}|${checks}"`, ...before])}, ${label})`)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue('.+'),
    );
    before.push(`${label}=~"$${name}"`);
  }
  builder.withVariable(
    new TextBoxVariableBuilder('jaeger')
      .label('Jaeger')
      .defaultValue(options.jaeger ?? 'http://localhost:16686'),
  );
  for (const { title, panels } of panelRows(withAlertThresholds(options.thresholds), names, identity)) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(built(panel, identity));
  }
  return builder.build();
}

/** The dashboard as JSON. */
export const grafanaDashboardJson = (options: DashboardOptions = {}): string =>
  `${JSON.stringify(grafanaDashboard(options), undefined, 2)}\n`;

function built(panel: Panel, { service }: Identity): Builder<BuiltPanel> {
  const [width, height] = SIZES[panel.type];
  const targets = panel.queries.map((query, index) => target(query, index, panel.type));
  const hasService = panel.queries.every(({ legend }) => legend.includes(`{{${service}}}`));
  const link = new DashboardLinkBuilder('Traces in Jaeger')
    .url(traceLink(panel.traces ?? [], hasService ? service : undefined))
    .targetBlank(true);
  const common = <Kind extends StatBuilder | TableBuilder | TimeseriesBuilder>(builder: Kind): Kind => {
    builder
      .title(panel.title)
      .description(panel.description)
      .datasource(DATASOURCE)
      .unit(panel.unit)
      .targets(targets)
      .dataLinks([link])
      .span(width)
      .height(height);
    return builder;
  };
  if (panel.type === 'stat') return common(new StatBuilder());
  if (panel.type === 'table') return common(new TableBuilder());
  return common(new TimeseriesBuilder())
    .drawStyle(GraphDrawStyle.Line)
    .showPoints(VisibilityMode.Never)
    .fillOpacity(10)
    .min(0);
}

function target({ expr, legend }: PanelQuery, index: number, type: Panel['type']): Builder<Dataquery> {
  const query = new DataqueryBuilder()
    .datasource(DATASOURCE)
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .expr(expr)
    .legendFormat(legend);
  return type === 'table' ? query.instant().format(PromQueryFormat.Table) : query.range();
}
