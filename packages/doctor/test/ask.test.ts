// Only a clear yes at the terminal counts as a yes.
import { PassThrough } from 'node:stream';
import { redactSecrets } from '@sevenstep/wire';
import { expect, test } from 'vitest';
import { ask } from '../src/ask.ts';

async function answered(typed: string | undefined, isTTY = true) {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  if (typed !== undefined) stdin.write(typed);
  stdin.end();
  const written: string[] = [];
  const answer = await ask(
    {
      stdin,
      stdout: { write: () => undefined },
      stderr: { write: (text) => void written.push(text) },
      env: {},
      interrupted: () => new AbortController().signal,
    },
    'Send it\nto sk-ant-api03-abcdefgh?',
    redactSecrets,
  );
  return { answer, written };
}

test.each([
  ['y\n', true],
  ['Yes \n', true],
  [' y\r\n', true],
  ['n\n', false],
  ['yesterday\n', false],
  ['oh y\n', false],
  ['\n', false],
  // The end of the input is no answer.
  ['', false],
  [undefined, false],
])('%j is %s', async (typed, yes) => {
  expect(await answered(typed)).toEqual({
    answer: yes,
    written: ['Send it to sk-[redacted]? [y/N] '],
  });
});

test('where there is no terminal nobody is asked', async () => {
  expect(await answered('y\n', false)).toEqual({ answer: undefined, written: [] });
});
