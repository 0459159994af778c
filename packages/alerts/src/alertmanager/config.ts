// Generates Alertmanager's configuration: routes to teams, delays, and inhibition of symptoms while their cause fires.
import { Document } from 'yaml';
import type { AlertSeverity } from '../catalogue/alert.ts';
import { alerts } from '../catalogue/index.ts';
import { HOUR, MINUTE } from '../catalogue/units.ts';
import { type GenerateOptions, identityOf, severityName, timeScaleOf } from '../options.ts';
import { promDuration } from '../prom-duration.ts';
import { labelName } from '../prometheus/names.ts';
import { TEAM_NAMES, TEAMS, type Team } from './teams.ts';

/** The options of Alertmanager's configuration. */
export interface AlertmanagerOptions extends GenerateOptions {
  /** Where notifications are posted, with `/{team}/{severity}` added. @default 'http://127.0.0.1:9095' */
  readonly webhook?: string;
  /** Your names for the teams of {@link TEAMS}. @default their own */
  readonly teams?: { readonly [Name in Team]?: string };
}

/** Seconds to wait. A page is sent immediately; tickets wait, so that they are sent together. */
const PACE = {
  page: { group_wait: 1, group_interval: MINUTE, repeat_interval: HOUR },
  ticket: { group_wait: MINUTE / 2, group_interval: 5 * MINUTE, repeat_interval: 24 * HOUR },
} as const;
const SEVERITIES = Object.keys(PACE) as AlertSeverity[];

interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/** The configuration as data. */
export interface AlertmanagerConfig {
  readonly route: Route;
  readonly receivers: readonly {
    readonly name: string;
    readonly webhook_configs: readonly { readonly url: string; readonly send_resolved: true }[];
  }[];
  readonly inhibit_rules: readonly InhibitRule[];
}

/** The configuration, with webhooks as receivers. Replace them with your teams' receivers. */
export function alertmanagerConfig(options: AlertmanagerOptions = {}): AlertmanagerConfig {
  const webhook = (options.webhook ?? 'http://127.0.0.1:9095').replace(/(?<!\/)\/+$/, '');
  const [fallback = 'operations'] = TEAM_NAMES;
  const named = teamNames(options);
  const receiver = (team: Team, severity: AlertSeverity): string =>
    `${named[team]}-${severityName(severity, options)}`;
  return {
    route: {
      receiver: receiver(fallback, 'ticket'),
      group_by: ['alertname', ...identityOf(options).all],
      routes: TEAM_NAMES.map((team) => ({
        receiver: receiver(team, 'ticket'),
        matchers: [`${labelName('anthropic.diagnosis.action')}=~"${TEAMS[team].join('|')}"`],
        routes: SEVERITIES.map((severity) => ({
          receiver: receiver(team, severity),
          matchers: [`severity="${severityName(severity, options)}"`],
          ...pace(severity, timeScaleOf(options)),
        })),
      })),
    },
    receivers: TEAM_NAMES.flatMap((team) =>
      SEVERITIES.map((severity) => ({
        name: receiver(team, severity),
        webhook_configs: [
          {
            url: `${webhook}/${named[team]}/${severityName(severity, options)}`,
            send_resolved: true as const,
          },
        ],
      })),
    ),
    inhibit_rules: inhibitRules(identityOf(options).all),
  };
}

/** The configuration as YAML. */
export const alertmanagerYaml = (options: AlertmanagerOptions = {}): string =>
  new Document(alertmanagerConfig(options), { aliasDuplicateObjects: false }).toString({ lineWidth: 0 });

/** @throws TypeError for an unknown team, or for two teams with the same name. */
function teamNames({ teams = {} }: AlertmanagerOptions): Readonly<Record<Team, string>> {
  for (const [team, name] of Object.entries(teams)) {
    if (!TEAM_NAMES.includes(team as Team))
      throw new TypeError(`teams.${team}: expected one of ${TEAM_NAMES.join(', ')}`);
    if (!/^[\w-]+$/.test(name))
      throw new TypeError(`teams.${team}: expected letters, digits, - and _, got ${JSON.stringify(name)}`);
  }
  const named = TEAM_NAMES.map((team) => [team, teams[team] ?? team] as const);
  if (new Set(named.map(([, name]) => name)).size < named.length)
    throw new TypeError('teams: expected a different name for each');
  return Object.fromEntries(named) as Record<Team, string>;
}

const pace = (severity: AlertSeverity, timeScale: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(PACE[severity]).map(([name, seconds]) => [
      name,
      promDuration(Math.max(seconds * timeScale, 0.1)),
    ]),
  );

/** Rules that inhibit the dependents of a firing alert, for the same service if both have one. */
function inhibitRules(identity: readonly string[]): InhibitRule[] {
  const withoutService = new Set(
    alerts.filter(({ ofService }) => ofService === false).map(({ name }) => name),
  );
  return alerts.flatMap(({ name, dependsOn = [] }) => {
    const rule = (sources: readonly string[], equal: readonly string[]): InhibitRule[] =>
      sources.length === 0
        ? []
        : [
            {
              source_matchers: [`alertname=~"${sources.join('|')}"`],
              target_matchers: [`alertname="${name}"`],
              equal,
            },
          ];
    return [
      ...rule(
        dependsOn.filter((source) => !withoutService.has(source)),
        identity,
      ),
      ...rule(
        dependsOn.filter((source) => withoutService.has(source)),
        [],
      ),
    ];
  });
}
