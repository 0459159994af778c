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
import { readTarget } from '../check/target.ts';
import { type Command, command } from '../command.ts';
import { keepChecking } from '../every/keep-checking.ts';
import { JITTER } from '../every/repeat.ts';
import { CheckTelemetry } from '../every/telemetry.ts';
import { EXIT } from '../exit.ts';
import type { Io } from '../io.ts';
import { readNumberOption, readWholeOption } from '../numbers.ts';
import { passwordsOf, shownAddress } from '../outgoing.ts';
import { parseDuration } from '../sources/duration.ts';
import { ownVersion } from '../version.ts';

export const checkCommand: Command = command({
  name: 'check',
  summary:
    'Walks the seven steps against the API as this environment is set up, and stops at the first that fails',
  usage: '',
  examples: [
    ['check', 'Everything that costs nothing, then asks before it sends a message'],
    ['check --yes', 'Sends the messages, too: one plain, one streamed, at most 32 tokens each'],
    ['check --base-url http://127.0.0.1:8787 --json', 'Against another server, as one line of JSON'],
    ['check --config ./client.mjs', 'As the client that this module exports is set up'],
    ['check --every 60s', 'Keeps checking, and exports metrics to OTEL_EXPORTER_OTLP_ENDPOINT'],
  ],
  options: {
    'base-url': { type: 'string', value: 'URL', help: 'In place of ANTHROPIC_BASE_URL' },
    config: {
      type: 'string',
      value: 'MODULE',
      help: 'A module that exports a client of the SDK, as "client" or by default',
    },
    model: {
      type: 'string',
      value: 'ID',
      help: 'The model to ask (default: the smallest that the key may use)',
    },
    yes: { type: 'boolean', short: 'y', help: 'Spend the tokens of two short messages without asking' },
    timeout: {
      type: 'string',
      value: 'SECONDS',
      default: '20',
      help: 'The most that one probe may take (default: 20)',
    },
    retries: {
      type: 'string',
      value: 'N',
      default: '2',
      help: 'How often a call is tried again (default: 2, as the SDK)',
    },
    every: {
      type: 'string',
      value: 'TIME',
      help: 'Keeps checking, such as every 60s, and exports the results over OTLP',
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
    outgoing.conceal(
      target.key,
      target.token,
      ...Object.values(target.headers),
      ...passwordsOf(target.baseUrl),
    );
    const context = (): ProbeContext => ({
      target,
      env: io.env,
      folder,
      timeoutMs:
        readNumberOption('--timeout', options.timeout ?? '', (value) => value > 0 && value <= 3600) * 1000,
      retries: readWholeOption('--retries', options.retries ?? '', 0, 10),
      consent:
        options.yes === true
          ? async () => 'yes'
          : (model) => consent(io, model, options.json === true || everySeconds !== undefined),
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
    // A wrong option is told before the first run.
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

/** Faster, the checks are a load; slower, an alert on them knows nothing. */
const INTERVAL = { least: 1, most: DAY, expected: 'a time from 1s to 1d, such as 60s or 5m' } as const;

/** Repeated checks export telemetry of their own, which shows whether it arrives. */
const REPEATED = PROBES.filter(({ step }) => step !== undefined);

/** The results of a run for a program. */
function runJson(results: readonly ProbeResult[]): Readonly<Record<string, unknown>> {
  const { status, finding, stillWorks } = summarize(results);
  return { status, step: finding?.step, id: finding?.id, stillWorks, checks: results.map(asJson) };
}

async function consent(io: Io, model: string, quiet: boolean): ReturnType<ProbeContext['consent']> {
  if (quiet) return 'nobody to ask';
  const answer = await ask(io, `  Send two short messages to ${model}? They spend about 100 tokens.`);
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
