// A loop that sends a request again that cannot pass.
import type { Drill, DrillCalls } from '@sevenstep/anthropic-simulator';

const tooLong = {
  response: {
    error: {
      type: 'invalid_request_error',
      message: 'prompt is too long: 208310 tokens > 200000 maximum',
    },
  },
};

const asking = (content: string): DrillCalls => ({ params: { messages: [{ role: 'user', content }] } });

export const reproducibleDrill: Drill = {
  title: 'The same prompt is sent again and again, and is too long each time',
  faults: [tooLong],
  calls: [{ times: 3 }],
};

export const reproducibleNearMisses: readonly Drill[] = [
  { title: 'One time less', faults: [tooLong], calls: [{ times: 2 }] },
  {
    title: 'Prompts that differ',
    faults: [tooLong],
    calls: ['one', 'two', 'three', 'four'].map(asking),
  },
  {
    title: 'A success between the failures',
    faults: [{ ...tooLong, when: { request: [1, 3, 4, 5] } }],
    calls: [{ times: 5 }],
  },
  {
    title: 'A failure of the service, which passes',
    faults: [{ response: { status: 529 } }],
    calls: [{ maxRetries: 0, times: 5 }],
  },
];
