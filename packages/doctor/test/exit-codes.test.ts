// The exit code if several conditions hold: the worst finding first, then unreadable input.
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { otlpLine, type StoredSpan } from './support/otlp.ts';
import { run } from './support/run.ts';

const CALL = { 'gen_ai.provider.name': 'anthropic', 'anthropic.sdk.method': 'messages.create' };
const HEALTHY = { ...CALL, 'http.response.status_code': 200 };
let next = 0;
const span = (attributes: StoredSpan['attributes'], at: StoredSpan['at'] = [0, 1]): string => {
  next += 1;
  return otlpLine({ id: `c${next}`, trace: `t${next}`, at, ...(attributes && { attributes }) });
};

const healthy = () => span(HEALTHY);
const note = () =>
  span({ ...HEALTHY, 'anthropic.retry.outcome': 'recovered', 'anthropic.retry.reasons': ['529 overloaded'] });
const warning = () => span({ ...HEALTHY, 'anthropic.message.stop_reason': 'max_tokens' });
const unended = () => span(CALL, [0]);
const error = () =>
  span({
    ...CALL,
    'http.response.status_code': 529,
    'error.type': 'overloaded_error',
    'anthropic.request.id': 'req_1',
  });
const broken = () => '{"resourceSpans":\n';

test.each<[what: string, code: number, lines: readonly (() => string)[]]>([
  ['healthy calls', 0, [healthy, healthy]],
  ['a note', 0, [healthy, note]],
  ['a warning', 4, [healthy, warning]],
  ['a call without an end', 4, [healthy, unended]],
  ['a line that cannot be read', 2, [healthy, broken]],
  ['a line that cannot be read beside a note', 2, [note, broken]],
  ['a line that cannot be read beside a warning', 2, [warning, broken]],
  ['a line that cannot be read beside a call without an end', 2, [unended, broken]],
  ['an error', 3, [healthy, error]],
  ['an error beside a warning', 3, [warning, error]],
  ['an error beside a line that cannot be read', 3, [error, broken]],
])('diagnose of %s ends with %d', async (_, code, lines) => {
  const { code: ended } = await run(['diagnose', '-'], { stdin: lines.map((line) => line()).join('') });
  expect(ended).toBe(code);
});

test.each<[what: string, code: number, lines: readonly (() => string)[]]>([
  ['an error', 0, [error]],
  ['a warning', 0, [warning]],
  ['an error beside a line that cannot be read', 2, [error, broken]],
])('ticket of %s ends with %d', async (_, code, lines) => {
  const { code: ended } = await run(['ticket', '-'], { stdin: lines.map((line) => line()).join('') });
  expect(ended).toBe(code);
});

test('what is refused ends with 3, a wrong command line and what is not there with 2', async () => {
  const stdin = error();
  const codes = await Promise.all([
    run(['ticket', '-', '--canary', 'req_1'], { stdin }),
    run(['ticket', '-', '--spam'], { stdin }),
    run(['ticket', 'nowhere.json']),
    run(['diagnose', '-', '--show', 'x'], { stdin }),
    run(['nothing']),
  ]);
  expect(codes.map(({ code }) => code)).toEqual([3, 2, 2, 2, 2]);
});

// The kernel refuses to read from the start of a process's memory, whoever asks.
test.runIf(process.platform === 'linux')(
  'a file that breaks while it is read ends with 2 and is named',
  async () => {
    const { code, stderr } = await run(['diagnose', '/proc/self/mem']);
    expect(stderr).toBe('sevenstep-doctor: /proc/self/mem cannot be read: EIO\n');
    expect(code).toBe(2);
  },
);

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url));

test.runIf(process.platform === 'linux')(
  'a disk that is full ends with 2 and one line, also while it goes on checking',
  async () => {
    for (const args of [['rules'], ['check', '--every', '1s', '--base-url', 'http://127.0.0.1:1']]) {
      const child = spawnSync(process.execPath, [BIN, ...args], {
        stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      });
      const line = 'sevenstep-doctor: standard output cannot be written: ENOSPC\n';
      expect([child.status, child.stderr.toString()]).toEqual([2, line]);
    }
  },
);
