// The page of an alert, and the table of all of them.
import type { NameSet } from '@sevenstep/semantic-conventions';
import { TEAM_NAMES, TEAMS } from '../src/alertmanager/teams.ts';
import type { Alert } from '../src/catalogue/alert.ts';
import { alerts, needsSpanMetrics } from '../src/catalogue/index.ts';
import {
  type AlertThresholds,
  THRESHOLDS,
  type ThresholdName,
  withAlertThresholds,
} from '../src/catalogue/thresholds.ts';
import { promDuration } from '../src/prom-duration.ts';
import { alertsOf, keepFiring, prometheusRules } from '../src/prometheus/rules.ts';

/** The thresholds that an alert reads. */
function thresholdsOf(alert: Alert): readonly ThresholdName[] {
  const read = new Set<ThresholdName>();
  const recorded = new Proxy(withAlertThresholds(), {
    get: (all, name) => {
      read.add(name as ThresholdName);
      return all[name as ThresholdName];
    },
  }) as AlertThresholds;
  alert.condition(recorded);
  return [...read];
}

/** Pages by file name. */
export function pages(): Readonly<Record<string, string>> {
  return Object.fromEntries(alerts.map((alert) => [`${alert.name}.md`, pageOf(alert)]));
}

function pageOf(alert: Alert): string {
  const file = needsSpanMetrics(alert) ? 'spans' : 'calls';
  const expressionIn = (genAiNames: NameSet): string =>
    prometheusRules(file, { genAiNames }).groups[0].rules.find(
      (one) => 'alert' in one && one.alert === alert.name,
    )?.expr ?? '';
  const expr = expressionIn('latest');
  const { dependsOn = [], quiet } = alert;
  const about = alert.by.includes('anthropic.diagnosis.id')
    ? '[the page](../../checklist/docs/README.md) of the diagnosis in the label `anthropic_diagnosis_id`'
    : alert.rule === undefined
      ? undefined
      : `[${alert.rule}](../../checklist/docs/${alert.rule}.md)`;
  const sections = [
    `# ${alert.name}`,
    `Watches ${alert.watches}. Severity \`${alert.severity}\`, sent to ${sentTo(alert)}.`,
    `The summary of the alert reads: "${alert.summary}".`,
    `## What to do first\n\n${alert.doFirst}${about === undefined ? '' : `\n\nThen read ${about}.`}`,
    `## When it fires\n\n${holds(alert)}:\n\n\`\`\`promql\n${expr}\n\`\`\``,
    ...(expr === expressionIn('previous') ? [] : [BY_WHICH_NAMES]),
    `${alert.for === 0 ? 'Why it does not wait' : 'Why it waits'}: ${alert.why} ${ends(alert)}`,
    `## When it stays quiet\n\n${quiet.map(({ because }) => `- ${because}`).join('\n')}`,
    ...(dependsOn.length === 0
      ? []
      : [
          `It is inhibited while one of these fires: ${dependsOn.map((name) => `[${name}](${name}.md)`).join(', ')}.`,
        ]),
    `## Thresholds\n\n${figures(alert)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const BY_WHICH_NAMES =
  'These are the newest names of the GenAI conventions. `--gen-ai-names previous` writes [the previous names](../README.md#semantic-conventions).';

const holds = (alert: Alert): string =>
  alert.for === 0
    ? 'As soon as this condition is true'
    : `After this condition has been true for ${promDuration(alert.for)}`;

const ends = (alert: Alert): string =>
  keepFiring(alert) === 0
    ? 'The alert resolves as soon as the condition is false.'
    : `The alert resolves after the condition has been false for ${promDuration(keepFiring(alert))}, so that it does not flap.`;

function figures(alert: Alert): string {
  const names = thresholdsOf(alert);
  if (names.length === 0) return 'It has none.';
  const rows = names.map(
    (name) =>
      `| \`${name}\` | ${THRESHOLDS[name].default} | ${THRESHOLDS[name].unit === 'share' ? 'share ' : ''}${THRESHOLDS[name].what} |`,
  );
  return ['| threshold | default | |', '| --- | --- | --- |', ...rows].join('\n');
}

const sentTo = (alert: Alert): string => {
  const { action } = alert;
  if (action === undefined) return 'the team that its label `anthropic_diagnosis_action` names';
  return `the team \`${TEAM_NAMES.find((team) => TEAMS[team].includes(action)) ?? ''}\` (action \`${action}\`)`;
};

/** The table of alerts for the README. */
export function alertTable(): string {
  const rows = (['calls', 'spans'] as const).flatMap((file) =>
    alertsOf(file).map((alert) => {
      const { name, severity, watches, action } = alert;
      const names = thresholdsOf(alert).map(
        (threshold) => `\`${threshold}\` ${THRESHOLDS[threshold].default}`,
      );
      return `| [${name}](docs/${name}.md) | ${severity} | ${watches} | ${names.join(', ')} | ${action ?? 'of the diagnosis'} |`;
    }),
  );
  return [
    '| alert | severity | watches | thresholds | action |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The page of all thresholds. */
export function thresholdsPage(): string {
  const rows = Object.entries(THRESHOLDS).map(
    ([name, { default: value, unit, what }]) => `| \`${name}\` | ${value} | ${unit} | ${what} |`,
  );
  return [
    '# Thresholds',
    '',
    'Written by `UPDATE_DOCS=1 npm test`. `npx @sevenstep/alerts --threshold NAME=NUMBER` changes one.',
    '',
    '| threshold | default | unit | |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
