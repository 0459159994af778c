// Ends that no ordinary command line has: interrupted by hand, a defect of the program, an answer without a body.
import { Readable } from 'node:stream';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { describe, expect, test } from 'vitest';
import { exported } from '../../../test/support/exported.ts';
import { main } from '../src/main.ts';
import { secretsOf, shownAddress } from '../src/outgoing.ts';
import { readText } from '../src/read-body.ts';

/** Runs a command that was interrupted before it began. */
async function interrupted(
  args: readonly string[],
  env: Record<string, string> = {},
  stdin = Readable.from([]),
) {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    isTTY: false,
    columns: undefined,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await main(args, {
    stdin,
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    interrupted: () => AbortSignal.abort(),
  });
  // The simulator's key is no secret.
  exported((written.stdout + written.stderr).replaceAll(SIMULATOR_API_KEY, ''), 'output');
  return { code, ...written };
}

describe('a drill by hand says which key to set', () => {
  test("the simulator's, where the environment has none", async () => {
    const { code, stdout } = await interrupted(['drill', 'service.overloaded']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\nexport ANTHROPIC_API_KEY="sk-ant-\S+"\n/)]);
  });

  test("nothing, where the environment's will do", async () => {
    const { stdout } = await interrupted(['drill', 'service.overloaded'], {
      ANTHROPIC_API_KEY: 'sk-ant-api03-mine',
    });
    expect(stdout).toContain('export ANTHROPIC_BASE_URL=http://127.0.0.1:');
    expect(stdout).not.toContain('ANTHROPIC_API_KEY');
  });

  test("the drill's, whatever the environment has", async () => {
    const { stdout } = await interrupted(['drill', 'identity.key_placeholder'], {
      ANTHROPIC_API_KEY: 'sk-ant-api03-mine',
    });
    expect(stdout).toMatch(/\nexport ANTHROPIC_API_KEY="/);
  });

  test('none, where the drill is about a key that is missing', async () => {
    const { stdout } = await interrupted(['drill', 'identity.missing_credentials'], {
      ANTHROPIC_API_KEY: 'sk-ant-api03-mine',
    });
    expect(stdout).toContain('\nunset ANTHROPIC_API_KEY\n');
    expect(stdout).not.toContain('export ANTHROPIC_API_KEY');
  });
});

test('at a terminal an option in place of a command is a mistake, not a question about the terminal', async () => {
  const { code, stderr } = await interrupted(
    ['--json'],
    {},
    Object.assign(Readable.from([]), { isTTY: true }),
  );
  expect([code, stderr.split('\n')[0]]).toEqual([2, 'sevenstep-doctor: there is no command "--json"']);
});

test('what stands behind -- is for the other program, --json too', async () => {
  const { code, stdout } = await interrupted(['drill', 'no-such', '--', 'node', 'app.mjs', '--json']);
  expect([code, stdout]).toEqual([2, '']);
});

test('a defect is 1, names itself, and has its stack below', async () => {
  const broken = new Readable({
    read() {
      this.destroy(new RangeError('the pipe is odd'));
    },
  });
  const { code, stderr } = await interrupted(['diagnose', '-'], {}, broken);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^sevenstep-doctor: a bug in this program: the pipe is odd\nRangeError: the pipe is odd\n +at /,
  );
});

test('of headers in a variable those that name versions and formats are no secrets', () => {
  const headers = 'anthropic-beta: context-1m-2025-08-07\nx-team: Bearer abcdefgh12';
  expect(secretsOf({ ANTHROPIC_CUSTOM_HEADERS: headers }).map(([, secret]) => secret)).toEqual([
    'Bearer abcdefgh12',
    'abcdefgh12',
  ]);
});

test('an answer without a body has no text', async () => {
  expect(await readText(new Response(null, { status: 204 }), 10)).toBe('');
  expect(await readText(new Response('0123456789abc'), 10)).toBe('0123456789');
});

test('an address is shown without what may be secret in it', () => {
  expect(shownAddress('http://u:p@host.example/a?b#c')).toBe('http://host.example/a');
  expect(shownAddress('http://host.example/')).toBe('http://host.example');
  expect(shownAddress('u:p@host?b#c')).toBe('host');
  expect(shownAddress('password@host')).toBe('host');
  expect(shownAddress('http://u:p@ss@no host/a')).toBe('http://no host/a');
  expect(shownAddress('host#c')).toBe('host');
  // A key that begins where the address is cut.
  expect(shownAddress(`http://${'h'.repeat(106)}/sk-ant-api03-abcdefgh`)).not.toContain('sk-a');
});
