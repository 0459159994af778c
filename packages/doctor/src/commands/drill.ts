// `drill NAME`: a fault of the simulator to rehearse, by hand or with a command, and what its spans were diagnosed as.
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { plural } from '@sevenstep/checklist';
import { type Command, type Context, command } from '../command.ts';
import { apiKeyOf, baseUrlOf, environmentOf, findRegister } from '../drill/environment.ts';
import { needsOf } from '../drill/needs.ts';
import { rehearse } from '../drill/rehearse.ts';
import { findSituation, SITUATIONS, type Situation, searchSituations } from '../drill/situations.ts';
import { EXIT, UsageError } from '../exit.ts';
import { listenProblem } from '../listen-problem.ts';
import { readWholeOption } from '../numbers.ts';
import { collect, type Report } from '../report/collect.ts';
import { writeReport } from '../report/text.ts';

export const drillCommand: Command = command({
  name: 'drill',
  summary: 'Rehearses a fault: runs your application against a simulator, and lists its diagnoses',
  usage: '[NAME] [-- COMMAND…]',
  examples: [
    ['drill --list stream', 'Lists the faults whose name or title has the word'],
    ['drill service.overloaded', 'Prints the variables to set for the application; Ctrl-C ends it'],
    [
      'drill limits.input_tokens_per_minute -- node app.mjs',
      'Runs the command, and lists the diagnoses of its spans. Exit code: 0 with this one, 3 without it, 4 without a span',
    ],
    ['drill stream-cut --register -- node app.mjs', 'The same for an application without OpenTelemetry'],
  ],
  positionals: [0, 1],
  rest: true,
  options: {
    list: { type: 'boolean', help: 'List all faults, or the faults with NAME in their name or title' },
    port: {
      type: 'string',
      value: 'N',
      default: '0',
      help: 'The port of the simulator (default: any free port)',
    },
    register: {
      type: 'boolean',
      help: 'Load @sevenstep/register into the command, so that it sends spans',
    },
  },
  async run(context) {
    const { options, positionals, rest } = context;
    const [name] = positionals;
    const isRun = rest.length > 0;
    if (isRun && options.list === true) throw new UsageError('--list runs no command: leave out the --');
    if (isRun && name === undefined) {
      throw new UsageError(
        'name the drill before the --, such as service.overloaded; "drill --list" has all',
      );
    }
    if (options.register === true && !isRun) {
      throw new UsageError('--register needs a command after --, such as -- node app.mjs');
    }
    if (options.list === true || name === undefined) return list(context, name ?? '');
    const situation = findSituation(name);
    const port = readWholeOption('--port', options.port ?? '', 0, 65_535);
    const simulator = await listen(situation, port);
    try {
      const baseUrl = await baseUrlOf(situation.drill, simulator.url);
      return isRun
        ? await withCommand(context, situation, baseUrl, options.register === true)
        : await byHand(context, situation, baseUrl);
    } finally {
      await simulator.close();
    }
  },
});

function list({ out, json }: Pick<Context, 'out' | 'json'>, word: string): number {
  const found = searchSituations(word);
  const width = Math.max(0, ...found.map(({ name }) => name.length)) + 2;
  for (const { name, title } of found) out.beside(out.style('bold', name.padEnd(width)), width, title);
  if (found.length > 0) out.line();
  out.line(
    found.length === 0 ? `No drill of ${SITUATIONS.length} has "${word}".` : plural(found.length, 'drill'),
  );
  json({ drills: found.map(({ name, title, diagnosis }) => ({ name, title, diagnosis })) });
  return EXIT.ok;
}

async function listen({ drill }: Situation, port: number): Promise<Simulator> {
  try {
    return await startSimulator({ faults: drill.faults ?? [] }, { port });
  } catch (error) {
    throw listenProblem('127.0.0.1', port, error);
  }
}

/** Says what to set, and waits to be ended. */
async function byHand({ io, out, json }: Context, { title, drill, diagnosis }: Situation, baseUrl: string) {
  out.own(`${title}, until Ctrl-C. Where the application runs:\n`);
  out.own(`export ANTHROPIC_BASE_URL=${baseUrl}`);
  const key = apiKeyOf(drill, {});
  if (drill.call?.apiKey === null) out.line('unset ANTHROPIC_API_KEY');
  else if (drill.call?.apiKey !== undefined || !io.env.ANTHROPIC_API_KEY) {
    // The key of the drill or of the simulator, never the user's.
    out.own(`export ANTHROPIC_API_KEY=${JSON.stringify(key)}`);
  }
  const needs = needsOf(drill);
  if (needs.length > 0) out.own(`\n${needs.join(' ')}`);
  json({ baseUrl, title, diagnosis, needs });
  const signal = io.interrupted();
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  return EXIT.ok;
}

async function withCommand(
  { io, out, say, json, options, rest, outgoing }: Context,
  situation: Situation,
  baseUrl: string,
  withRegister: boolean,
): Promise<number> {
  const { drill, diagnosis, title } = situation;
  const register = withRegister ? findRegister(process.cwd()) : undefined;
  const key = apiKeyOf(drill, io.env);
  const { ended, spans, problems } = await rehearse(
    rest,
    (receiver) => environmentOf(io.env, { baseUrl, receiver, key, register }),
    options.json === true ? 2 : 1,
    io.interrupted(),
  );
  const report = outgoing.value(await collect(inOrder(spans), 1));
  const found = [...report.groups.map(({ finding }) => finding.id as string), ...report.also.keys()];
  const code = exitCode(report, found, diagnosis);
  out.line();
  out.line(
    `${out.style('bold', title)}: the command ended with ${ended}, and sent ${plural(spans.length, 'span')}`,
  );
  for (const problem of problems) say(problem);
  if (report.calls > 0) writeReport(report, rest.join(' '), 1, out);
  out.line();
  out.line(`${out.style(code === EXIT.ok ? 'green' : 'yellow', conclusion(situation, code, withRegister))}`);
  json({
    title,
    diagnosis,
    ended,
    spans: spans.length,
    calls: report.calls,
    found,
    appeared: code === EXIT.ok,
  });
  return code;
}

async function* inOrder<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** The command may fail on purpose. The exit code says whether its spans have the reason. */
function exitCode({ calls }: Report, found: readonly string[], diagnosis: string | undefined): number {
  if (calls === 0) return EXIT.warnings;
  return (diagnosis === undefined ? found.length > 0 : found.includes(diagnosis)) ? EXIT.ok : EXIT.fail;
}

function conclusion({ drill, diagnosis }: Situation, code: number, withRegister: boolean): string {
  const what = diagnosis ?? 'A diagnosis';
  if (code === EXIT.ok) return `${what} appeared.`;
  if (code === EXIT.warnings) {
    return withRegister
      ? 'No span of a call arrived: the command made none, or ended before its spans were sent.'
      : 'No span of a call arrived. Without OpenTelemetry in the application, add --register before the --.';
  }
  return [`${what} did not appear.`, ...needsOf(drill)].join(' ');
}
