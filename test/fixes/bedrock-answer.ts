// The answer of Bedrock: the simulator has neither its paths nor its model ids.
import type { Fault } from '@sevenstep/anthropic-simulator';

const ANSWER = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 12, output_tokens: 25 },
};

export const BEDROCK_ANSWER: Fault = { response: { status: 200, body: JSON.stringify(ANSWER) } };
