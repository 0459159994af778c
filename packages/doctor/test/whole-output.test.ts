// The complete output of the commands, on a terminal and into a file. `vitest run <file> --update=all` writes it again.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otlpLine } from './support/otlp.ts';
import { run } from './support/run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-output-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const CALL = { 'gen_ai.provider.name': 'anthropic', 'anthropic.sdk.method': 'messages.create' };
const FAILED = {
  ...CALL,
  'gen_ai.request.model': 'claude-sonnet-5',
  'http.request.method': 'POST',
  'server.address': 'api.anthropic.com',
  'server.port': 443,
  'url.template': '/v1/messages',
  'http.response.status_code': 529,
  'http.request.resend_count': 1,
  'error.type': 'overloaded_error',
  'anthropic.error.message': 'Overloaded',
  'anthropic.request.id': 'req_1',
  'anthropic.organization.id': 'org_1',
  'anthropic.request.fingerprint': 'abcd',
  'anthropic.request.size': 1234,
  'anthropic.request.timeout': 600,
  'anthropic.retry.outcome': 'exhausted',
  'anthropic.retry.reasons': ['529 overloaded'],
  'anthropic.ratelimit.requests.limit': 50,
  'anthropic.ratelimit.requests.remaining': 49,
  'anthropic.ratelimit.requests.reset_seconds': 12,
};
const attempt = (id: string, at: readonly [number, number]) =>
  otlpLine({
    id,
    parent: 'c1',
    name: 'POST /v1/messages',
    at,
    attributes: {
      'http.request.method': 'POST',
      'url.full': 'https://api.anthropic.com/v1/messages',
      'http.response.status_code': 529,
      'error.type': '529',
    },
  });
const SPANS = [
  otlpLine({ at: [0, 4], attributes: FAILED }),
  attempt('a1', [0, 1]),
  attempt('a2', [2.5, 4]),
  otlpLine({
    id: 'c2',
    trace: 't2',
    at: [5, 35],
    attributes: {
      ...CALL,
      'http.response.status_code': 200,
      'anthropic.message.stop_reason': 'max_tokens',
      'gen_ai.usage.output_tokens': 64,
      'gen_ai.request.max_tokens': 64,
    },
  }),
  otlpLine({ id: 'c3', trace: 't3', service: 'till', at: [6, 7] }),
  otlpLine({ id: 'c4', trace: 't4', service: 'till', at: [8], attributes: CALL }),
].join('');
const TEXT = `2026-07-25T17:20:00.000Z call failed
Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}
    at file:///app/main.js:1:1
2026-07-25T17:21:00.000Z APIConnectionTimeoutError: Request timed out.
`;

/** Either the client sent no key, or a proxy removed it. */
const CHOICE = `HTTP/1.1 401 Unauthorized
request-id: req_011CSHoEeqs5C35K2UUqR7Fy

{"type":"error","error":{"type":"authentication_error","message":"x-api-key header is required"}}
`;

const WAYS: Record<string, readonly [args: readonly string[], stdin?: string]> = {
  'diagnose spans': [['diagnose', '-'], SPANS],
  'diagnose spans, all calls': [['diagnose', '-', '--show', '5'], SPANS],
  'diagnose spans, for a program': [['diagnose', '-', '--json'], SPANS],
  'diagnose a text': [['diagnose', '-'], TEXT],
  'diagnose a text, for a program': [['diagnose', '-', '--json'], TEXT],
  'diagnose a text that leaves a choice': [['diagnose', '-'], CHOICE],
  'diagnose a text without an error': [['diagnose', '-'], 'all is well\n'],
  'diagnose a line that is broken': [['diagnose', '-'], `${SPANS}{"resourceSpans": [\n`],
  ticket: [['ticket', '-'], SPANS],
  'ticket, for a program': [['ticket', '-', '--json'], SPANS],
  'ticket of no failure': [['ticket', '-'], otlpLine({})],
  'explain a status': [['explain', '529']],
  'explain a status, for a program': [['explain', '529', '--json']],
  'explain what is misspelled': [['explain', 'service.overload']],
  'explain an id that nothing is near to': [['explain', 'elsewhere.quite_unknown_to_all']],
  'explain a word that nothing is near to': [['explain', 'quiteunknown']],
  'list rules': [['rules', 'overloaded']],
  'list drills': [['drill', '--list', 'service.overloaded']],
  'a command that is misspelled': [['diagnos']],
  'an option that is misspelled': [['diagnose', '-', '--shw', '2']],
  ...Object.fromEntries(
    ['diagnose', 'ticket', 'explain', 'rules', 'drill', 'watch', 'check'].map((name) => [
      `help of ${name}`,
      [[name, '--help']] as const,
    ]),
  ),
  help: [['help']],
};

test.each(Object.entries(WAYS))('%s', async (_, [args, stdin = '']) => {
  expect(await run(args, { stdin })).toMatchSnapshot();
});

test.each(['diagnose spans', 'diagnose a text', 'explain a status', 'list rules'])(
  '%s, in colours',
  async (name) => {
    const [args, stdin = ''] = WAYS[name] ?? [[]];
    expect(
      (await run(args, { stdin, isTTY: true, env: { TERM: 'xterm-256color' } })).stdout,
    ).toMatchSnapshot();
  },
);

test.each([
  ['spans', SPANS],
  ['a text', TEXT],
  ['a text that leaves a choice', CHOICE],
])('the page of %s', async (_, stdin) => {
  const file = join(folder, 'page.html');
  const { code, stdout } = await run(['diagnose', '-', '--html', file, '--force'], { stdin });
  expect([code, stdout.replace(folder, '<folder>')]).toMatchSnapshot();
  expect(readFileSync(file, 'utf8')).toMatchSnapshot();
});

test.each([
  ['true', true],
  ['false', false],
])('a diagnosis that the span has is read as it stands there: retryable %s', async (text, retryable) => {
  const attributes = {
    ...FAILED,
    'anthropic.diagnosis.id': 'request.our_tenant',
    'anthropic.diagnosis.severity': 'error',
    'anthropic.diagnosis.summary': 'The summary',
    'anthropic.diagnosis.cause': 'The cause',
    'anthropic.diagnosis.fix': 'The fix',
    'anthropic.diagnosis.action': 'wait_and_retry',
    'anthropic.diagnosis.evidence': ['one', 'two'],
  };
  const line = otlpLine({ attributes }).replace(
    '"attributes":[{"key":"gen_ai.provider.name"',
    `"attributes":[{"key":"anthropic.diagnosis.retryable","value":{"boolValue":${text}}},{"key":"gen_ai.provider.name"`,
  );
  const { stdout } = await run(['diagnose', '-', '--json'], { stdin: line });
  expect(JSON.parse(stdout).groups[0]).toMatchObject({
    id: 'request.our_tenant',
    summary: 'The summary',
    cause: 'The cause',
    fix: 'The fix',
    action: 'wait_and_retry',
    retryable,
    evidence: ['one', 'two'],
  });
});

test('a drill with a command that sends nothing', async () => {
  const { stdout, ...ended } = await run(['drill', 'service.overloaded', '--', process.execPath, '-e', '']);
  const shown = stdout.replaceAll(process.execPath, '<node>').replace(/127\.0\.0\.1:\d+/g, '<address>');
  expect({ ...ended, stdout: shown }).toMatchSnapshot();
});
