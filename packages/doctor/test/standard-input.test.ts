// A pipe that stays open gets a hint after two seconds, on a terminal, and ends on an interrupt.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startDoctor } from '../../../test/support/doctor.ts';
import type { Io } from '../src/io.ts';
import { chunksUntil, withHint } from '../src/sources/file.ts';

async function* goingOn(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a');
  await new Promise(() => undefined);
}

describe('the hint', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each<[stdin: boolean | undefined, stderr: boolean, hint: string]>([
    [undefined, true, 'Reading standard input; Ctrl+C shows what was found so far\n'],
    // Who types knows what ends it, and a log has no use for it.
    [true, true, ''],
    [undefined, false, ''],
  ])('standard input a terminal: %s, standard error one: %s', async (stdin, stderr, hint) => {
    const written: string[] = [];
    const io = {
      stdin: { isTTY: stdin },
      stderr: { isTTY: stderr, write: (text: string) => written.push(text) },
    } as unknown as Io;
    const chunks = withHint(goingOn(), io);
    await chunks.next();
    void chunks.next();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(written).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(written.join('')).toBe(hint);
  });

  test('is not given of what has ended by then', async () => {
    const written: string[] = [];
    const stderr = { isTTY: true, write: (text: string) => written.push(text) };
    const io = { stdin: {}, stderr } as unknown as Io;
    for await (const _ of withHint(Readable.from([Buffer.from('a')]), io));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(written).toEqual([]);
  });
});

describe('an interrupt', () => {
  const all = async (signal: AbortSignal, chunks: AsyncIterable<Uint8Array>) => {
    const texts: string[] = [];
    for await (const chunk of chunksUntil(chunks, signal)) texts.push(String(chunk));
    return texts;
  };

  test('while nothing comes ends it', async () => {
    const controller = new AbortController();
    const read = all(controller.signal, goingOn());
    setImmediate(() => controller.abort());
    expect(await read).toEqual(['a']);
  });

  test('before it begins leaves what is there, and does not wait for more', async () => {
    expect(await all(AbortSignal.abort(), goingOn())).toEqual(['a']);
    const silent = new Readable({ read: () => undefined });
    expect(await all(AbortSignal.abort(), silent)).toEqual([]);
    expect(silent.destroyed).toBe(true);
  });

  test('that never comes leaves all of it', async () => {
    const chunks = Readable.from([Buffer.from('a'), Buffer.from('b')]);
    expect(await all(new AbortController().signal, chunks)).toEqual(['a', 'b']);
  });
});

describe('an error ends the process, although the pipe goes on', () => {
  const PACKED = Buffer.from('1f8b08000000000000030a', 'hex');

  test.each([['diagnose'], ['ticket']])('%s -', async (command) => {
    const { child, ended } = startDoctor([command, '-']);
    child.stdin?.write(PACKED);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining('standard input is compressed')]);
  });

  test.skipIf(process.platform === 'win32')('diagnose of a named pipe', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'pipe');
    execFileSync('mkfifo', [path]);
    const { ended } = startDoctor(['diagnose', path]);
    await using pipe = await open(path, 'w');
    await pipe.write(PACKED);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${path} is compressed`)]);
  });
});

test('a source of which only a part is read is closed', async () => {
  const silent = new Readable({ read: () => undefined });
  silent.push('a');
  for await (const _ of chunksUntil(silent, new AbortController().signal)) break;
  expect(silent.destroyed).toBe(true);
  let isClosed = false;
  async function* chunks() {
    try {
      yield Buffer.from('a');
    } finally {
      isClosed = true;
    }
  }
  for await (const _ of chunksUntil(chunks(), new AbortController().signal)) break;
  expect(isClosed).toBe(true);
});
