// `check` as people use it: in a terminal it asks before it spends tokens; piped it does not; its last line is true.
import { createServer } from 'node:http';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runDoctor, startDoctorInTerminal } from '../../../test/support/doctor.ts';
import { startReceiver } from '../src/otlp/receiver.ts';
import type { Span } from '../src/spans/span.ts';
import { listen } from './support/network.ts';

vi.setConfig({ testTimeout: 60_000 });

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => simulator.load(''));
afterAll(() => simulator.close());

const env = (more: Record<string, string> = {}) => ({
  ANTHROPIC_API_KEY: 'sk-ant-simulator-canary',
  ANTHROPIC_BASE_URL: simulator.url,
  ...more,
});

const messages = () => simulator.journal.filter(({ path }) => path === '/v1/messages').length;

describe('the question', () => {
  test.each([
    ['y', 2, 'stream completed'],
    ['n', 0, 'not sent: you said no'],
    ['', 0, 'not sent: you said no'],
  ])('answered with "%s", %i messages are sent', async (answer, sent, says) => {
    const program = startDoctorInTerminal(['check'], { env: env() });
    await program.says('[y/N]');
    expect(messages()).toBe(0);
    program.child.stdin?.write(`${answer}\n`);
    const { stdout } = await program.ended;
    expect(stdout).toContain(says);
    expect(messages()).toBe(sent);
    expect(stdout).not.toContain('canary');
  });

  test('is not asked of nobody: piped, nothing is sent, and it is said why', async () => {
    const { code, stdout } = await runDoctor(['check'], { env: env() });
    expect(stdout).toContain(
      'not sent: it costs tokens, and there is no terminal to ask you on; --yes sends it',
    );
    expect(stdout).toContain('Shown to work: network and endpoint, the key. No message was sent.');
    expect(stdout).not.toContain('\u001B[');
    expect(messages()).toBe(0);
    expect(stdout).toContain('Passed, without a message');
    expect(code).toBe(0);
  });
});

describe('the telemetry', () => {
  test.each(['http/json', 'http/protobuf'])(
    'by %s a span arrives, and everything passes',
    async (protocol) => {
      const spans: Span[] = [];
      const receiver = await startReceiver({ port: 0, onSpans: (more) => spans.push(...more) });
      const { code, stdout } = await runDoctor(['check', '--yes'], {
        env: env({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: protocol }),
      });
      expect(spans.map(({ name, service }) => [name, service])).toEqual([
        ['sevenstep-doctor check', 'sevenstep-doctor'],
      ]);
      expect(stdout).toContain('it accepted the span "sevenstep-doctor check"');
      expect(stdout).toContain('All probes passed\n  works     Calls work, with streaming too.');
      expect(code).toBe(0);
      await receiver.close();
    },
  );

  test.each([
    ['JSON', 'application/json', '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"quota exceeded"}}'],
    ['protobuf', 'application/x-protobuf', '\n\x12\b\x01\x12\x0equota exceeded'],
  ])('that takes the request and rejects the span is a warning: %s', async (_, type, answer) => {
    const taking = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { 'content-type': type }).end(answer));
    });
    await using receiver = await listen(taking);
    const { code, stdout } = await runDoctor(['check', '--yes'], {
      env: env({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${receiver.port}` }),
    });
    expect(stdout).toMatch(/warn telemetry .* it rejected the span: "quota exceeded"/);
    expect(code).toBe(4);
  });

  test('that is refused or does not arrive is a warning', async () => {
    const refused = await runDoctor(['check', '--yes'], {
      env: env({ OTEL_EXPORTER_OTLP_ENDPOINT: simulator.url }),
    });
    expect(refused.stdout).toMatch(/warn telemetry .* 404 in \d+ ms/);
    expect(refused.code).toBe(4);
    const nobody = await runDoctor(['check', '--yes'], {
      env: env({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }),
    });
    expect(nobody.stdout).toMatch(/warn telemetry {4}127\.0\.0\.1:9/);
    expect(nobody.code).toBe(4);
  });
});

test('a failure ends with its fix, its page and what still works', async () => {
  simulator.load('529');
  const { code, stdout } = await runDoctor(['check', '--yes', '--retries', '0'], { env: env() });
  expect(code).toBe(3);
  expect(stdout).toMatch(/ {2}FAIL service /);
  expect(stdout).toContain('Failed at step 6, service: service.overloaded');
  expect(stdout).toContain('npx @sevenstep/doctor explain service.overloaded');
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    '  works     Shown to work: network and endpoint. Calls pass again when the service does.',
  );
});

test.each([
  [['--timeout', 'soon'], '--timeout: expected seconds above 0, at most 3600, got "soon"'],
  [['--timeout', '0'], '--timeout: expected seconds above 0, at most 3600, got "0"'],
  [['--retries', '1.5'], '--retries: expected a whole number from 0 to 10, got "1.5"'],
])('%j ends with 2', async (args, line) => {
  const { code, stderr } = await runDoctor(['check', ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(line);
});

describe('a healthy API', () => {
  test.each<[what: string, env: Record<string, string>, says: string]>([
    ['no variable names an endpoint', {}, 'OTEL_EXPORTER_OTLP_ENDPOINT is not set: no span was sent'],
    ['the endpoint is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is not set'],
    ['the SDK is switched off', { OTEL_SDK_DISABLED: 'true' }, 'OTEL_SDK_DISABLED is true: no span was sent'],
    ['spans are not exported', { OTEL_TRACES_EXPORTER: 'none' }, 'OTEL_TRACES_EXPORTER is none'],
  ])('ends with 0 and a note where %s', async (_, more, says) => {
    const { code, stdout } = await runDoctor(['check', '--yes'], { env: env(more) });
    expect(stdout).toContain(`skip telemetry    ${says}`);
    expect(stdout).toContain('All probes passed');
    expect(code).toBe(0);
  });
});

describe('what a failure makes pointless', () => {
  test.each<[what: string, url: string, blocker: string, ids: string]>([
    [
      'a name without an address',
      'http://nothing.invalid',
      'dns',
      'tcp, tls, endpoint, identity, request, limits, service, response',
    ],
    [
      'a port where nobody listens',
      'http://127.0.0.1:1',
      'tcp',
      'tls, endpoint, identity, request, limits, service, response',
    ],
    [
      'a base URL that is none',
      'ftp://localhost',
      'environment',
      'dns, tcp, tls, proxy, endpoint, identity, request, limits, service, response',
    ],
  ])('is one line: %s', async (_, url, blocker, ids) => {
    const { code, stdout } = await runDoctor(['check', '--yes', '--retries', '0'], {
      env: env({ ANTHROPIC_BASE_URL: url }),
    });
    expect(code).toBe(3);
    const skipped = stdout.split('\n').filter((line) => line.startsWith('  skip'));
    expect(skipped).toEqual([
      `  skip ${ids}: needs ${blocker}`,
      expect.stringMatching(/^ {2}skip telemetry/),
    ]);
    expect(stdout).not.toMatch(/^[2-7] /m);
  });
});
