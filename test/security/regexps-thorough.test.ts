// A second tool checks that regular expressions take linear time. It calculates the time of a whole search, gives an input for it, and needs minutes.
import { expect, test, vi } from 'vitest';
import { ACCEPTED_THOROUGHLY } from './regexps/accepted.ts';
import { findRegExps } from './regexps/find.ts';

// Within this process, because its other back ends are a server and a native program.
process.env.RECHECK_BACKEND = 'pure';

/** How time grows does not depend on the size of a bound, but the tool's own time does. */
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
    // The other tool covers what this one cannot decide, such as some lookaheads.
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
