// The command: its options, its mistakes, and a real run of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NAMED_FAULTS } from '../src/script/named-faults.ts';
import { failure, KEY, PARAMS } from './client.ts';

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
}

function start(...args: string[]): Running {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...process.env, FORCE_COLOR: undefined } });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return { child, out: () => out, err: () => err };
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const running = start(...args);
  const [code] = (await once(running.child, 'close')) as [number | null];
  return { code, out: running.out(), err: running.err() };
}

const until = async (running: Running, pattern: RegExp): Promise<string> => {
  for (;;) {
    const found = pattern.exec(running.out());
    if (found) return found[1] ?? found[0];
    if (running.child.exitCode !== null) throw new Error(`ended: ${running.out()}${running.err()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const client = (baseURL: string) => new Anthropic({ baseURL, apiKey: KEY, maxRetries: 0 });

describe('the command', () => {
  it('helps, with examples', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('--script "1: 529 retry-after=1; 2: error after 3 deltas; 3: ok"');
    expect(out).toContain('export ANTHROPIC_BASE_URL=');
  });

  it('says its version', async () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    expect((await run('--version')).out).toBe(`${(JSON.parse(manifest) as { version: string }).version}\n`);
  });

  it('lists every named fault', async () => {
    const { code, out } = await run('--list');
    expect(code).toBe(0);
    const names = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(names).toEqual(Object.keys(NAMED_FAULTS));
  });

  it.each([
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['extra'], "Unexpected argument 'extra'"],
    [['--port', 'http'], '--port: expected a whole number from 0 to 65535, got "http"'],
    [['--port', '70000'], '--port: expected a whole number from 0 to 65535, got "70000"'],
    [['--seed', 'x'], '--seed: expected a number, got "x"'],
    [['--seed', ''], '--seed needs a value\n'],
    // An empty address would be every address of the machine.
    [['--host', ''], '--host needs a value\n'],
    [['--port'], '--port needs a value\n'],
    [['--port', '--strict'], '--port needs a value\n'],
    [['--script', '1: nonsense'], '--script: part 1, column 4: expected ok'],
    [['--script', '/nonexistent/faults.json'], '--script: there is no file /nonexistent/faults.json'],
  ])('refuses %j with a clear line and exit code 2', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(`anthropic-simulator: ${message}`);
    expect(err).not.toContain('    at ');
  });

  it.each([
    ['no JSON', '{', ' is not JSON: '],
    ['nothing', ' \n', ' is empty\n'],
  ])('names a script file that has %s', async (_, text, says) => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'faults.json');
    writeFileSync(file, text);
    const { code, err } = await run('--script', file);
    expect([code, err]).toEqual([2, expect.stringContaining(`--script: ${file}${says}`)]);
  });

  it('names another program on its port', async () => {
    const other = start('--port', '0');
    const port = await until(other, /Listening on http:\/\/127\.0\.0\.1:(\d+)/);
    const { code, err } = await run('--port', port);
    expect([code, err]).toEqual([
      1,
      `anthropic-simulator: cannot listen on 127.0.0.1:${port}: EADDRINUSE: another program uses the port; choose another with --port\n`,
    ]);
  });

  it('names an address that is not of this machine', async () => {
    const { code, err } = await run('--host', '192.0.2.1');
    expect([code, err]).toEqual([
      1,
      'anthropic-simulator: cannot listen on 192.0.2.1:8787: EADDRNOTAVAIL: --host is not an address of this machine\n',
    ]);
  });

  it('serves on when the reader of its output has left', async () => {
    const running = start('--port', '0');
    const url = await until(running, /export ANTHROPIC_BASE_URL=(\S+)\n/);
    running.child.stdout?.destroy();
    for (let count = 0; count < 3; count += 1) await client(url).messages.create(PARAMS);
    running.child.kill('SIGTERM');
    const [code] = (await once(running.child, 'close')) as [number | null];
    expect([code, running.err()]).toEqual([0, '']);
  });

  it('serves, prints a line for each request, and ends with 0', async () => {
    const running = start('--port', '0', '--script', '#1: 529 "Too\\"many"');
    const url = await until(running, /export ANTHROPIC_BASE_URL=(\S+)\n/);
    await failure(client(url).messages.create(PARAMS));
    await client(url).messages.create(PARAMS);
    await until(running, /#2 .*\n/);
    running.child.kill('SIGTERM');
    const [code] = (await once(running.child, 'close')) as [number | null];
    expect(code).toBe(0);
    const lines = running.out().trimEnd().split('\n').slice(-2);
    expect(lines[0]).toMatch(
      /^#1 POST \/v1\/messages claude-sonnet-5 attempt 1 \| 529 \| 529 overloaded_error, req_\w{24}, \d+ ms$/,
    );
    expect(lines[1]).toMatch(/^#2 POST .* \| no fault \| 200, req_\w{24}, \d+ ms$/);
    expect(running.err()).toBe('');
  });

  it('takes a script from a file, and a seed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'faults.json');
    writeFileSync(file, JSON.stringify({ faults: [{ name: 'mine', response: { status: 503 } }] }));
    const requestIds: string[] = [];
    for (const seed of ['1', '2']) {
      const running = start('--port', '0', '--script', file, '--seed', seed);
      const url = await until(running, /export ANTHROPIC_BASE_URL=(\S+)\n/);
      expect(await failure(client(url).messages.create(PARAMS))).toMatchObject({ status: 503 });
      await until(running, /\| mine \| 503 api_error/);
      requestIds.push(await until(running, /(req_\w{24})/));
      running.child.kill('SIGINT');
      await once(running.child, 'close');
    }
    expect(requestIds[0]).not.toBe(requestIds[1]);
  });

  it('refuses a file that is no script, naming the field', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'faults.json');
    writeFileSync(file, JSON.stringify({ faults: [{ status: 503 }] }));
    const { code, err } = await run('--script', file);
    expect(code).toBe(2);
    expect(err).toContain('--script: script.faults[0].status: not a field');
  });

  it('warns when other machines may reach it', async () => {
    const running = start('--port', '0', '--host', '0.0.0.0');
    await until(running, /export ANTHROPIC_BASE_URL=(\S+)\n/);
    expect(running.err()).toContain('warning: listening on 0.0.0.0');
  });
});
