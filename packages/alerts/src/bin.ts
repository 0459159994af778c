#!/usr/bin/env node
// `sevenstep-alerts`: writes every generated file to a folder, with custom thresholds.
import { parseArgs } from 'node:util';
import type { NameSet } from '@sevenstep/semantic-conventions';
import { type AlertThresholds, THRESHOLDS } from './catalogue/thresholds.ts';
import { type FilesOptions, files } from './files.ts';
import { writeFiles } from './write-files.ts';

const HELP = `Usage: sevenstep-alerts --out FOLDER [options]

Writes rules, routes, dashboard and monitors for the Claude API calls of your services.

  --out FOLDER              where to; folders are made as needed
  --force                   replace files that are there
  --threshold NAME=NUMBER   a threshold of your own; may be given several times
  --docs URL                where the runbooks are: the address of the repository's root, with a slash at its end
  --webhook URL             where Alertmanager posts, with /TEAM/SEVERITY added
  --jaeger URL              Jaeger's page, for links from panels
  --datasource UID          Grafana's Prometheus data source, for the alerts that Grafana evaluates
  --gen-ai-names NAMES      latest (default) or previous: which names of the GenAI conventions the services emit
  --time-scale NUMBER       what windows and waits are multiplied by, to rehearse alerts
  --help

Thresholds:
${Object.entries(THRESHOLDS)
  .map(
    ([name, { default: value, unit, what }]) =>
      `  ${name.padEnd(24)}  ${String(value).padEnd(9)} ${unit}: ${what}`,
  )
  .join('\n')}
`;

/** Exit code for a wrong option. */
const WRONG_USE = 2;

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      force: { type: 'boolean' },
      threshold: { type: 'string', multiple: true },
      docs: { type: 'string' },
      webhook: { type: 'string' },
      jaeger: { type: 'string' },
      datasource: { type: 'string' },
      'gen-ai-names': { type: 'string' },
      'time-scale': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) process.stdout.write(HELP);
  else {
    const { out, threshold = [], docs, webhook, jaeger, datasource } = values;
    const { 'time-scale': timeScale, 'gen-ai-names': genAiNames } = values;
    if (out === undefined) throw new TypeError('--out: expected a folder; --help has the options');
    const options: FilesOptions = {
      thresholds: thresholdsOf(threshold),
      ...(timeScale === undefined ? {} : { timeScale: Number(timeScale) }),
      // What is no set of names is refused by the generators.
      ...(genAiNames === undefined ? {} : { genAiNames: genAiNames as NameSet }),
      ...(docs === undefined ? {} : { docs }),
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

/** A path or a message may have in it what a terminal obeys. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return text.replace(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, '\uFFFD');
}

function thresholdsOf(given: readonly string[]): Partial<AlertThresholds> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (name === undefined) throw new TypeError(`--threshold ${text}: expected NAME=NUMBER`);
      return [name, Number(value)];
    }),
  );
}
