// The tried fixes in a ticket: only those that the trace shows.
import { expect, test } from 'vitest';
import { callOf } from '../src/calls/call.ts';
import type { Span } from '../src/spans/span.ts';
import { ticketMarkdown } from '../src/ticket/markdown.ts';
import { ticketOf } from '../src/ticket/ticket.ts';
import { triedOf } from '../src/ticket/tried.ts';

const START = 1_785_000_000_000;
const OVERLOADED = {
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'http.response.status_code': 529,
  'error.type': 'overloaded_error',
  'anthropic.request.id': 'req_1',
};
const UNAUTHORIZED = {
  ...OVERLOADED,
  'http.response.status_code': 401,
  'error.type': 'authentication_error',
};
const HEALTHY = { 'gen_ai.provider.name': 'anthropic', 'http.response.status_code': 200 };

/** The requested wait of an attempt, and its actual wait, in seconds. */
type Wait = readonly [asked?: number | undefined, waited?: number | undefined];

/** @param at seconds after the start */
const call = (attributes: Span['attributes'], at = 0, waits: readonly Wait[] = []) =>
  callOf(
    {
      traceId: 't1',
      spanId: `s${at}`,
      name: 'chat',
      start: START + at * 1000,
      end: START + at * 1000 + 500,
      attributes,
      resource: {},
    },
    waits.map(([asked, waited], index) => ({
      name: 'POST',
      start: START + index,
      end: START + index + 1,
      attributes: {
        'http.response.status_code': 529,
        ...(asked !== undefined && { 'anthropic.retry.after': asked }),
        ...(waited !== undefined && { 'anthropic.retry.delay': waited }),
      },
    })),
  );

test.each<[what: string, attributes: Span['attributes'], says: readonly string[]]>([
  ['nothing', {}, []],
  ['the defaults', { 'anthropic.request.max_retries': 2, 'anthropic.request.timeout': 600 }, []],
  ['a shorter timeout, which is no fix', { 'anthropic.request.timeout': 30 }, []],
  [
    'a longer one',
    { 'anthropic.request.timeout': 1800 },
    ["The timeout is 1 800 s; the SDK's default is 600 s"],
  ],
  ['no stream', { 'gen_ai.request.stream': false }, []],
  ['a stream', { 'gen_ai.request.stream': true }, ['The request asked for a stream']],
  [
    'one retry, of how many is not known',
    { 'http.request.resend_count': 1 },
    ['The request was sent again 1 time'],
  ],
  [
    'fewer retries than allowed',
    { 'http.request.resend_count': 1, 'anthropic.request.max_retries': 2 },
    ['The request was sent again 1 time of the 2 that maxRetries allows'],
  ],
  [
    'all of them',
    { 'http.request.resend_count': 2, 'anthropic.request.max_retries': 2 },
    ['The request was sent again 2 times, as often as maxRetries allows'],
  ],
])('%s', (_, attributes, says) => {
  const one = call({ ...OVERLOADED, ...attributes });
  expect(triedOf(one, [one]).map((tried) => tried.says)).toEqual(says);
});

test.each<[waits: readonly Wait[], says: string | undefined]>([
  [[[12, 12.02], [12]], 'retry-after was obeyed: asked for 12 s; waited 12 s'],
  [[[12, 11.9], [12]], 'retry-after was obeyed: asked for 12 s; waited 12 s'],
  [[[2, 2], [120, 0.8], []], 'retry-after was not obeyed: asked for 120 s; waited 800 ms'],
  [[[undefined, 0.5], []], undefined],
  [[[12]], undefined],
])('waits of %j', (waits, says) => {
  const one = call(OVERLOADED, 0, waits);
  expect(triedOf(one, [one]).find(({ fix }) => fix === 'retry_after')?.says).toBe(says);
});

test('only what is a fix of the step: a rejected key is not helped by retries or time', () => {
  const settings = {
    'anthropic.request.timeout': 900,
    'anthropic.request.max_retries': 5,
    'gen_ai.request.stream': true,
    'gen_ai.usage.cache_read.input_tokens': 41_000,
    'gen_ai.conversation.compacted': true,
  };
  const fixesOf = (attributes: Span['attributes']) => {
    const one = call({ ...attributes, ...settings });
    return triedOf(one, [one]).map(({ fix }) => fix);
  };
  expect(fixesOf(UNAUTHORIZED)).toEqual([]);
  expect(fixesOf(OVERLOADED)).toEqual(['max_retries', 'timeout', 'streaming']);
  expect(fixesOf({ ...HEALTHY, 'anthropic.message.stop_reason': 'model_context_window_exceeded' })).toEqual([
    'max_retries',
    'timeout',
    'streaming',
    'prompt_cache',
    'compaction',
  ]);
  // For a healthy call, the list is complete.
  expect(fixesOf(HEALTHY)).toHaveLength(5);
});

test('the prompt cache, by what was read and what was written', () => {
  const one = call({
    ...HEALTHY,
    'gen_ai.usage.cache_read.input_tokens': 41_000,
    'gen_ai.usage.cache_write.input_tokens': 12,
  });
  expect(triedOf(one, [one]).map(({ says }) => says)).toEqual([
    'The prompt cache is in use: 41 000 input tokens read from it, 12 written to it',
  ]);
});

test('later calls of the trace: the same request, another model, and never an earlier one', () => {
  const same = { 'anthropic.request.fingerprint': 'f1' };
  const failed = (at: number) => call({ ...OVERLOADED, ...same }, at);
  const calls = [
    call({ ...HEALTHY, ...same, 'gen_ai.request.model': 'claude-opus-5' }, -10),
    ...[0, 1, 2, 3].map(failed),
    call({ ...HEALTHY, ...same, 'gen_ai.request.model': 'claude-sonnet-5' }, 4),
    call(
      { ...HEALTHY, 'gen_ai.request.model': 'claude-haiku-4-5', 'anthropic.request.fingerprint': 'f2' },
      5,
    ),
  ];
  const saysOf = (index: number) => {
    const one = calls[index];
    return one === undefined ? [] : triedOf(one, calls).map(({ says }) => says);
  };
  const haiku = 'Another model was asked afterwards: claude-haiku-4-5 succeeded';
  const again = 'The same request was made again by a later call:';
  const overloaded = 'it failed with service.overloaded';
  expect(saysOf(1)).toEqual([
    haiku,
    `${again} ${overloaded}, then ${overloaded}, then ${overloaded}, then 1 more`,
  ]);
  expect(saysOf(4)).toEqual([haiku, `${again} it succeeded`]);
  // It succeeded, so another model is no fix of it; nothing came after the last one.
  expect(saysOf(5)).toEqual([]);
  expect(saysOf(6)).toEqual([]);
});

test('in Markdown it is a section, and no section where nothing was tried', () => {
  const tried = call({ ...OVERLOADED, 'gen_ai.request.stream': true });
  expect(ticketMarkdown(ticketOf([tried]))).toContain(
    '\n\n## What was tried\n\n- `The request asked for a stream`\n\n## Attempts\n',
  );
  expect(ticketMarkdown(ticketOf([call(OVERLOADED)]))).not.toContain('tried');
});
