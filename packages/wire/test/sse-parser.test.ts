// Events of a stream are the same however its bytes are cut up; an endless one does not fill the memory.
import { expect, test } from 'vitest';
import { type ServerSentEvent, SseParser } from '../src/sse-parser.ts';

const EXPECTED: ServerSentEvent[] = [
  { event: 'message_start', data: '{"a":"ü😀"}' },
  { event: 'two', data: 'first\nsecond' },
  { event: 'message_stop', data: '{}' },
];

const text = (end: string): string =>
  [
    ': a comment',
    'event: message_start',
    'data: {"a":"ü😀"}',
    '',
    '',
    'id: 7',
    'data: without a name',
    '',
    'event:two',
    'data:first',
    'data: second',
    '',
    'event: no-data',
    '',
    'event: message_stop',
    'data: {}',
    '',
    '',
  ].join(end);

test.each(['\n', '\r\n', '\r'])('lines that end with %j, cut at every byte', (end) => {
  const bytes = new TextEncoder().encode(text(end));
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const parser = new SseParser();
    const seen: ServerSentEvent[] = [];
    for (let from = 0; from < bytes.length; from += size)
      seen.push(...parser.push(bytes.slice(from, from + size)));
    expect(seen, `chunks of ${size}`).toEqual(EXPECTED);
  }
});

test('an event of megabytes keeps its name and loses its data, and the next is whole', () => {
  const parser = new SseParser();
  const push = (part: string) => [...parser.push(new TextEncoder().encode(part))];
  expect(push('event: big\ndata: ')).toEqual([]);
  for (let chunk = 0; chunk < 40; chunk += 1) expect(push('x'.repeat(64 * 1024))).toEqual([]);
  expect(push('\n\n')).toEqual([{ event: 'big', data: '' }]);
  expect(push('event: next\ndata: 1\n\n')).toEqual([{ event: 'next', data: '1' }]);
});

test.each([
  ['in one line that comes at once', `data: ${'x'.repeat(2 * 1024 * 1024)}\n`],
  ['in lines that are each short enough', `data: ${'x'.repeat(600 * 1024)}\n`.repeat(2)],
])('an event of megabytes %s keeps its name and loses its data, too', (_, data) => {
  const push = (part: string) => [...new SseParser().push(new TextEncoder().encode(part))];
  expect(push(`event: big\n${data}\n`)).toEqual([{ event: 'big', data: '' }]);
});

/** The events of these pieces, one after another. */
const eventsOf = (...pieces: readonly string[]): ServerSentEvent[] => {
  const parser = new SseParser();
  return pieces.flatMap((piece) => [...parser.push(new TextEncoder().encode(piece))]);
};

test.each<[what: string, pieces: readonly string[], events: readonly ServerSentEvent[]]>([
  ['without data', ['event: a\n\n'], []],
  ['with empty data', ['event: a\ndata\n\n'], [{ event: 'a', data: '' }]],
  ['with a colon in its data', ['event: a\ndata: b: c\n\n'], [{ event: 'a', data: 'b: c' }]],
  ['with two blanks before its data', ['event: a\ndata:  b\n\n'], [{ event: 'a', data: ' b' }]],
  ['with other fields', ['retry: 1\nevent: a\nid: 2\ndatas: x\ndata: b\n\n'], [{ event: 'a', data: 'b' }]],
  ['with a name that comes last', ['data: b\nevent: a\n\n'], [{ event: 'a', data: 'b' }]],
  ['with two names', ['event: a\nevent: c\ndata: b\n\n'], [{ event: 'c', data: 'b' }]],
  ['whose end is cut in two', ['event: a\r', '\ndata: b\r', '\n\r', '\n'], [{ event: 'a', data: 'b' }]],
  ['of lines that end in each way', ['event: a\rdata: b\r\ndata: c\n\r'], [{ event: 'a', data: 'b\nc' }]],
  ['that never ends', ['event: a\ndata: b\n'], []],
  ['behind empty pieces', ['event: a\r', '', '\ndata: b\n\n'], [{ event: 'a', data: 'b' }]],
  ['whose name the one before had', ['event: a\ndata: b\n\ndata: c\n\n'], [{ event: 'a', data: 'b' }]],
])('an event %s', (_, pieces, events) => {
  expect(eventsOf(...pieces)).toEqual(events);
});

test('a megabyte of data is kept, and no character more', () => {
  const most = 1024 * 1024;
  const of = (length: number) => eventsOf(`event: a\ndata: ${'x'.repeat(length - 'data: '.length)}\n\n`);
  expect(of(most)[0]?.data).toHaveLength(most - 'data: '.length);
  expect(of(most + 1)).toEqual([{ event: 'a', data: '' }]);
  const half = 'x'.repeat(most / 2);
  const two = (more: string) =>
    eventsOf('event: a\n', `data: ${half.slice(1)}\n`, `data: ${half}${more}\n\n`);
  expect(two('')[0]?.data).toHaveLength(most);
  expect(two('x')).toEqual([{ event: 'a', data: '' }]);
});
