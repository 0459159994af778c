// `drill` with a command: the exit code and the last line say whether its spans got the diagnosis.
import { describe, expect, test } from 'vitest';
import { SITUATIONS } from '../src/drill/situations.ts';
import { otlpLine } from './support/otlp.ts';
import { run } from './support/run.ts';

const CALL = { 'gen_ai.provider.name': 'anthropic', 'anthropic.sdk.method': 'messages.create' };
const OVERLOADED = {
  ...CALL,
  'http.response.status_code': 529,
  'error.type': 'overloaded_error',
  'anthropic.request.id': 'req_1',
};
const HEALTHY = { ...CALL, 'http.response.status_code': 200 };

/** A program that sends a span with these attributes to the given address, and exits with 7. */
const sending = (attributes: Readonly<Record<string, string | number>>): string[] => {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: otlpLine({ attributes }),
  };
  return [
    process.execPath,
    '-e',
    `fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces', ${JSON.stringify(request)}).then(() => process.exit(7))`,
  ];
};
const silent = [process.execPath, '-e', ''];
const drill = async (...args: string[]) => {
  const { code, stdout } = await run(['drill', ...args]);
  return { code, stdout, last: stdout.trimEnd().split('\n').at(-1) };
};

describe('the exit code and the last line', () => {
  test.each<[name: string, command: string[], code: number, last: RegExp]>([
    ['service.overloaded', sending(OVERLOADED), 0, /^service\.overloaded appeared\.$/],
    ['service.overloaded', sending(HEALTHY), 3, /^service\.overloaded did not appear\./],
    ['limits.quota', sending(OVERLOADED), 3, /^limits\.quota did not appear\./],
    [
      'service.overloaded',
      silent,
      4,
      /^No span of a call arrived\. Without OpenTelemetry in the application, add --register before the --\.$/,
    ],
    // A named fault accepts any diagnosis.
    ['stream-cut', sending(OVERLOADED), 0, /^A diagnosis appeared\.$/],
    ['stream-cut', sending(HEALTHY), 3, /^A diagnosis did not appear\./],
  ])('%s: %#', async (name, command, code, last) => {
    const ended = await drill(name, '--', ...command);
    expect(ended.code).toBe(code);
    expect(ended.last).toMatch(last);
  });

  test('the report of what came stands between', async () => {
    const { stdout } = await drill('service.overloaded', '--', ...sending(OVERLOADED));
    expect(stdout).toMatch(/: the command ended with 7, and sent 1 span\n/);
    expect(stdout).toContain(`1 call in 1 s: 1 failed  (${process.execPath} -e fetch(`);
    const none = await drill('service.overloaded', '--', ...silent);
    expect(none.stdout).toMatch(/: the command ended with 0, and sent 0 spans\n/);
    expect(none.stdout).not.toContain('call in');
  });

  test('for a program', async () => {
    const { stdout } = await run(['drill', 'service.overloaded', '--json', '--', ...sending(OVERLOADED)]);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'drill',
      diagnosis: 'service.overloaded',
      ended: 7,
      spans: 1,
      calls: 1,
      found: ['service.overloaded'],
      appeared: true,
    });
  });

  test('a command that is not there is one line and 2', async () => {
    const { code, stderr } = await run(['drill', 'service.overloaded', '--', 'no-such-program']);
    expect([code, stderr]).toEqual([
      2,
      'sevenstep-doctor: no-such-program cannot be started: ENOENT; check the command after --\n',
    ]);
  });
});

describe('the list', () => {
  test('has those that have the word, and how many', async () => {
    const { code, stdout, last } = await drill('--list', 'overloaded');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^service\.overloaded +\S/m);
    const lines = stdout.trimEnd().split('\n');
    expect(last).toBe(`${lines.length - 2} drills`);
    expect((await drill()).last).toBe(`${SITUATIONS.length} drills`);
  });

  test('says when none has it', async () => {
    expect((await drill('--list', 'nothing-has-this')).stdout).toBe(
      `No drill of ${SITUATIONS.length} has "nothing-has-this".\n`,
    );
  });

  test('for a program', async () => {
    const { stdout } = await run(['drill', '--list', 'service.overloaded', '--json']);
    expect(JSON.parse(stdout).drills).toEqual([
      expect.objectContaining({ name: 'service.overloaded', diagnosis: 'service.overloaded' }),
    ]);
  });
});
