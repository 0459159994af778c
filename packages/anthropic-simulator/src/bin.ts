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
  --allow-host <name>  a host name that a request may have in Host, in addition to localhost; can be repeated
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

const OTHER_ADDRESS = ': --host is not an address of this machine';

const LISTEN_HINTS: ReadonlyMap<string | undefined, string> = new Map([
  ['EADDRINUSE', ': another program uses the port; choose another with --port'],
  ['EADDRNOTAVAIL', OTHER_ADDRESS],
  ['ENOTFOUND', OTHER_ADDRESS],
]);

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
  }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`cannot listen on ${host}:${port}: ${error.code}${LISTEN_HINTS.get(error.code) ?? ''}`);
  });
  if (!isLoopback(host)) {
    process.stderr.write(`anthropic-simulator: warning: listening on ${host}: other machines can reach it\n`);
  }
  print(`Listening on ${simulator.url}\nexport ANTHROPIC_BASE_URL=${simulator.url}\n\n`);
  closeOnSignal(simulator);
}

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  script: { type: 'string' },
  seed: { type: 'string' },
  strict: { type: 'boolean' },
  list: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function readOptions(args: string[]) {
  checkValues(args);
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Rejects empty values, such as an unset variable, which `parseArgs` accepts. */
function checkValues(args: string[]): void {
  const options = new Map<string, { readonly type: string }>(Object.entries(OPTIONS));
  for (const token of parseArgs({ args, options: OPTIONS, strict: false, tokens: true }).tokens) {
    if (token.kind !== 'option' || options.get(token.name)?.type !== 'string') continue;
    const { rawName, value, inlineValue } = token;
    if (!value?.trim() || (value.startsWith('-') && !inlineValue))
      throw new UsageError(`${rawName} needs a value`);
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
  const script = attempt('--script', () => checkScript(name ? readScriptFile(name) : given));
  return seed === undefined
    ? script
    : { ...script, seed: readNumber('--seed', seed, 'a number', Number.isFinite) };
}

function readScriptFile(name: string): unknown {
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`there is no file ${name}`);
    throw new Error(
      code === 'EISDIR' ? `${name} is a folder; name a file in it` : `${name} cannot be read: ${code}`,
    );
  }
  if (text.trim() === '') throw new Error(`${name} is empty`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

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

// If a reader such as `head` closes the pipe, the server continues.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return;
  process.stderr.write(`anthropic-simulator: standard output cannot be written: ${code}\n`);
  process.exitCode = 1;
});

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`anthropic-simulator: ${error instanceof Error ? error.message : error}\n`);
  if (error instanceof UsageError) process.stderr.write('Try anthropic-simulator --help\n');
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
