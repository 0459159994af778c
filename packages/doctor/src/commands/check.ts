// `check`: walks the seven steps against the configured endpoint, and stops at the first that fails.
import { pageOf } from '@sevenstep/checklist';
import { serverAttributes } from '@sevenstep/wire';
import { ask } from '../ask.ts';
import { fixOf, printer, printSummary } from '../check/print.ts';
import type { ProbeResult } from '../check/probe.ts';
import type { ProbeContext } from '../check/probe-context.ts';
import { PROBES } from '../check/probes.ts';
import { proxySetting } from '../check/proxy-setting.ts';
import { runProbes } from '../check/run-probes.ts';
import { summarize } from '../check/summary.ts';
import { readTarget, targetSecrets } from '../check/target.ts';
import { type Command, type Context, command } from '../command.ts';
import { keepChecking } from '../every/keep-checking.ts';
import { JITTER } from '../every/repeat.ts';
import { CheckTelemetry } from '../every/telemetry.ts';
import { EXIT } from '../exit.ts';
import { readNumberOption, readWholeOption } from '../numbers.ts';
import { shownAddress } from '../outgoing.ts';
import { parseDuration } from '../sources/duration.ts';
import { ownVersion } from '../version.ts';

export const checkCommand: Command = command({
  name: 'check',
  summary:
    'Checks the seven steps against the API with the settings of this environment, and stops at the first failure',
  usage: '',
  examples: [
    ['check', 'Makes the free checks, then asks before it sends a message'],
    ['check --yes', 'Sends the messages, too: one plain, one streamed, at most 32 tokens each'],
    ['check --base-url http://127.0.0.1:8787 --json', 'Checks another server, and prints one line of JSON'],
    ['check --config ./client.mjs', 'Uses the settings of the client that this module exports'],
    ['check --every 60s', 'Repeats the check, and exports metrics to OTEL_EXPORTER_OTLP_ENDPOINT'],
  ],
  options: {
    'base-url': { type: 'string', value: 'URL', help: 'The base URL, in place of ANTHROPIC_BASE_URL' },
    config: {
      type: 'string',
      value: 'MODULE',
      help: 'A module that exports a client of the SDK, as "client" or as default export',
    },
    model: {
      type: 'string',
      value: 'ID',
      help: 'The model to call (default: the smallest that the key may use)',
    },
    yes: { type: 'boolean', short: 'y', help: 'Send two short messages, which cost tokens, without asking' },
    timeout: {
      type: 'string',
      value: 'SECONDS',
      default: '20',
      help: 'The time limit of each probe with its retries (default: 20)',
    },
    retries: {
      type: 'string',
      value: 'N',
      default: '2',
      help: 'The retries of each call (default: 2, as in the SDK)',
    },
    every: {
      type: 'string',
      value: 'TIME',
      help: 'Repeat the check, such as every 60s, and export the results over OTLP',
    },
  },
  async run(given) {
    const { options, io, out, json, outgoing } = given;
    const everySeconds =
      options.every === undefined ? undefined : parseDuration('--every', options.every, INTERVAL);
    const folder = process.cwd();
    const target = await readTarget({
      baseUrl: options['base-url'],
      config: options.config,
      env: io.env,
      folder,
    });
    outgoing.conceal(...targetSecrets(target));
    const context = (): ProbeContext => ({
      target,
      env: io.env,
      folder,
      timeoutMs:
        readNumberOption(
          '--timeout',
          options.timeout ?? '',
          'seconds above 0, at most 3600',
          (value) => value > 0 && value <= 3600,
        ) * 1000,
      retries: readWholeOption('--retries', options.retries ?? '', 0, 10),
      consent:
        options.yes === true
          ? async () => 'yes'
          : (model) => consent(given, model, options.json === true || everySeconds !== undefined),
      proxy: target.url && proxySetting(target.url, io.env),
      addresses: [],
      calls: new Map(),
      pendingError: false,
      ...(options.model !== undefined && { model: options.model }),
    });
    if (everySeconds === undefined) {
      const results = await runProbes(context(), { ended: printer(out) });
      const summary = summarize(results);
      printSummary(out, summary);
      json(runJson(results));
      return summary.exitCode;
    }
    // Reports a wrong option before the first run.
    context();
    const server = serverAttributes(target.baseUrl);
    await keepChecking(given, {
      everyMs: everySeconds * 1000,
      telemetry: new CheckTelemetry(io.env, ownVersion(), server, Date.now()),
      probe: (stop) => runProbes(context(), { probes: REPEATED, stop }),
      json: runJson,
      title: [
        `Checking ${shownAddress(target.baseUrl)} every ${everySeconds} s (± ${JITTER * 100} %), until Ctrl+C`,
        options.yes === true
          ? `Each run sends two short messages, about 100 tokens: ${Math.round(DAY / everySeconds)} runs a day`
          : 'No tokens are spent: the checks request and response need --yes',
      ],
    });
    return EXIT.ok;
  },
});

const DAY = 86_400;

/** A shorter interval would be a load, and a longer one would make alerts useless. */
const INTERVAL = { least: 1, most: DAY, expected: 'a time from 1s to 1d, such as 60s or 5m' } as const;

/** Repeated checks skip the telemetry probe, because exporting their telemetry already shows whether it arrives. */
const REPEATED = PROBES.filter(({ step }) => step !== undefined);

/** The results of a run for a program. */
function runJson(results: readonly ProbeResult[]): Readonly<Record<string, unknown>> {
  const { status, finding, stillWorks } = summarize(results);
  return { status, step: finding?.step, id: finding?.id, stillWorks, checks: results.map(asJson) };
}

async function consent(
  { io, outgoing }: Pick<Context, 'io' | 'outgoing'>,
  model: string,
  quiet: boolean,
): ReturnType<ProbeContext['consent']> {
  if (quiet) return 'nobody to ask';
  const question = `  Send two short messages to ${model}? They spend about 100 tokens.`;
  const answer = await ask(io, question, outgoing.text);
  return answer === undefined ? 'nobody to ask' : answer ? 'yes' : 'no';
}

const asJson = ({ notes, ...result }: ProbeResult) => ({
  ...result,
  findings: result.findings.map(({ specificity: _, ...finding }) => ({
    ...finding,
    page: pageOf(finding.id),
  })),
  notes: notes.map((note) => ({ ...note, fix: fixOf(note.id), page: pageOf(note.id) })),
});
