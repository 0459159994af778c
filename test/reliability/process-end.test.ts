// However a process ends, it ends as it would have without us, and what was finished is exported.
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bareEnvironment } from '../support/bare-environment.ts';

let simulator: Simulator;
let collector: Server;
let received: string[];
beforeEach(async () => {
  received = [];
  simulator = await startSimulator();
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
});
afterEach(async () => {
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
  await simulator.close();
});

/** How it ended: a code or a signal, and what it said. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

/** Runs the fixture, which makes a call and then ends as `how` says; `observed`: with `--import @sevenstep/register`. */
function run(how: string, observed: boolean, endpoint: string): Promise<Ending> {
  const fixture = fileURLToPath(new URL('./fixtures/ending.mjs', import.meta.url));
  const preload = observed ? ['--import', '@sevenstep/register'] : [];
  const child = spawn(process.execPath, [...preload, fixture, how], {
    cwd: fileURLToPath(new URL('./fixtures/', import.meta.url)),
    env: {
      ...bareEnvironment(),
      ANTHROPIC_BASE_URL: simulator.url,
      ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    },
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
    // The call is over, and the process waits to be told.
    if (how.startsWith('SIG') && stdout.includes('ready')) child.kill(how as NodeJS.Signals);
  });
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout })));
}

const url = (): string => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
/** Nobody listens on it: the port of a server that has been closed. */
async function deadEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** How a process ends, and whether there is time to export: `process.exit()` leaves none, and a crash either. */
const ENDINGS = [
  { how: 'by itself', exported: true },
  { how: 'with an exit code', exported: true },
  { how: 'SIGTERM', exported: true },
  { how: 'SIGINT', exported: true },
  { how: 'a handled SIGTERM', exported: true },
  { how: 'process.exit()', exported: false },
  { how: 'an uncaught exception', exported: false },
  { how: 'an unhandled rejection', exported: false },
] as const;

describe.each(ENDINGS)('$how', ({ how, exported }) => {
  test('ends as without us, and what was finished is exported', async () => {
    const alone = await run(how, false, url());
    expect(received).toEqual([]);
    expect(await run(how, true, url())).toEqual(alone);
    const names = received.join('\n').match(/chat claude-sonnet-5/g) ?? [];
    if (exported) expect(names).toHaveLength(1);
  });

  test('ends as without us when nobody collects', async () => {
    const endpoint = await deadEndpoint();
    expect(await run(how, true, endpoint)).toEqual(await run(how, false, endpoint));
  });
});
