// The README shows command lines that exist: every command, and no option that there is not.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMON } from '../src/command.ts';
import { commands } from '../src/commands/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const lines = [...readme.matchAll(/^\$ .*?(?:npx @sevenstep\/doctor|sevenstep-doctor) (\S+)(.*)$/gm)].map(
  ([line, name = '', rest = '']) => ({ line, name, options: rest.split(' -- ')[0] ?? '' }),
);
const find = (name: string) => commands.find((command) => command.name === name);

test('every command is in the table and shown', () => {
  for (const { name } of commands) {
    expect(readme).toContain(`| \`${name}\``);
    expect(lines.map((shown) => shown.name)).toContain(name);
  }
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
