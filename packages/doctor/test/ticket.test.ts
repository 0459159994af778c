// A ticket contains only redacted values of its allowlist, and is rejected if a secret remains.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ATTRIBUTES } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { ATTEMPT_LINES, SECTIONS } from '../src/ticket/allowed.ts';
import { type Outside, run } from './support/run.ts';

const CANARY = 'the canary sings at noon';
const REQUEST_ID = 'req_011CSHoEeqs5C35K2UUqR7Fy';

/** Attributes that a ticket never has, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'gen_ai.system_instructions': 'content',
  'gen_ai.input.messages': 'content',
  'gen_ai.output.messages': 'content',
  'gen_ai.tool.call.arguments': 'content',
  'gen_ai.tool.call.result': 'content',
  'gen_ai.tool.definitions': 'content',
  'gen_ai.tool.name': 'of a tool, no call',
  'gen_ai.tool.description': 'of a tool, no call',
  'gen_ai.tool.type': 'of a tool, no call',
  'gen_ai.tool.call.id': 'of a tool, no call',
  'gen_ai.conversation.id': "the application's own id",
  'gen_ai.request.stop_sequences': 'content',
  'gen_ai.response.finish_reasons': 'the stop reason is there',
  'url.full': 'may carry what a query says',
  'url.path': 'the route is there',
  'url.scheme': 'the port is there',
};

const allowed = [...SECTIONS.flatMap(({ lines }) => lines), ...ATTEMPT_LINES].map(
  ([, attribute]) => attribute,
);

test('every attribute of the conventions is allowed or left out for a reason', () => {
  const undecided = Object.keys(ATTRIBUTES).filter(
    (name) =>
      !(allowed as readonly string[]).includes(name) &&
      !(name in LEFT_OUT) &&
      !name.startsWith('anthropic.diagnosis.'),
  );
  expect(undecided).toEqual([]);
  expect(Object.keys(LEFT_OUT).filter((name) => (allowed as readonly string[]).includes(name))).toEqual([]);
});

const value = (given: unknown) =>
  Array.isArray(given)
    ? { arrayValue: { values: given.map((text) => ({ stringValue: text })) } }
    : typeof given === 'number'
      ? { intValue: String(given) }
      : { stringValue: given };
const list = (attributes: Readonly<Record<string, unknown>>) =>
  Object.entries(attributes).map(([key, given]) => ({ key, value: value(given) }));

const CALL = {
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'http.response.status_code': 529,
  'error.type': 'overloaded_error',
  'anthropic.request.id': REQUEST_ID,
  'http.response.header.cf-ray': ['8a1b2c3d4e5f6789-FRA'],
  'anthropic.request.shape': `{"messages":1,"note":"${'x'.repeat(900)}"}`,
};

/** A stored call, with everything that is not allowed made of the canary. */
const stored = (attributes: Readonly<Record<string, unknown>> = {}) => {
  const planted = Object.fromEntries(
    [
      ...Object.keys(LEFT_OUT),
      'http.request.header.authorization',
      'http.response.header.set-cookie',
      'user.id',
      'some.other.attribute',
    ].map((name) => [name, CANARY]),
  );
  return JSON.stringify({
    resourceSpans: [
      {
        resource: {
          attributes: list({
            'service.name': CANARY,
            'host.name': CANARY,
            'process.runtime.version': '24.1.0',
          }),
        },
        scopeSpans: [
          {
            scope: { name: 'scope' },
            spans: [
              {
                traceId: 'ab',
                spanId: 'cd',
                name: CANARY,
                startTimeUnixNano: '1700000000000000000',
                endTimeUnixNano: '1700000001500000000',
                attributes: list({ ...planted, ...CALL, ...attributes }),
                events: [{ name: CANARY }],
              },
            ],
          },
        ],
      },
    ],
  });
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticket-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ticket = (stdin: string, args: readonly string[] = [], outside: Outside = {}) =>
  run(['ticket', '-', '--canary', CANARY, ...args], { ...outside, stdin });

test('what is not allowed is not in it, in Markdown or JSON; the request id is', async () => {
  for (const args of [[], ['--json'], ['--out', join(folder, 'plain.json')]]) {
    const { code, stdout, stderr } = await ticket(stored(), args);
    expect([code, stderr.replace(/Wrote .*\n/, '')]).toEqual([0, '']);
    expect(stdout).not.toContain('canary');
    for (const kept of [REQUEST_ID, 'service.overloaded', 'data center FRA', '24.1.0', 'cf-ray']) {
      expect(stdout).toContain(kept);
    }
  }
});

test('a long shape is whole', async () => {
  const { stdout } = await ticket(
    stored({ 'anthropic.request.shape': `{"blocks":"${'ab '.repeat(100)}","last":1}` }),
  );
  expect(stdout).toContain('"last":1}');
});

test.each([
  ['an API key', 'the key sk-ant-api03-abcdefgh is out', 'the key sk-[redacted] is out'],
  ["GitHub's token", 'token ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'token [redacted]'],
])('%s in an allowed value is redacted', async (_, message, shown) => {
  const { code, stdout } = await ticket(stored({ 'anthropic.error.message': message }));
  expect(code).toBe(0);
  expect(stdout).toContain(shown);
});

test('in every text of a diagnosis a key is redacted, and the ticket is shown', async () => {
  const KEY = 'sk-ant-api03-abcdefgh';
  const { code, stdout } = await ticket(
    stored({
      'anthropic.diagnosis.id': 'request.our_own',
      'anthropic.diagnosis.summary': `in the summary ${KEY}`,
      'anthropic.diagnosis.evidence': [`in the evidence ${KEY}`],
      'http.response.status_code': 400,
      'error.type': 'invalid_request_error',
    }),
    ['--json'],
  );
  expect(code).toBe(0);
  expect(stdout).not.toContain(KEY);
  for (const where of ['in the summary', 'in the evidence']) {
    expect(stdout).toContain(`${where} sk-[redacted]`);
  }
});

test.each<[what: string, message: string, outside: Outside, found: string]>([
  ['a canary', `it said: ${CANARY}`, {}, 'a canary'],
  [
    'the value of a secret variable',
    'hunter2hunter2',
    { env: { DB_PASSWORD: 'hunter2hunter2' } },
    'the value of DB_PASSWORD',
  ],
])('with %s in an allowed value nothing is shown or written', async (_, message, outside, found) => {
  const before = await readdir(folder);
  const path = join(folder, 'refused.md');
  const { code, stdout, stderr } = await ticket(
    stored({ 'anthropic.error.message': message }),
    ['--out', path],
    outside,
  );
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(
    new RegExp(`^sevenstep-doctor: the ticket has ${found} in line \\d+: it is neither shown nor written\n$`),
  );
  expect(stderr).not.toContain(message);
  expect(await readdir(folder)).toEqual(before);
});

test.each([
  ['n', [], false],
  ['y', [], true],
  ['n', ['--yes'], true],
  ['n', ['--json'], true],
])('at a terminal, answered %j with %j: written is %s', async (answer, more, isWritten) => {
  const file = join(folder, 'spans.json');
  await writeFile(file, stored());
  const path = join(folder, 'asked.md');
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.end(`${answer}\n`);
  const code = await main(['ticket', file, '--out', path, ...more], {
    stdin,
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    env: {},
    interrupted: () => new AbortController().signal,
  });
  expect([code, (await readdir(folder)).includes('asked.md')]).toEqual([0, isWritten]);
  await rm(path, { force: true });
  await rm(file);
});

test('a written ticket is what was shown, for its owner only, and never over another file', async () => {
  const path = join(folder, 'written.md');
  const { code, stdout, stderr } = await ticket(stored(), ['--out', path]);
  expect([code, stderr]).toEqual([0, `Wrote ${path}\n`]);
  expect(await readFile(path, 'utf8')).toBe(stdout);
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  await writeFile(path, 'mine');
  const again = await ticket(stored(), ['--out', path]);
  expect([again.code, again.stderr]).toEqual([
    2,
    `sevenstep-doctor: ${path} exists already; name another file, or replace it with --force\n`,
  ]);
  expect(await readFile(path, 'utf8')).toBe('mine');
});

test('values cannot leave their code spans or their cells', async () => {
  const { stdout } = await ticket(stored({ 'anthropic.error.message': 'a ` b | c <b>' }));
  expect(stdout).toContain("`a ' b \\| c <b>`");
});

test.each<[what: string, stdin: string, args: string[], line: string]>([
  ['no call', '{"traceId":"ab","spanId":"cd","name":"GET"}\n', [], 'standard input has no call of Claude'],
  ['another span id', stored(), ['--span', 'ef'], 'standard input has no call with the span id ef'],
  [
    'two traces',
    `${stored()}\n${stored().replace('"ab"', '"ac"')}\n`,
    [],
    'standard input has calls of more than one trace; choose one with --trace',
  ],
])('%s is one line and 2', async (_, stdin, args, line) => {
  const { code, stdout, stderr } = await ticket(stdin, args);
  expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `sevenstep-doctor: ${line}`]);
});
