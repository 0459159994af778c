#!/usr/bin/env node
// `sevenstep-alerts`: writes every generated file to a folder, for your settings.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { NameSet } from '@sevenstep/semantic-conventions';
import { TEAM_NAMES } from './alertmanager/teams.ts';
import { THRESHOLDS } from './catalogue/thresholds.ts';
import { type FilesOptions, files } from './files.ts';
import { LEVELS } from './options.ts';
import { writeFiles } from './write-files.ts';

const HELP = `Usage: sevenstep-alerts --out FOLDER --docs URL [options]

Writes rules, routes, dashboard and monitors for the Claude API calls of your services.

  --out FOLDER              the folder to write to; it is created if needed
  --force                   replace files that exist
  --docs URL                the address of the repository's root, with a slash at its end: runbook links begin with it
  --threshold NAME=NUMBER   replaces a default threshold

Labels:
  --label LEVEL=NAME        a label of your series; LEVEL is ${LEVELS.join(', ')} (default: service=job)
  --selector MATCHERS       watch only some services, such as 'environment="production"'
  --extra-label NAME=VALUE  a label for every alert
  --severity NAME=YOURS     your value of the label severity for page or ticket, such as page=critical
  --team NAME=YOURS         your name of a team; NAME is ${TEAM_NAMES.join(', ')}
  --manifest-label NAME=VALUE  a label of the PrometheusRule manifests

Addresses:
  --webhook URL             where Alertmanager posts, with /TEAM/SEVERITY added
  --jaeger URL              Jaeger's page, for links from panels
  --datasource UID          Grafana's Prometheus data source, for the alerts that Grafana evaluates

  --gen-ai-names NAMES      latest (default) or previous: which names of the GenAI conventions the services emit
  --time-scale NUMBER       multiplies windows and waits, to rehearse alerts
  --help

Options with NAME=VALUE can be repeated.

Thresholds:
${Object.entries(THRESHOLDS)
  .map(
    ([name, { default: value, unit, what }]) =>
      `  ${name.padEnd(24)}  ${String(value).padEnd(9)} ${unit}: ${what}`,
  )
  .join('\n')}
`;

const OPTIONS = {
  out: { type: 'string' },
  force: { type: 'boolean' },
  threshold: { type: 'string', multiple: true },
  label: { type: 'string', multiple: true },
  selector: { type: 'string' },
  'extra-label': { type: 'string', multiple: true },
  severity: { type: 'string', multiple: true },
  team: { type: 'string', multiple: true },
  'manifest-label': { type: 'string', multiple: true },
  docs: { type: 'string' },
  webhook: { type: 'string' },
  jaeger: { type: 'string' },
  datasource: { type: 'string' },
  'gen-ai-names': { type: 'string' },
  'time-scale': { type: 'string' },
  help: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

/** Exit code for a wrong option. */
const WRONG_USE = 2;

// If a reader such as `head` closes the pipe, that is not a failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return;
  process.stderr.write(`sevenstep-alerts: standard output cannot be written: ${code}\n`);
  process.exitCode = WRONG_USE;
});

try {
  const args = process.argv.slice(2);
  checkValues(args);
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) process.stdout.write(HELP);
  else {
    const { out, selector, docs, webhook, jaeger, datasource } = values;
    const { 'time-scale': timeScale, 'gen-ai-names': genAiNames } = values;
    if (out === undefined) throw new TypeError('--out: expected a folder; --help has the options');
    expectDocs(docs);
    expectAddress('webhook', webhook);
    expectAddress('jaeger', jaeger);
    // The generators reject values that are out of range.
    const options: FilesOptions = {
      thresholds: Object.fromEntries(
        [...pairs('threshold', values.threshold, 'NUMBER')].map(([name, value]) => [
          name,
          expectNumber(`--threshold ${name}=${value}`, value),
        ]),
      ),
      labels: Object.fromEntries(pairs('label', values.label, 'LABEL')),
      extraLabels: Object.fromEntries(pairs('extra-label', values['extra-label'])),
      severities: Object.fromEntries(pairs('severity', values.severity)),
      teams: Object.fromEntries(pairs('team', values.team)),
      manifestLabels: Object.fromEntries(pairs('manifest-label', values['manifest-label'])),
      ...(timeScale === undefined ? {} : { timeScale: expectNumber(`--time-scale ${timeScale}`, timeScale) }),
      ...(genAiNames === undefined ? {} : { genAiNames: genAiNames as NameSet }),
      ...(selector === undefined ? {} : { selector }),
      docs,
      ...(webhook === undefined ? {} : { webhook }),
      ...(jaeger === undefined ? {} : { jaeger }),
      ...(datasource === undefined ? {} : { datasource }),
    };
    writeFiles(out, files(options), values.force === true, (path) =>
      process.stdout.write(`${shown(path)}\n`),
    );
  }
} catch (error) {
  process.stderr.write(
    `sevenstep-alerts: ${shown(error instanceof Error ? error.message : String(error))}\n`,
  );
  process.exitCode = WRONG_USE;
}

/** Rejects empty values, such as an unset variable, which `parseArgs` accepts. */
function checkValues(args: string[]): void {
  const options = new Map<string, { readonly type: string }>(Object.entries(OPTIONS));
  for (const token of parseArgs({ args, options: OPTIONS, strict: false, tokens: true }).tokens) {
    if (token.kind !== 'option' || options.get(token.name)?.type !== 'string') continue;
    const { rawName, value, inlineValue } = token;
    if (!value?.trim() || (value.startsWith('-') && !inlineValue))
      throw new TypeError(`${rawName} needs a value`);
  }
}

/** Replaces control characters, which a path or a message may contain. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return text.replace(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, '\uFFFD');
}

/** Requires an address, because a path would not work as a runbook link. */
function expectDocs(docs: string | undefined): asserts docs is string {
  if (docs === undefined)
    throw new TypeError(
      '--docs: expected the address of the runbooks, such as https://git.example.com/sevenstep/blob/main/',
    );
  if (!/^https?:\/\/\S+\/$/.test(docs))
    throw new TypeError(`--docs ${docs}: expected an address with a slash at its end`);
}

function expectAddress(option: string, address: string | undefined): void {
  if (address !== undefined && !/^https?:\/\/\S+$/.test(address))
    throw new TypeError(`--${option} ${address}: expected an address such as http://localhost:9095`);
}

function expectNumber(given: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new TypeError(`${given}: expected a number`);
  return number;
}

/** @throws TypeError for a text without `=`, and for a name given twice. */
function pairs(option: string, given: readonly string[] = [], kind = 'VALUE'): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of given) {
    const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new TypeError(`--${option} ${text}: expected NAME=${kind}`);
    if (found.has(name)) throw new TypeError(`--${option} ${name}: expected once`);
    found.set(name, value);
  }
  return found;
}
