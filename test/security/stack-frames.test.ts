// Only frames of an error's stack are exported, no line of a message, whatever its form. A long stack takes little time.
import Anthropic from '@anthropic-ai/sdk';
import { stackFrames } from '@sevenstep/wire';
import { expect, test } from 'vitest';

const FRAME = /^ {4}at /;
const textError = (status: number, text: string) =>
  Anthropic.APIError.generate(status, undefined, text, new Headers());

test.each([
  ['a line that looks like a frame', 'no\n    at prompt (canaryprompt0007)\n  at more'],
  ['frames alone', '\n    at canaryprompt0007 (x:1:1)'],
  ['blanks and tabs', 'x\n\t at canaryprompt0007\r\n    at again'],
  ['no line break', 'canaryprompt0007 at home (a.mjs:1:1)'],
  ['a line break at its end', 'canaryprompt0007\n'],
])('a message with %s stays out', (_, text) => {
  for (const error of [textError(502, text), new Error(text), new TypeError(text)]) {
    const frames = stackFrames(error) ?? '';
    expect(frames).not.toContain('canaryprompt0007');
    expect(frames).toMatch(/stack-frames\.test/);
    expect(frames.split('\n').every((line) => FRAME.test(line))).toBe(true);
  }
});

test('an error without a message has its frames', () => {
  expect(stackFrames(new Error())).toMatch(FRAME);
});

test.each([
  [
    'a message that was changed',
    () => Object.assign(new Error('b'), { stack: 'Error: a\n    at canary (x)\n    at b' }),
  ],
  ['a stack that is made up', () => Object.assign(new Error('a'), { stack: '    at canary (x)\n    at b' })],
  [
    'a message longer than the stack',
    () => Object.assign(new Error('a'), { stack: 'Error: aa', message: 'aaa' }),
  ],
  ['a stack that is no text', () => Object.assign(new Error('a'), { stack: 7 })],
])('%s gives no frames', (_, make) => {
  expect(stackFrames(make())).toBeUndefined();
});

test('frames behind a foreign line, such as a chained cause, stay out', () => {
  const error = Object.assign(new Error('a'), { stack: 'Error: a\n    at b (c.mjs:1:1)\ncanary\n    at d' });
  expect(stackFrames(error)).toBe('    at b (c.mjs:1:1)');
});

test('a secret in a frame is redacted', () => {
  const error = Object.assign(new Error('a'), {
    stack: 'Error: a\n    at b (https://host.example/x.mjs?token=abc123def:1:1)',
  });
  expect(stackFrames(error)).not.toContain('abc123def');
});

test('an error whose message is a body of megabytes has no frames, and its stack is not read', () => {
  const error = Object.defineProperty(new Error('x'.repeat(2 * 1024 * 1024)), 'stack', {
    get: () => {
      throw new RangeError('it was read');
    },
  });
  expect(stackFrames(error)).toBeUndefined();
});

test('a message of 40 MB is not split', () => {
  const error = textError(502, 'x\n    at y\n'.repeat(4_000_000));
  expect((stackFrames(error) ?? '').length).toBeLessThanOrEqual(4096);
});

const stackOf = (message: string, stack: string) => stackFrames(Object.assign(new Error(message), { stack }));

test('the message is looked for behind the name of the error, and at the begin', () => {
  const frames = '    at a (b.mjs:1:1)\n    at c (d.mjs:2:2)';
  expect(stackOf('no', `MyError: no\n${frames}`)).toBe(frames);
  expect(stackOf('no', `no\n${frames}`)).toBe(frames);
  expect(stackOf('no: why', `no: why\n${frames}`)).toBe(frames);
  expect(stackOf('', `MyError\n${frames}`)).toBe(frames);
});

test.each([
  ['with more behind it', 'Error: no more\n    at a (b.mjs:1:1)'],
  ['without frames', 'Error: no'],
  ['with a foreign line first', 'Error: no\nfrom elsewhere\n    at a (b.mjs:1:1)'],
])('a message %s has none', (_, stack) => {
  expect(stackOf('no', stack)).toBeUndefined();
});

test('of a long message both ends are compared', () => {
  const long = `${'a'.repeat(64)}${'b'.repeat(100)}${'c'.repeat(64)}`;
  const frames = '    at a (b.mjs:1:1)';
  expect(stackOf(long, `Error: ${long}\n${frames}`)).toBe(frames);
  expect(stackOf(long, `Error: x${long.slice(1)}\n${frames}`)).toBeUndefined();
  expect(stackOf(long, `Error: ${long.slice(0, -1)}x\n${frames}`)).toBeUndefined();
});

test('a message of a megabyte is read, and of frames 4096 characters', () => {
  const most = 'x'.repeat(1024 * 1024);
  const frame = '    at abc (bcd.mjs:1:1)';
  expect(stackOf(most, `Error: ${most}\n${frame}`)).toBe(frame);
  expect(stackOf(`${most}x`, `Error: ${most}x\n${frame}`)).toBeUndefined();
  const frames = Array.from({ length: 400 }, () => frame).join('\n');
  expect(stackOf('no', `Error: no\n${frames}`)).toBe(frames.slice(0, 4095));
});
