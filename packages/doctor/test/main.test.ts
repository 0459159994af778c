// The common behaviour of all commands: help, mistakes in the command line, exit codes, JSON, colour.
import { describe, expect, test } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { run } from './support/run.ts';

describe('mistakes in the command line end with 2 and one line that says what and where', () => {
  test.each<[args: string[], line: string]>([
    [['explian', 'limits.near'], 'there is no command "explian"; did you mean explain?'],
    [['explain', 'limits.near', '--jsno'], 'explain has no option --jsno; did you mean --json?'],
    [
      ['package.json'],
      'there is no command "package.json"; to read that file: sevenstep-doctor diagnose package.json',
    ],
    [['watch', '--port', 'http'], '--port: expected a whole number from 0 to 65535, got "http"'],
    [['explain'], 'too few arguments; usage: sevenstep-doctor explain ID | TERM | TEXT… [options]'],
    [['check', 'a'], 'one too many: "a"; usage: sevenstep-doctor check [options]'],
    [
      ['drill', 'service.overloaded', '--'],
      'expected a command after --; usage: sevenstep-doctor drill [NAME] [-- COMMAND…] [options]',
    ],
    [
      ['drill', 'service.overloaded', '--', ''],
      'expected a command after --; usage: sevenstep-doctor drill [NAME] [-- COMMAND…] [options]',
    ],
    [
      ['drill', '--', 'node', 'app.mjs'],
      'name the drill before the --, such as service.overloaded; "drill --list" has all',
    ],
    [['drill', '--list', '--', 'node', 'app.mjs'], '--list runs no command: leave out the --'],
    [
      ['drill', 'service.overloaded', '--register'],
      '--register needs a command after --, such as -- node app.mjs',
    ],
    [['check', '--', 'node', 'app.mjs'], 'one too many: "node"; usage: sevenstep-doctor check [options]'],
    [['watch', '--port'], '--port needs a value: --port N'],
    [['watch', '--port', ''], '--port needs a value: --port N'],
    [['watch', '--host='], '--host needs a value: --host ADDRESS'],
    [
      ['ticket', '-', '--canary', '--out'],
      '--canary needs a value: --canary TEXT, or --canary=… for one that begins with -',
    ],
    [['ticket', '-', '--canary', ''], '--canary needs a value: --canary TEXT'],
    [['check', '--yes=no'], '--yes takes no value'],
    [['explain', '-529'], 'explain has no option -5; an argument that begins with - goes after --'],
    [['explain', ''], 'an argument is empty; usage: sevenstep-doctor explain ID | TERM | TEXT… [options]'],
    [['lint', ''], 'an argument is empty; usage: sevenstep-doctor lint FILE… | - [options]'],
    [['explain', 'limits.nera'], 'there is no finding "limits.nera"; did you mean limits.near?'],
    [['explain', ' limits.nera'], 'there is no finding " limits.nera"; did you mean limits.near?'],
    [
      ['explain', 'toolong'],
      'there is no finding "toolong"; search all pages: sevenstep-doctor rules toolong',
    ],
  ])('%j', async (args, line) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr.split('\n')[0]).toBe(`sevenstep-doctor: ${line}`);
    expect(stderr.split('\n')[1]).toMatch(
      /^Try: sevenstep-doctor (explain |check |watch |drill |ticket |diagnose |lint )?--help$/,
    );
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('with --json the error is on standard output, too', async () => {
    const { code, stdout } = await run(['explain', 'limits.nera', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      command: 'explain',
      error: { code, message: 'there is no finding "limits.nera"; did you mean limits.near?' },
    });
  });

  test('with --json and no command the error is that of diagnose', async () => {
    const { stdout, stderr } = await run(['--json', '--shwo', '1']);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'diagnose' });
    expect(stderr).toBe(
      'sevenstep-doctor: diagnose has no option --shwo; did you mean --show?\nTry: sevenstep-doctor diagnose --help\n',
    );
  });

  test('a text behind -- may begin with a dash', async () => {
    const { code, stdout } = await run(['explain', '--', '- 529 Overloaded']);
    expect([code, stdout]).toEqual([3, expect.stringContaining('service.overloaded')]);
  });

  test('no command at all shows the help on standard error', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Commands:');
  });
});

describe('help', () => {
  test('names every command', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const { name, summary } of commands)
      expect(stdout).toMatch(new RegExp(`^  ${name} .*${summary}$`, 'm'));
  });

  test.each(commands.map(({ name }) => name))('of %s has its options and examples', async (name) => {
    const { code, stdout } = await run([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--json');
    expect(stdout).toMatch(new RegExp(`Examples:\n  sevenstep-doctor ${name}`));
    expect((await run(['help', name])).stdout).toBe(stdout);
  });
});

describe('colour', () => {
  const coloured = async (outside: Parameters<typeof run>[1]) =>
    (await run(['rules', 'overloaded'], outside)).stdout.includes('\u001B[');
  test.each([
    [true, { isTTY: true, env: { TERM: 'xterm' } }],
    [false, { isTTY: true, env: { NO_COLOR: '1' } }],
    [false, { isTTY: true, env: { TERM: 'dumb' } }],
    [false, { isTTY: false }],
    [true, { isTTY: false, env: { FORCE_COLOR: '1' } }],
    [false, { isTTY: true, env: { FORCE_COLOR: '0' } }],
  ])('%s for %j', async (expected, outside) => {
    expect(await coloured(outside)).toBe(expected);
  });
});
