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
    title: 'An answer that ends at a stop sequence',
    faults: [{ answer: { stopReason: 'stop_sequence' } }],
    call: { params: { stop_sequences: ['END'] } },
  },
];
