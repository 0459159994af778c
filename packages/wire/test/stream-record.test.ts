// The record of a stream's events, at times that the test sets.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isNotEventStream, StreamRecord, streamFailure } from '../src/index.ts';

let now = 1_000;
const after = (milliseconds: number): void => {
  now += milliseconds;
};
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => void vi.restoreAllMocks());

const START = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'm', usage: { input_tokens: 5, output_tokens: 1 } },
};
const block = (type: string) => ({ type: 'content_block_start', content_block: { type } });
const delta = (fields: object) => ({ type: 'content_block_delta', delta: fields });
const BLOCK_END = { type: 'content_block_stop' };
const LAST = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } };
const STOP = { type: 'message_stop' };

/** Reads these events, each asked for at once and given after so many milliseconds. */
function read(record: StreamRecord, events: readonly object[], waits = 10): number[] {
  return events.map((event) => {
    record.onPull();
    after(waits);
    return record.event(event);
  });
}

describe('times', () => {
  test('of a stream that waits, and of an application that does', () => {
    const record = new StreamRecord(true);
    const opened = record.lastEventAt;
    expect(record.firstEventAt).toBeUndefined();
    expect(read(record, [START, delta({ text: 'a' })], 200)).toEqual([200, 200]);
    expect(record.firstEventAt).toBe(opened + 200);
    // The application takes its time: no gap of the stream.
    after(3_000);
    expect(read(record, [delta({ text: 'b' })], 700)).toEqual([700]);
    after(5);
    expect(record.lastEventAt).toBe(opened + 200 + 200 + 3_700);
    expect(record.attributes(record.lastEventAt + 250)).toMatchObject({
      'anthropic.stream.longest_gap': 0.7,
      'anthropic.stream.consumer_wait': 3,
      'anthropic.stream.silence': 0.25,
    });
  });

  test('an event that never comes is the longest gap, from when it was asked for', () => {
    const record = new StreamRecord(true);
    read(record, [START]);
    after(1_000);
    record.onPull();
    after(4_000);
    const gap = (at: number) => record.attributes(at)['anthropic.stream.longest_gap'];
    expect(gap(record.lastEventAt + 5_000)).toBe(4);
    expect(record.event(STOP)).toBe(4_000);
    // The application does not wait after the end.
    record.onPull();
    after(9_000);
    expect(gap(record.lastEventAt + 9_000)).toBe(4);
  });

  test.each([
    [99, undefined],
    [100, 0.1],
    [4_999, 4.999],
    [5_000, 5],
  ])('a wait of %i ms is told in brief: %s', (milliseconds, seconds) => {
    const record = new StreamRecord(true);
    read(record, [START, STOP], milliseconds);
    expect(record.brief()['anthropic.stream.longest_gap']).toBe(seconds);
    expect(record.hasWaited).toBe(milliseconds >= 5_000);
    const slow = new StreamRecord(true);
    read(slow, [START], 0);
    after(milliseconds);
    read(slow, [STOP], 0);
    expect(slow.brief()['anthropic.stream.consumer_wait']).toBe(seconds);
    expect(slow.hasWaited).toBe(milliseconds >= 5_000);
  });
});

describe('what was written', () => {
  const written = (...events: object[]) => {
    const record = new StreamRecord(true);
    read(record, [START, ...events]);
    return record.attributes(record.lastEventAt);
  };

  test('texts, thoughts and tool inputs are counted, and nothing else', () => {
    expect(
      written(
        block('text'),
        delta({ type: 'text_delta', text: 'four' }),
        delta({ type: 'thinking_delta', thinking: 'three' }),
        delta({ type: 'input_json_delta', partial_json: '{}' }),
        delta({ type: 'signature_delta', signature: 'unseen' }),
        { type: 'content_block_delta', delta: null },
      ),
    ).toMatchObject({ 'anthropic.stream.output_characters': 11, 'anthropic.stream.events': 7 });
  });

  test('the block that is open, and the last event', () => {
    expect(written(block('tool_use'))).toMatchObject({
      'anthropic.stream.open_block': 'tool_use',
      'anthropic.stream.last_event': 'content_block_start',
    });
    expect(written(block('tool_use'), BLOCK_END)).toMatchObject({
      'anthropic.stream.open_block': undefined,
      'anthropic.stream.last_event': 'content_block_stop',
    });
  });

  test.each<[inputs: string[], isCut: true | undefined]>([
    [[], undefined],
    [['{"a":', '1}'], undefined],
    [['{"a":1}', ' \n'], undefined],
    [['{"a":', '1'], true],
    [['{"a":1', '  '], true],
  ])('the input %j breaks off: %s', (inputs, isCut) => {
    const attributes = written(
      block('tool_use'),
      ...inputs.map((json) => delta({ partial_json: json })),
      BLOCK_END,
      block('text'),
      delta({ text: 'open' }),
      BLOCK_END,
    );
    expect(attributes['anthropic.stream.truncated_tool_input']).toBe(isCut);
  });

  test('tokens are those of the last event that has them, and blocks are counted', () => {
    const record = new StreamRecord(true);
    read(record, [START, block('text')]);
    expect(record.message).toMatchObject({ id: 'msg_1', contentBlocks: 1, usage: { input: 5 } });
    // That of the first event stands for nothing.
    expect(record.message.usage?.output).toBeUndefined();
    read(record, [block('text'), LAST]);
    expect(record.message).toMatchObject({
      stopReason: 'end_turn',
      contentBlocks: 2,
      usage: { input: 5, output: 9 },
    });
  });

  test('an answer of no characters says so, in brief too', () => {
    const record = new StreamRecord(true);
    read(record, [START, STOP]);
    expect(record.brief()['anthropic.stream.output_characters']).toBe(0);
    const other = new StreamRecord(true);
    read(other, [START, delta({ text: 'a' }), STOP]);
    expect(other.brief()['anthropic.stream.output_characters']).toBeUndefined();
  });
});

