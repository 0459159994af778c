// `watch` in this process: what it prints, counts and refuses, and when it ends.
import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { startReceiver } from '../src/otlp/receiver.ts';
import { otlpLine, type StoredSpan } from './support/otlp.ts';
import { run } from './support/run.ts';
import { startWatch } from './support/watch.ts';

const healthy = (more: StoredSpan = {}) => otlpLine(more);
const overloaded = (more: StoredSpan = {}) =>
  otlpLine({
    ...more,
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'http.response.status_code': 529,
      'error.type': 'overloaded_error',
      'anthropic.request.id': 'req_1',
    },
  });
/** Several spans in one request. */
const together = (...lines: string[]) =>
  JSON.stringify({ resourceSpans: lines.flatMap((line) => JSON.parse(line).resourceSpans) });

test('it says where it listens, then one line per call and the sum', async () => {
  const watch = startWatch([]);
  const url = await watch.address();
  await watch.send(healthy());
  await watch.until(/ok {4}shop/);
  await watch.send(overloaded({ trace: 't2', id: 'c2' }));
  await watch.until(/FAIL {2}shop/);
  const { code, stdout, stderr } = await watch.end();
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toEqual([
    `Listening on ${url}, OTLP over HTTP`,
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${url}`,
    '',
    '17:20:01  ok    shop  chat  200  1 s',
    expect.stringMatching(/^17:20:01 {2}FAIL {2}shop {2}chat {2}529 {2}1 s {2}service\.overloaded: /),
    '2 calls, 1 failed | service.overloaded 1',
  ]);
});

test('it ends after as many calls as --count, and shows no more', async () => {
  const watch = startWatch(['--count', '2']);
  await watch.send(together(...['1', '2', '3'].map((id) => healthy({ trace: `t${id}`, id }))));
  const { code, stdout } = await watch.ended();
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n').slice(3)).toEqual([
    expect.stringContaining('ok'),
    expect.stringContaining('ok'),
    '2 calls, 0 failed',
  ]);
});

test('a call that turns out to have failed is a second line and counts once', async () => {
  const watch = startWatch([]);
  await watch.send(healthy({ id: 'outer', scope: 'another' }));
  await watch.until(/ok {4}shop/);
  await watch.send(overloaded({ id: 'inner', parent: 'outer' }));
  await watch.until(/FAIL {2}shop/);
  const { stdout } = await watch.end();
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 call, 1 failed | service.overloaded 1');
});

test('a call that was still waited for is shown at the end', async () => {
  const watch = startWatch([]);
  await watch.send(overloaded());
  const { stdout } = await watch.end();
  expect(stdout).toMatch(/FAIL {2}shop[^\n]*\n1 call, 1 failed \| service\.overloaded 1\n$/);
});

test('--json writes calls to standard output and the address to standard error', async () => {
  const watch = startWatch(['--json', '--count', '1'], true);
  await watch.send(overloaded(), 'stderr');
  const { code, stdout, stderr } = await watch.ended();
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, command: 'watch', id: 'service.overloaded' });
  expect(stderr).toMatch(/^Listening on (\S+), OTLP over HTTP\nexport OTEL_EXPORTER_OTLP_ENDPOINT=\1\n\n$/);
});

test('in a terminal the sum is the last line, and is cleared before each line', async () => {
  const watch = startWatch([], true);
  await watch.send(healthy());
  await watch.until(/K1 call, 0 failed/);
  await watch.send(overloaded({ trace: 't2', id: 'c2' }));
  await watch.until(/K2 calls, 1 failed/);
  const { stdout } = await watch.end();
  expect(stdout).toContain('1 call, 0 failed\r\u001B[K17:20:01  ');
  expect(stdout.endsWith('\r\u001B[K2 calls, 1 failed | service.overloaded 1\n')).toBe(true);
});

test('a request that is refused is said on standard error, and the sum makes room for it', async () => {
  const watch = startWatch([], true);
  const url = await watch.address();
  const answer = await fetch(`${url}/v1/traces`, { method: 'POST', body: 'no spans' });
  expect(answer.ok).toBe(false);
  await watch.until(new RegExp(`POST /v1/traces: ${answer.status}`), 'stderr');
  // Cleared before the message, not only at the end.
  await watch.until(/\n\r[^\n]*\[K$/);
  await watch.end();
});

test('--allow-host lets senders in by that name, and --host says when other machines may', async () => {
  const watch = startWatch(['--host', '0.0.0.0', '--allow-host', 'collector.test']);
  const { port } = new URL(await watch.address());
  const statusFor = async (host: string) => {
    const sent = request({ host: '127.0.0.1', port, path: '/v1/traces', method: 'POST', headers: { host } });
    const answered = once(sent, 'response');
    sent.setHeader('content-type', 'application/json').end('{"resourceSpans":[]}');
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  };
  expect(await statusFor('collector.test')).toBe(200);
  expect(await statusFor('other.test')).toBeGreaterThanOrEqual(400);
  const { stderr } = await watch.end();
  expect(stderr).toContain('Listening on 0.0.0.0: other machines may reach this\n');
  expect(stderr).toContain('403 the request names other.test, not this host; see --allow-host\n');
});

test.each([
  [['--count', '0']],
  [['--count', '1000000001']],
  [['--count', '1.5']],
  [['--port', '65536']],
  [['--port', '-1']],
  [['--port', '']],
])('%j is refused', async (args) => {
  const { code, stderr } = await run(['watch', ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(`${args[0]}`);
});

test('an address that it cannot listen on ends it with 2 and the reason', async () => {
  const other = await startReceiver({ port: 0, onSpans: () => undefined });
  try {
    const { port } = new URL(other.url);
    const taken = await run(['watch', '--port', port]);
    expect([taken.code, taken.stderr.trim()]).toEqual([
      2,
      expect.stringMatching(
        new RegExp(
          `cannot listen on 127\\.0\\.0\\.1:${port}: EADDRINUSE: another program uses the port; choose another with --port`,
        ),
      ),
    ]);
  } finally {
    await other.close();
  }
  // An address of no machine (RFC 5737).
  const absent = await run(['watch', '--port', '0', '--host', '192.0.2.1']);
  expect([absent.code, absent.stderr]).toEqual([
    2,
    expect.stringMatching(
      /cannot listen on 192\.0\.2\.1:0: EADDRNOTAVAIL: --host is not an address of this machine$/m,
    ),
  ]);
});
