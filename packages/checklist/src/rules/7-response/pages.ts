// The parts that the pages of the response rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const responsePages: Readonly<Record<string, Page>> = {
  'response.stream_interrupted': {
    confirm:
      'Compare the seconds since the last event with 30, 60, 100, 120, 300 and 600: idle limits of proxies.',
    fixedBy: { by: 'proxy', configs: ['nginxStreaming', 'haproxyStreaming'], then: 'healthy' },
    sources: ['https://platform.claude.com/docs/en/build-with-claude/streaming', 'G0', 'G4'],
  },
  'response.body_timeout': {
    confirm: 'Compare with a request straight to the API: `ping` events come every few seconds there.',
    fixedBy: { by: 'proxy', configs: ['nginxStreaming'], then: 'healthy' },
    sources: [
      'https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md',
      'https://platform.claude.com/docs/en/build-with-claude/streaming#ping-events',
    ],
  },
  'response.stream_incomplete': {
    confirm: 'Read the types of the events: `message_stop` is missing.',
    fixedBy: { by: 'code', sample: 'wholeAnswer', then: 'answered' },
    sources: ['G0', 'G4', 'https://platform.claude.com/docs/en/build-with-claude/streaming'],
  },
  'response.stream_error': {
    confirm: 'Read the last event of the stream: `event: error`.',
    fixedBy: { by: 'code', sample: 'wholeAnswer', then: 'answered' },
    sources: ['G4', 'https://platform.claude.com/docs/en/build-with-claude/streaming#error-events'],
  },
  'response.stream_malformed': {
    confirm:
      'Record the bytes that arrive, such as with curl, and compare with a request straight to the API.',
    fixedBy: { by: 'outside', where: 'proxy_owner', sample: 'streamedProbe' },
    sources: ['G4', '@anthropic-ai/sdk 1.12.0 src/core/streaming.ts'],
  },
  'response.stream_timeout': {
    confirm: 'Compare how long the call took with the time of the signal.',
    fixedBy: { by: 'setting', sample: 'deadline', then: 'healthy' },
    sources: ['G0', 'https://developer.mozilla.org/docs/Web/API/AbortSignal/timeout_static'],
  },
  'response.stream_stalled': {
    confirm:
      'Read a stream straight from the API with `curl -N`: where only `ping` events come, the model writes nothing yet.',
    fixedBy: { by: 'proxy', configs: ['nginxStreaming'], then: 'healthy' },
    sources: ['G0', 'https://platform.claude.com/docs/en/build-with-claude/streaming#ping-events'],
  },
  'response.max_tokens': {
    confirm: 'Compare `usage.output_tokens` with `max_tokens`: they are equal.',
    fixedBy: { by: 'setting', sample: 'maxTokens', then: 'healthy' },
    sources: ['G4', 'https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons'],
  },
  'response.context_window': {
    confirm:
      'Add up `usage.input_tokens` and `usage.output_tokens`: the sum is the context window of the model.',
    fixedBy: { by: 'code', sample: 'trimHistory', then: 'healthy' },
    sources: ['G1', 'G4', 'https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons'],
  },
  'response.refusal': {
    confirm: 'Read `stop_reason` and `stop_details` of the answer.',
    fixedBy: { by: 'code', sample: 'refusal', then: 'contained' },
    sources: ['G4', 'https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons'],
  },
  'response.paused': {
    confirm: 'Read `stop_reason`: it is `pause_turn`.',
    fixedBy: { by: 'code', sample: 'resume', then: 'answered' },
    sources: ['https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons'],
  },
  'response.empty': {
    confirm: 'Read the end of `messages`: is there anything left to answer?',
    fixedBy: { by: 'code', sample: 'onlyResults', then: 'healthy' },
    sources: [
      'G1',
      'https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons#empty-responses-with-end-turn',
    ],
  },
  'response.interrupted': {
    confirm: 'Compare the time to the break with the timeouts of proxies.',
    fixedBy: { by: 'code', sample: 'stream', then: 'healthy' },
    sources: ['G0', '@anthropic-ai/sdk 1.12.0 src/internal/parse.ts'],
  },
  'response.slow_consumer': {
    confirm: 'Measure the time between two turns of the loop.',
    fixedBy: { by: 'code', sample: 'consume', then: 'healthy' },
    sources: ['G0'],
  },
  'response.stream_abandoned': {
    confirm: 'Compare the events that were read with what the application does at that point.',
    fixedBy: { by: 'code', sample: 'stream', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/core/streaming.ts'],
  },
  'response.tool_input_invalid': {
    confirm: 'Look at the `stop_reason` of the same answer: `max_tokens` means that it was cut off.',
    fixedBy: { by: 'setting', sample: 'maxTokens', then: 'healthy' },
    sources: ['G4', '@anthropic-ai/sdk 1.12.0 src/lib/BetaMessageStream.ts'],
  },
  'response.unrecognized': {
    ...unrecognizedPage,
    fixedBy: { by: 'setting', sample: 'register', then: 'response.interrupted' },
  },
};
