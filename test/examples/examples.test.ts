// Every example runs with the command of its README, and its spans and diagnoses are those of the table.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EXAMPLES } from '../../examples/start/src/examples.ts';
import { runExample } from '../../examples/start/src/run-example.ts';
import { exported } from '../support/exported.ts';

const FOLDER = fileURLToPath(new URL('../../examples/', import.meta.url));
/** These have separate commands and tests. */
const OTHERS = ['demo', 'jaeger', 'observability-stack', 'start'];

const observed = Object.entries(EXAMPLES).filter(([, { report }]) => !report);

test.each(observed)('%s', async (name, example) => {
  const { spans, headers, printed } = await runExample(name);
  exported(printed, 'output');
  const names = spans.map((span) => span.name);
  expect(names, printed).toEqual(expect.arrayContaining([...example.spans]));
  const calls = (of: readonly string[]) => of.filter((span) => span.startsWith('chat ')).toSorted();
  expect(calls(names), printed).toEqual(calls(example.spans));
  const diagnoses = spans.flatMap(({ diagnosis }) => diagnosis ?? []);
  expect(diagnoses, printed).toEqual(example.diagnoses);
  if (example.header) expect(headers).toMatchObject({ [example.header[0]]: example.header[1] });
});

const INDEX = readFileSync(join(FOLDER, 'README.md'), 'utf8');
const folders = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'README.md')));

test.each(folders)('the README of %s is one screen and names the commands that there are', (folder) => {
  const readme = readFileSync(join(FOLDER, folder, 'README.md'), 'utf8');
  expect(readme.split('\n').length).toBeLessThanOrEqual(40);
  expect(INDEX).toContain(`](${folder}/README.md)`);
  if (OTHERS.includes(folder)) return;
  const names = Object.entries(EXAMPLES).filter(([name, example]) => (example.folder ?? name) === folder);
  expect(names).not.toHaveLength(0);
  for (const [name] of names) expect(readme).toContain(`npm run example ${name}\n`);
});
