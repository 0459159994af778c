// The application's redaction: each text and each key that may be data, and no word of the API's.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { expect, test, vi } from 'vitest';
import { stepsFail } from '../../../../test/support/failed-steps.ts';
import {
  type ContentPlace,
  REDACTION_FAILED,
  redactMessage,
  redactPart,
} from '../../src/content/redact-content.ts';
import { LeftOut, type Part, plain, Text } from '../../src/content/tree.ts';

const upper = (text: string): string => text.toUpperCase();
const INPUT = { direction: 'input', role: 'user' } as const;
const redacted = (part: Part, hook = upper): unknown => plain(redactPart(part, INPUT, hook));

test('without a hook nothing changes', () => {
  const part: Part = { type: 'text', content: new Text('a') };
  expect(redactPart(part, INPUT, undefined)).toBe(part);
  const message = { role: 'user', parts: [part] };
  expect(redactMessage(message, 'input', undefined)).toBe(message);
});

test('words of the API, figures and empty texts stay', () => {
  const part: Part = {
    type: 'tool_call',
    id: 'toolu_1',
    name: 'n',
    arguments: [1, null, true, new Text(''), new Text('a')],
  };
  expect(redacted(part)).toEqual({
    type: 'tool_call',
    id: 'toolu_1',
    name: 'n',
    arguments: [1, null, true, '', 'A'],
  });
});

test.each([
  ['city', 'city'],
  ['_a$b-9', '_a$b-9'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['x'.repeat(65), 'X'.repeat(65)],
  ['9a', '9A'],
  ['a b', 'A B'],
  ['a.b', 'A.B'],
  ['-a', '-A'],
  ['', ''],
])('the key %j is %j', (key, expected) => {
  expect(redacted({ type: 'tool_call', arguments: { [key]: 1 } })).toEqual({
    type: 'tool_call',
    arguments: { [expected]: 1 },
  });
});

test('keys that become the same are numbered, also beside a field', () => {
  const same = (): string => 'mail';
  expect(redacted({ type: 'tool_call', arguments: { mail: 1, 'a@x': 2, 'b@x': 3 } }, same)).toEqual({
    type: 'tool_call',
    arguments: { mail: 1, 'mail (1)': 2, 'mail (2)': 3 },
  });
});

test('the type of a part stays, whatever the hook makes of its keys', () => {
  expect(
    redacted({ type: 'generic', generic_type: 'note', 'a b': new Text('c') }, () => 'type'),
  ).toMatchObject({
    type: 'generic',
  });
});

test('each text has its place', () => {
  const places: ContentPlace[] = [];
  const note = (text: string, place: ContentPlace): string => {
    places.push(place);
    return text;
  };
  const message = {
    role: 'user',
    parts: [
      { type: 'text', content: new Text('a') },
      { type: 'generic', generic_type: 'note', deep: [{ content: new Text('b') }] },
    ],
  };
  redactMessage(message, 'output', note);
  redactPart(message.parts[0] as Part, { direction: 'system' }, note);
  expect(places).toEqual([
    { direction: 'output', role: 'user', type: 'text' },
    { direction: 'output', role: 'user', type: 'note' },
    { direction: 'system', type: 'text' },
  ]);
});

test('the note of what was left out is no text, and its key is none', () => {
  const part: Part = {
    type: 'tool_call',
    arguments: { a: [new LeftOut(3, 'items')], '[left out]': new LeftOut(2, 'properties') },
  };
  expect(redacted(part)).toEqual(plain(part));
});

test('the end of a text that was cut is left out, as a secret may run through it', () => {
  stepsFail('redactContent');
  const cut = (length: number, leftOut: number, hook = upper): Text => {
    const part = redactPart({ type: 'text', content: new Text('x'.repeat(length), leftOut) }, INPUT, hook);
    return part.content as Text;
  };
  expect(cut(3_000, 0)).toEqual(new Text('X'.repeat(3_000)));
  expect(cut(3_000, 1)).toEqual(new Text('X'.repeat(3_000 - 1_024), 1 + 1_024));
  expect(cut(500, 7)).toEqual(new Text('', 507));
  // It is the redacted text that is cut.
  expect(cut(3_000, 7, () => 'y'.repeat(2_000))).toEqual(new Text('y'.repeat(976), 7 + 1_024));
  expect(cut(3_000, 7, () => `${'y'.repeat(975)}😀${'z'.repeat(1_023)}`).value.isWellFormed()).toBe(true);
  const fails = (): string => {
    throw new Error('no');
  };
  expect(cut(3_000, 7, fails)).toEqual(new Text(REDACTION_FAILED));
});

test('a text that is not well-formed is made so', () => {
  expect(redacted({ type: 'text', content: new Text('a') }, () => 'b\ud800')).toEqual({
    type: 'text',
    content: 'b\ufffd',
  });
});

test('a hook that fails is reported once for each way, without what it threw', () => {
  const error = vi.fn();
  const quiet = (): void => undefined;
  diag.setLogger(
    { error, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  try {
    const part: Part = { type: 'text', content: new Text('secret') };
    for (const hook of [() => 7 as never, () => ({}) as never, () => JSON.parse('secret')])
      expect(redacted(part, hook)).toEqual({ type: 'text', content: REDACTION_FAILED });
    const said = (step: string) => [
      `@sevenstep/instrumentation-anthropic: ${step} failed; further failures of this step are not reported`,
    ];
    expect(error.mock.calls).toEqual([
      said('redactContent, which gave number where a string is expected,'),
      said('redactContent, which gave object where a string is expected,'),
      said('redactContent, which threw,'),
    ]);
  } finally {
    diag.disable();
  }
});