describe('how it ended', () => {
  const aborted = AbortSignal.abort();
  const ENVELOPE = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

  test.each<
    [what: string, events: object[], end: (record: StreamRecord) => void, outcome: string, type?: string]
  >([
    ['whole', [START, STOP], (record) => record.ended(undefined), 'completed'],
    ['whole, aborted afterwards', [START, STOP], (record) => record.ended(aborted), 'completed'],
    ['whole, and left', [START, STOP], (record) => record.onCancel(), 'completed'],
    ['left', [START], (record) => record.onCancel(), 'abandoned'],
    ['aborted', [START], (record) => record.ended(aborted), 'aborted'],
    ['ended early', [START], (record) => record.ended(undefined), 'incomplete', 'stream_incomplete'],
    [
      'cut',
      [START],
      (record) => record.failed(new TypeError('terminated')),
      'interrupted',
      'stream_interrupted',
    ],
    ['garbled', [START], (record) => record.failed(new SyntaxError('x')), 'malformed', 'stream_malformed'],
    [
      'garbled, by another realm',
      [START],
      (record) => record.failed({ name: 'SyntaxError' }),
      'malformed',
      'stream_malformed',
    ],
    [
      "garbled, by Bedrock's client",
      [START],
      (record) =>
        record.failed(new Error('Could not parse a Bedrock chunk into JSON: {"text":"the diagnosis is')),
      'malformed',
      'stream_malformed',
    ],
    [
      'an error event',
      [START],
      (record) => record.failed({ error: ENVELOPE }),
      'error_event',
      'overloaded_error',
    ],
    [
      'an error event of no type',
      [START],
      (record) => record.failed({ error: {}, headers: new Headers() }),
      'error_event',
      'stream_error',
    ],
  ])('%s', (_, events, end, outcome, type) => {
    const record = new StreamRecord(true);
    read(record, events);
    end(record);
    // The first outcome stays.
    record.ended(undefined);
    record.onCancel();
    expect([record.outcome, streamFailure(record)?.type]).toEqual([outcome, type]);
  });

  test('without a message to stop it is whole when it ends', () => {
    const record = new StreamRecord(false);
    record.ended(undefined);
    expect(record.outcome).toBe('completed');
  });

  test.each<[type: string | undefined, events: object[], isNone: boolean]>([
    ['text/html', [], true],
    [undefined, [], true],
    ['application/json', [], true],
    ['text/html', [START], false],
    ['text/event-stream', [], false],
    ['application/vnd.amazon.eventstream', [], false],
    ['application/x-jsonl', [], false],
  ])('%s with the events %j was no stream: %s', (type, events, isNone) => {
    const record = new StreamRecord(true);
    read(record, events);
    record.ended(undefined);
    const headers = new Headers(type === undefined ? {} : { 'content-type': type });
    expect(isNotEventStream(record, headers)).toBe(isNone);
    // A stream that the application left has not failed.
    const left = new StreamRecord(true);
    left.onCancel();
    expect(isNotEventStream(left, headers)).toBe(false);
  });
});

