// The README shows command lines that exist: every command, and no option that there is not. Its table is written from them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectGeneratedSection } from '../../../test/support/generated.ts';
import { COMMON } from '../src/command.ts';
import { commands } from '../src/commands/index.ts';

const README = new URL('../README.md', import.meta.url);
const readme = readFileSync(README, 'utf8');
const lines = [...readme.matchAll(/^\$ .*?(?:npx @sevenstep\/doctor|sevenstep-doctor) (\S+)(.*)$/gm)].map(
  ([line, name = '', rest = '']) => ({ line, name, options: rest.split(' -- ')[0] ?? '' }),
);
const find = (name: string) => commands.find((command) => command.name === name);

test('the table of commands is up to date', () => {
  const rows = commands.map(({ name, usage, summary, options }) => {
    const own = Object.entries(options).map(
      ([option, { value }]) => `\`--${option}${value ? ` ${value}` : ''}\``,
    );
    return `| \`${`${name} ${usage}`.trim().replaceAll('|', '\\|')}\` | ${summary} | ${own.join(', ')} |`;
  });
  const table = ['| command | what | options |', '| --- | --- | --- |', ...rows].join('\n');
  expectGeneratedSection(README, 'commands', table);
});

test('every command is shown', () => {
  const shown = lines.map(({ name }) => name);
  for (const { name } of commands) expect(shown).toContain(name);
});

test.each(lines)('$line', ({ name, options }) => {
  const own = { ...find(name)?.options, ...COMMON };
  expect(find(name)).toBeDefined();
  for (const [, option = ''] of options.matchAll(/--([a-z-]+)/g)) expect(Object.keys(own)).toContain(option);
});

test.each(commands.flatMap(({ name, examples }) => examples.map(([line]) => [name, line] as const)))(
  'the help of %s: %s',
  (name, line) => {
    expect(line.split(' ')[0]).toBe(name);
    const own = { ...find(name)?.options, ...COMMON };
    for (const [, option = ''] of (line.split(' -- ')[0] ?? '').matchAll(/--([a-z-]+)/g)) {
      expect(Object.keys(own)).toContain(option);
    }
  },
);

test('Claude Code is switched on by the variables that its captures were made with', () => {
  const program = readFileSync(
    new URL('../../../test/dialects/programs/node/claude-code-settings.mjs', import.meta.url),
    'utf8',
  );
  const page = readFileSync(new URL('../docs/claude-code.md', import.meta.url), 'utf8');
  const shown = [...page.matchAll(/^\$ export (.+)$/gm)].flatMap(([, line = '']) =>
    line.split(' ').map((one) => one.split('=') as [string, string]),
  );
  expect(shown).toHaveLength(5);
  for (const [name, value] of shown)
    expect(program).toContain(name.endsWith('_ENDPOINT') ? `${name}: ` : `${name}: '${value}'`);
});
