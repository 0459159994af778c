// Few places in the doctor write to a stream, and each cleans its text.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../packages/doctor/src/', import.meta.url));

/** Files that write to a stream directly, with what they write. */
const WRITERS: Readonly<Record<string, string>> = {
  'terminal.ts': 'every line, cleaned',
  'main.ts': 'help and JSON, cleaned',
  'ask.ts': 'a question, cleaned',
  'watch/status-line.ts': 'the last line of a terminal, cleaned',
};

test('no other file writes to a stream or a file', () => {
  const writers = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /std(?:out|err)\.write\(|console\.|#output\?\.write\(|output\.write\(/.test(
        readFileSync(SOURCES + file, 'utf8'),
      ),
    );
  expect(writers.sort()).toEqual(Object.keys(WRITERS).sort());
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /\b(?:writeFile|appendFile|createWriteStream)(?:Sync)?\b/.test(readFileSync(SOURCES + file, 'utf8')),
    );
  expect(files).toEqual(['write-file.ts']);
});
