// The AI SDK of Vercel, which speaks to the API without Anthropic's SDK, with its own spans.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';
import { OPENTELEMETRY } from './opentelemetry.ts';

const VERSIONS = {
  5: { ai: '5.0.277', '@ai-sdk/anthropic': '2.0.112' },
  6: { ai: '6.0.326', '@ai-sdk/anthropic': '3.0.140' },
  7: { ai: '7.0.173', '@ai-sdk/anthropic': '4.0.105', '@ai-sdk/otel': '1.0.173' },
} as const;

const NO_SPAN = 'it never ends that span';

const senderOf = (
  version: keyof typeof VERSIONS,
  row: Pick<Sender, 'dialect' | 'pointAtUs' | 'cannot'>,
): Sender => ({
  id: `ai-sdk-${version}`,
  title: `AI SDK, \`ai\` ${VERSIONS[version].ai}`,
  ...row,
  cannot: {
    'connection.request_timeout': 'it has no timeout of its own',
    'identity.credentials_unavailable': 'it takes no function for the key',
    'request.messages_empty': 'it refuses the call before it starts a span',
    ...row.cannot,
  },
  // Through the provider of Anthropic's own API: its span has the words of the status in place of any other body.
  truth: {
    'limits.cloud_quota': 'endpoint.gateway_limit',
    'request.streaming_required': 'endpoint.gateway_error',
  },
  install: () => installNode(`ai-sdk-${version}`, { ...OPENTELEMETRY, ...VERSIONS[version], zod: '4.6.7' }),
  program: (folder) => nodeProgram(folder, version === 7 ? 'ai-sdk-7.mjs' : 'ai-sdk.mjs'),
});

const WITH_OPTION =
  'Set `experimental_telemetry: { isEnabled: true }` on each call; its spans go to the global tracer provider.';

export const aiSdk5: Sender = senderOf(5, {
  dialect: 'ai-sdk',
  pointAtUs: WITH_OPTION,
  cannot: { 'response.stream_interrupted': NO_SPAN },
});
export const aiSdk6: Sender = senderOf(6, {
  dialect: 'ai-sdk',
  pointAtUs: WITH_OPTION,
  cannot: { 'response.stream_interrupted': NO_SPAN },
});
export const aiSdk7: Sender = senderOf(7, {
  dialect: 'ai-sdk-otel',
  cannot: {},
  pointAtUs:
    'Call `registerTelemetry(new OpenTelemetry())` of `@ai-sdk/otel` once; its spans go to the global tracer provider.',
});
