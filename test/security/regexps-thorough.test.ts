// The same by a tool that works out the time of a whole search, and gives a text that takes it. It needs minutes.
import { expect, test, vi } from 'vitest';
import { ACCEPTED_THOROUGHLY } from './regexps/accepted.ts';
import { findRegExps } from './regexps/find.ts';

// Within the process: its other back ends are a server and a native program.
process.env.RECHECK_BACKEND = 'pure';

/** The growth of the time does not depend on how large a bound is, and the time of the tool does. */
const withSmallBounds = (source: string): string =>
  source.replace(
    /(?<other>\\.|\[(?:\\.|[^\]\\])*\])|\{(?<least>\d+)(?<comma>,?)(?<most>\d*)\}/gs,
    (whole, ...rest) => {
      const { other, least, comma, most } = rest.at(-1) as Record<string, string>;
      if (other !== undefined) return whole;
      if (comma === '') return `{${Math.min(Number(least), 2)}}`;
      if (most === '') return `{${Math.min(Number(least), 2)},}`;
      return `{${Math.min(Number(least), 1)},${Math.min(Number(most), 2)}}`;
    },
  );

test('no search takes more than linear time, or it is listed with what bounds it', async () => {
  vi.resetModules();
  const { checkSync } = await import('recheck');
  const problemOf = (source: string, flags: string): string | undefined => {
    // What it cannot tell, such as of some lookaheads, the other tool can.
    const found = checkSync(withSmallBounds(source), flags, { checker: 'automaton', timeout: 2_000 });
    return found.status === 'vulnerable' ? `${found.complexity.summary}: ${found.attack.pattern}` : undefined;
  };
  expect(problemOf('a+$', '')).toMatch(/2nd degree polynomial/);
  const slow: string[] = [];
  const listed = new Map(ACCEPTED_THOROUGHLY.map(({ file, source }) => [`${file}: ${source}`, false]));
  for (const { file, source, flags } of await findRegExps()) {
    const name = `${file}: ${source}`;
    if (listed.has(name)) listed.set(name, true);
    else if (problemOf(source, flags) !== undefined) slow.push(`${name} (${problemOf(source, flags)})`);
  }
  expect(slow).toEqual([]);
  expect([...listed].filter(([, seen]) => !seen)).toEqual([]);
}, 900_000);