describe('what a stream in another form says', () => {
  test('an event of no type, or of a type that is a sentence, is counted and not named', () => {
    for (const event of [undefined, 'text', {}, { type: 'my secret' }, { type: 7 }]) {
      const record = new StreamRecord(true);
      record.onPull();
      record.event(event);
      expect(record.eventCount).toBe(1);
      expect(record.attributes(now)['anthropic.stream.last_event']).toBeUndefined();
    }
  });

  test('deltas of other kinds, and of no kind, count nothing', () => {
    const record = new StreamRecord(true);
    read(record, [
      START,
      delta({ text: 7, thinking: {}, partial_json: null, signature: 'x' }),
      { type: 'content_block_delta' },
    ]);
    expect(record.attributes(now)['anthropic.stream.output_characters']).toBe(0);
  });

  test('a block whose type is a sentence is open without a name', () => {
    const record = new StreamRecord(true);
    read(record, [START, block('my secret'), { type: 'content_block_start' }]);
    expect(record.attributes(now)['anthropic.stream.open_block']).toBeUndefined();
    expect(record.message.contentBlocks).toBe(2);
  });

  test('input of a tool that ends in many blanks', () => {
    const cutOf = (...jsons: string[]) => {
      const record = new StreamRecord(true);
      read(record, [
        START,
        block('tool_use'),
        ...jsons.map((json) => delta({ partial_json: json })),
        BLOCK_END,
      ]);
      return record.hasTruncatedToolInput;
    };
    expect(cutOf(`{"a":1}${' '.repeat(1_000)}`)).toBe(false);
    expect(cutOf(`{"a":1${' '.repeat(1_000)}`)).toBe(true);
    expect(cutOf('{"a":1', '}\n\t ')).toBe(false);
    expect(cutOf('{"a":1}', '')).toBe(false);
    expect(cutOf('{"a":[1]')).toBe(true);
  });

  test('of several blocks each is judged by itself, and one that broke off stays said', () => {
    const record = new StreamRecord(true);
    read(record, [START, block('tool_use'), delta({ partial_json: '{"a":' }), BLOCK_END]);
    read(record, [block('tool_use'), delta({ partial_json: '{}' }), BLOCK_END, LAST, STOP]);
    expect(record.hasTruncatedToolInput).toBe(true);
  });

  test('a compaction has content, or has failed', () => {
    const compactedOf = (...events: object[]) => {
      const record = new StreamRecord(true);
      read(record, [START, ...events]);
      return record.message.compacted;
    };
    const compaction = block('compaction');
    const content = delta({ type: 'compaction_delta', content: 'x' });
    const none = delta({ type: 'compaction_delta', content: null });
    expect(compactedOf(compaction, content, BLOCK_END)).toBe(true);
    expect(compactedOf(compaction, none, BLOCK_END)).toBe(false);
    expect(compactedOf(compaction, none, content, BLOCK_END)).toBe(true);
    expect(compactedOf(compaction, content, none, BLOCK_END)).toBe(true);
    expect(compactedOf(block('text'), content, BLOCK_END)).toBeUndefined();
    expect(compactedOf(compaction, BLOCK_END, content)).toBeUndefined();
  });

  test('a message that begins again begins anew', () => {
    const record = new StreamRecord(true);
    read(record, [START, block('text'), { ...START, message: { id: 'msg_2' } }]);
    expect(record.message).toMatchObject({ id: 'msg_2', contentBlocks: undefined });
  });
});

test('what failed says so with its own code and sentence', () => {
  const record = new StreamRecord(true);
  record.failed(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  expect(streamFailure(record)).toEqual({
    type: 'stream_interrupted',
    message: 'read ECONNRESET',
    attributes: {
      'anthropic.error.code': undefined,
      'anthropic.error.message': 'read ECONNRESET',
      'anthropic.error.cause_code': 'ECONNRESET',
    },
  });
  const early = new StreamRecord(true);
  early.ended(undefined);
  expect(streamFailure(early)).toEqual({
    type: 'stream_incomplete',
    message: undefined,
    attributes: {
      'anthropic.error.code': undefined,
      'anthropic.error.message': undefined,
      'anthropic.error.cause_code': undefined,
    },
  });
  const late = new StreamRecord(true);
  late.outcome = 'timeout';
  expect(streamFailure(late)?.type).toBe('client_timeout_error');
  for (const outcome of ['completed', 'aborted', 'abandoned'] as const) {
    const fine = new StreamRecord(true);
    fine.outcome = outcome;
    expect(streamFailure(fine)).toBeUndefined();
  }
});

test('a wait that is over when the application leaves is a gap, and one before it asked is none', () => {
  const record = new StreamRecord(true);
  const gapAfter = (milliseconds: number) =>
    record.attributes(now + milliseconds)['anthropic.stream.longest_gap'];
  // The application has not asked yet.
  expect(gapAfter(9_000)).toBe(0);
  read(record, [START], 50);
  after(3_000);
  expect(gapAfter(0)).toBe(0.05);
  record.onPull();
  expect(gapAfter(2_000)).toBe(2);
  expect(record.attributes(now + 2_000)).toMatchObject({
    'anthropic.stream.silence': 5,
    'anthropic.stream.consumer_wait': 3,
  });
});
