// Ordinary calls: none of them may show a finding.
import type { Drill } from '@sevenstep/anthropic-simulator';

const tools = [
  {
    name: 'get_weather',
    description: 'The weather at a place',
    input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
  },
];

/** Calls that succeed at once: every rule must stay silent on them. */
export const healthy: readonly Drill[] = [
  { title: 'A plain answer' },
  {
    title: 'A plain answer, with cache reads and writes',
    faults: [
      {
        answer: {
          usage: {
            input_tokens: 25,
            output_tokens: 12,
            cache_read_input_tokens: 1800,
            cache_creation_input_tokens: 240,
          },
        },
      },
    ],
  },
  { title: 'A plain answer, beta', call: { beta: true } },
  { title: 'A streamed answer', call: { method: 'create-streamed' } },
  { title: 'A streamed answer, through the helper', call: { method: 'stream' } },
  {
    title: 'A streamed answer, with pings and pauses',
    faults: [{ answer: { pauseMs: 5, pingEvery: 2 } }],
    call: { method: 'create-streamed' },
  },
  {
    title: 'An answer that uses a tool',
    faults: [
      { answer: { text: 'Let me look.', toolUse: { name: 'get_weather', input: { place: 'Oslo' } } } },
    ],
    call: { params: { tools } },
  },
  {
    title: 'A streamed answer that uses a tool',
    faults: [
      { answer: { text: 'Let me look.', toolUse: { name: 'get_weather', input: { place: 'Oslo' } } } },
    ],
    call: { method: 'create-streamed', params: { tools } },
  },
  {
    title: 'A streamed answer that uses a tool, without a word',
    faults: [{ answer: { text: '', toolUse: { name: 'get_weather', input: { place: 'Oslo' } } } }],
    call: { method: 'create-streamed', params: { tools } },
  },
  {
    title: 'An answer that ends at a stop sequence',
    faults: [{ answer: { stopReason: 'stop_sequence' } }],
    call: { params: { stop_sequences: ['END'] } },
  },
];

/** A service at work: streams, tools, retries that help, some mistakes. No finding over many calls may come of it. */
export const ordinaryLoad: Drill = {
  title: 'An ordinary load',
  faults: [
    {
      when: { model: 'claude-sonet-5' },
      response: { error: { type: 'not_found_error', message: 'model: claude-sonet-5' } },
    },
    {
      when: { attempt: 1, probability: 0.1 },
      response: { status: 529, headers: { 'retry-after-ms': '5' } },
    },
    {
      when: { model: 'claude-haiku-5' },
      answer: { toolUse: { name: 'get_weather', input: { place: 'Oslo' } } },
    },
  ],
  calls: [
    { times: 30, atOnce: 4 },
    { method: 'create-streamed', times: 20, atOnce: 4 },
    { method: 'stream', times: 10 },
    { method: 'create-streamed', stopAfterEvents: 3, times: 3 },
    { method: 'tool-runner', params: { model: 'claude-haiku-5', tools }, maxIterations: 6, times: 4 },
    { params: { model: 'claude-sonet-5' }, times: 2 },
    { apiKey: 'sk-revoked-0000', times: 2 },
    { times: 30, atOnce: 4 },
  ],
};
