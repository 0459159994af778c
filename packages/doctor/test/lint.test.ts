// `lint` reads requests in every form, and tells which rule each would break.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { describe, expect, it } from 'vitest';
import { run } from './support/run.ts';

const ASK = { model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const BROKEN = { ...ASK, messages: [] };
const folder = mkdtempSync(join(tmpdir(), 'lint-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** The ids of findings, by request of standard input. */
async function lint(stdin: string, ...options: string[]) {
  const { code, stdout, stderr } = await run(['lint', ...options, '--json'], { stdin });
  const { requests = [], found, version } = JSON.parse(stdout);
  const ids = requests.map(({ findings }: { findings: { id: string }[] }) => findings.map(({ id }) => id));
  return { code, ids, requests, found, version, stderr };
}

describe('exit codes', () => {
  it('0 for a request in which nothing is wrong, 3 for one that would fail, 4 for an estimate', async () => {
    expect((await lint(JSON.stringify(ASK))).code).toBe(0);
    expect((await lint(JSON.stringify(BROKEN))).code).toBe(3);
    const long = { ...ASK, model: 'claude-haiku-4-5', system: 'word '.repeat(240_000) };
    const { code, found } = await lint(JSON.stringify(long));
    expect([code, found]).toEqual([4, { error: 0, warning: 1 }]);
  });

  it.each([
    ['what is not a request', 'hello', 'is not a request'],
    ['a number', '12', 'expected an object'],
    ['nothing', '', 'is empty'],
    ['a command that sends a file', 'curl https://api.anthropic.com/v1/messages -d @body.json', 'body.json'],
  ])('2 for %s', async (_title, stdin, says) => {
    const { code, stderr } = await run(['lint', '-'], { stdin });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('forms', () => {
  it('JSON over several lines, and JSON lines', async () => {
    expect((await lint(JSON.stringify(BROKEN, null, 2))).ids).toEqual([['request.messages_empty']]);
    const lines = [ASK, BROKEN, ASK].map((one) => JSON.stringify(one)).join('\n');
    const { ids, requests } = await lint(`${lines}\n`);
    expect(ids).toEqual([[], ['request.messages_empty'], []]);
    expect(requests[1].name).toBe('standard input:2');
  });

  it('a batch, and the lines of one: their answers may take their time', async () => {
    const params = { ...ASK, max_tokens: 60_000 };
    expect((await lint(JSON.stringify(params))).ids).toEqual([['request.streaming_required']]);
    expect((await lint(JSON.stringify({ requests: [{ custom_id: 'a', params }] }))).ids).toEqual([[]]);
    const line = JSON.stringify({ custom_id: 'a', params: { ...BROKEN, max_tokens: 60_000 } });
    expect((await lint(line)).ids).toEqual([['request.messages_empty']]);
  });

  it('a command of curl with its headers', async () => {
    const command = (data: string, version = "-H 'anthropic-version: 2023-06-01'") =>
      `curl https://api.anthropic.com/v1/messages \\\n  -H "x-api-key: $KEY" ${version} \\\n  --data-raw ${data}`;
    const body = JSON.stringify({ ...ASK, max_tokens: 60_000 });
    expect((await lint(command(`'${body}'`))).ids).toEqual([[]]);
    expect((await lint(command(`'${body}'`, ''))).ids).toEqual([['request.beta_or_version']]);
    expect((await lint(command(`"${JSON.stringify(BROKEN).replaceAll('"', '\\"')}"`))).ids).toEqual([
      ['request.messages_empty'],
    ]);
    expect((await lint(command(`$'${body.replace('Hello', "it\\'s")}'`))).ids).toEqual([[]]);
    expect((await lint(command('\'{"model": \''))).ids).toEqual([['request.malformed_json']]);
  });

  it('UTF-8 with a byte order mark, and UTF-16 as PowerShell writes it', async () => {
    const text = `\uFEFF${JSON.stringify({ ...ASK, system: 'Grüße 🙂' }, null, 2)}`;
    const utf16 = Buffer.from(text, 'utf16le');
    for (const bytes of [Buffer.from(text), utf16, Buffer.from(utf16).swap16()]) {
      const path = file('marked.json', '');
      writeFileSync(path, bytes);
      const { code, stdout, stderr } = await run(['lint', path]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('no problem found');
    }
  });

  it('more than a batch may have are refused, not left out', async () => {
    const lines = file('many.jsonl', '{"custom_id":"a"}\n'.repeat(100_001));
    const { code, stderr } = await run(['lint', lines]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${lines} has 100 001 requests: split it into files of at most 100 000`);
    const batch = { requests: Array.from({ length: 100_001 }, () => 1) };
    expect((await run(['lint', '-'], { stdin: JSON.stringify(batch) })).stderr).toContain('100 001 requests');
  });

  it('several files', async () => {
    const good = file('good.json', JSON.stringify(ASK));
    const bad = file('bad.json', JSON.stringify(BROKEN));
    const { code, stdout } = await run(['lint', good, bad]);
    expect(code).toBe(3);
    expect(stdout).toContain('2 requests: 1 would fail');
    expect(stdout).toContain(`1  request.messages_empty  error, step 4 request: ${bad}, messages`);
    expect(stdout).toContain('doctor explain request.messages_empty');
  });
});

describe('options', () => {
  it('--model and --header', async () => {
    const stdin = JSON.stringify({ ...ASK, context_management: { edits: [] }, temperature: 0.5, model: 'x' });
    expect((await lint(stdin)).ids).toEqual([[]]);
    expect((await lint(stdin, '--model', 'claude-opus-5')).ids).toEqual([['request.sampling']]);
    expect((await lint(stdin, '--header', 'x-team: a')).ids).toEqual([['request.unknown_field']]);
    const beta = 'anthropic-beta: context-management-2025-06-27';
    expect((await lint(stdin, '--header', beta)).ids).toEqual([[]]);
  });

  it('--stream and --http take a long answer', async () => {
    const stdin = JSON.stringify({ ...ASK, max_tokens: 60_000 });
    expect((await lint(stdin, '--stream')).ids).toEqual([[]]);
    expect((await lint(stdin, '--http')).ids).toEqual([[]]);
  });

  it('--live counts by the API, and says what the API says', async () => {
    await using simulator = await startSimulator('ok');
    const env = { ANTHROPIC_BASE_URL: simulator.url, ANTHROPIC_API_KEY: 'sk-ant-simulator-0000' };
    const live = await run(['lint', '--live', '--json'], {
      stdin: JSON.stringify({ ...ASK, betas: ['x-1'] }),
      env,
    });
    expect(live.code).toBe(0);
    expect(JSON.parse(live.stdout).requests[0].tokens).toBeGreaterThan(0);
    await simulator.settled();
    expect(simulator.journal.map(({ path }) => path)).toEqual(['/v1/messages/count_tokens']);
    simulator.load('400 invalid_request_error "tools.0.custom.input_schema: JSON schema is invalid."');
    const refused = await run(['lint', '--live', '--json'], { stdin: JSON.stringify(ASK), env });
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout).requests[0].findings[0].id).toBe('request.tool_schema');
    const keyless = await run(['lint', '--live'], { stdin: JSON.stringify(ASK) });
    expect([keyless.code, keyless.stderr.includes('ANTHROPIC_API_KEY')]).toEqual([2, true]);
  });
});

it('no secret of a request is shown', async () => {
  const key = `sk-ant-api03-${'x'.repeat(95)}`;
  const command = `curl https://api.anthropic.com -H 'x-api-key: ${key}' -H 'anthropic-version: 2023-06-01' -d '{"model":"${key}","messages":[{"role":"${key}","content":""}]}'`;
  for (const options of [[], ['--json']]) {
    const { stdout } = await run(['lint', ...options], { stdin: command });
    expect(stdout).toContain('request.missing_field');
    expect(stdout).not.toContain('sk-ant-api03');
  }
});
