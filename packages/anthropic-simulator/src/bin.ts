#!/usr/bin/env node
// The command `anthropic-simulator`: reads its options, starts the simulator, prints a line for each request.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatEntry, formatFaults } from './format.ts';
import { isLoopback } from './request/host-check.ts';
import { checkScript } from './script/check-script.ts';
import type { Script } from './script/script.ts';
import { type Simulator, startSimulator } from './simulator.ts';

const HELP = `Usage: anthropic-simulator [options]

An HTTP server that answers like the Claude Messages API and fails on demand.

Options:
  --port <n>           the port to listen on (default: 8787; 0: a free port)
  --host <address>     the address to listen on (default: 127.0.0.1, which other machines cannot reach)
  --allow-host <name>  a name that is allowed in a request's Host, beside localhost; can be repeated
  --script <script>    faults, as text or as the path of a JSON file (default: none)
  --seed <n>           draws the requests of a fault that has a share, such as 20% (default: 1)
  --strict             reject every request that the API is known to reject, as the doctor's lint does
  --list               list the named faults
  --version
  --help

Examples:
  anthropic-simulator
  anthropic-simulator --script "1: 529 retry-after=1; 2: error after 3 deltas; 3: ok"
  anthropic-simulator --script "20%: overloaded" --seed 7
  anthropic-simulator --script faults.json

Then set these for the application:
  export ANTHROPIC_BASE_URL=http://127.0.0.1:8787
  export ANTHROPIC_API_KEY=sk-ant-simulator-0000

A request can also ask for a fault, with the header "x-simulator-fault: stream-cut" or the model "simulate:stream-cut".
`;

/** A mistake in the command line. */
class UsageError extends Error {}

const colour = process.stdout.isTTY && !process.env.NO_COLOR;

async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) return print(HELP);
  if (options.version) return print(`${readVersion()}\n`);
  if (options.list) return print(formatFaults(colour));
  const host = options.host ?? '127.0.0.1';
  const port = readNumber(
    '--port',
    options.port ?? '8787',
    'a whole number from 0 to 65535',
    (n) => Number.isInteger(n) && n >= 0 && n <= 65_535,
  );
  const simulator = await startSimulator(readScript(options.script ?? '', options.seed), {
    port,
    host,
    allowedHosts: options['allow-host'] ?? [],
    strict: options.strict ?? false,
    onEntry: (entry) => print(`${formatEntry(entry, colour)}\n`),
  });
  if (!isLoopback(host)) {
    process.stderr.write(`anthropic-simulator: warning: listening on ${host}: other machines can reach it\n`);
  }
  print(`Listening on ${simulator.url}\nexport ANTHROPIC_BASE_URL=${simulator.url}\n\n`);
  closeOnSignal(simulator);
}

function readOptions(args: string[]): {
  port?: string;
  host?: string;
  'allow-host'?: string[];
  script?: string;
  seed?: string;
  strict?: boolean;
  list?: boolean;
  version?: boolean;
  help?: boolean;
} {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'allow-host': { type: 'string', multiple: true },
        script: { type: 'string' },
        seed: { type: 'string' },
        strict: { type: 'boolean' },
        list: { type: 'boolean' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const readNumber = (
  option: string,
  text: string,
  expected: string,
  isAllowed: (n: number) => boolean,
): number => {
  const n = Number(text);
  if (text.trim() === '' || !isAllowed(n))
    throw new UsageError(`${option}: expected ${expected}, got "${text}"`);
  return n;
};

function readScript(given: string, seed: string | undefined): Script {
  const name = given.endsWith('.json') ? given : undefined;
  const script = attempt('--script', () => checkScript(name ? JSON.parse(readScriptFile(name)) : given));
  return seed === undefined
    ? script
    : { ...script, seed: readNumber('--seed', seed, 'a number', Number.isFinite) };
}

const readScriptFile = (name: string): string => {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? `there is no file ${name}` : `${name} cannot be read: ${code}`);
  }
};

const attempt = <T>(option: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : error}`);
  }
};

const readVersion = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

function closeOnSignal(simulator: Simulator): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)));
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`anthropic-simulator: ${error instanceof Error ? error.message : error}\n`);
  if (error instanceof UsageError) process.stderr.write('Try anthropic-simulator --help\n');
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
