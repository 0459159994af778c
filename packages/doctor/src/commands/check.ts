// `check`: walks the seven steps against the configured endpoint, and stops at the first that fails.
import { pageOf } from '@sevenstep/checklist';
import { ask } from '../ask.ts';
import { fixOf, printer, printSummary } from '../check/print.ts';
import type { ProbeResult } from '../check/probe.ts';
import type { ProbeContext } from '../check/probe-context.ts';
import { proxySetting } from '../check/proxy-setting.ts';
import { runProbes } from '../check/run-probes.ts';
import { summarize } from '../check/summary.ts';
import { readTarget } from '../check/target.ts';
import { type Command, command } from '../command.ts';
import type { Io } from '../io.ts';
import { readNumberOption, readWholeOption } from '../numbers.ts';
import { passwordsOf } from '../outgoing.ts';

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
  },
  async run({ options, io, out, json, outgoing }) {
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
    const context: ProbeContext = {
      target,
      env: io.env,
      folder,
      timeoutMs:
        readNumberOption('--timeout', options.timeout ?? '', (value) => value > 0 && value <= 3600) * 1000,
      retries: readWholeOption('--retries', options.retries ?? '', 0, 10),
      consent:
        options.yes === true ? async () => 'yes' : (model) => consent(io, model, options.json === true),
      proxy: target.url && proxySetting(target.url, io.env),
      addresses: [],
      calls: new Map(),
      pendingError: false,
      ...(options.model !== undefined && { model: options.model }),
    };
    const results = await runProbes(context, printer(out));
    const summary = summarize(results);
    printSummary(out, summary);
    const { status, finding, stillWorks } = summary;
    json({ status, step: finding?.step, id: finding?.id, stillWorks, checks: results.map(asJson) });
    return summary.exitCode;
  },
});

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
