// The table of examples: how to start each, how the API behaves, and the expected spans.

/** A script for the simulator's `startSimulator`. */
type Script = Parameters<typeof import('@sevenstep/anthropic-simulator').startSimulator>[0];

export interface Example {
  /** Its folder, if that differs from its name. */
  readonly folder?: string;
  /** Scripts of its `package.json`, in order. Default: `start`. */
  readonly scripts?: readonly string[];
  readonly script?: Script;
  /** Paths to request from a server, after it prints `listening on` or `Local:` with its address. */
  readonly visits?: readonly string[];
  /** Set if it is not a package of the workspace, because its heavy dependencies go into a separate folder. */
  readonly isolated?: true;
  /** Set if it starts its own simulators, prints its own report, and takes arguments. Its own test runs it. */
  readonly report?: true;
  /** Names of its spans, in any order. Other spans are ignored. */
  readonly spans: readonly string[];
  /** Ids of the diagnoses. No other diagnosis may appear. */
  readonly diagnoses: readonly string[];
  /** A header of the span export. */
  readonly header?: readonly [name: string, value: string];
}

const CHAT = 'chat claude-sonnet-5';
const CUT = {
  isolated: true,
  script: 'cut after 1 deltas',
  spans: [CHAT],
  diagnoses: ['response.stream_interrupted'],
} as const;
const OVERLOADED = { script: '529', spans: [CHAT], diagnoses: ['service.overloaded'] };

export const EXAMPLES: Readonly<Record<string, Example>> = {
  quickstart: {
    script: '1: 429 retry-after=0.2; 2: ok',
    spans: [CHAT, 'POST /v1/messages', 'POST /v1/messages'],
    diagnoses: ['limits.recovered'],
  },
  'existing-node-sdk': {
    script: { faults: [{ answer: { stopReason: 'max_tokens' } }] },
    spans: ['describe teapot', CHAT, 'POST'],
    diagnoses: ['response.max_tokens'],
  },
  'zero-code': OVERLOADED,
  'zero-code-cjs': { ...OVERLOADED, folder: 'zero-code', scripts: ['start:cjs'] },
  'express-chat': {
    script: {
      faults: [
        { when: { request: 2 }, stream: { after: { deltas: 1 }, then: 'reset' } },
        {
          when: { request: 3 },
          response: { error: { type: 'authentication_error', message: 'invalid x-api-key' } },
        },
        { answer: { text: 'Tea is made with hot water.', pauseMs: 50 } },
      ],
    },
    visits: ['/', '/chat?q=Tea', '/chat?q=Coffee', '/chat?q=Cocoa'],
    spans: [CHAT, CHAT, CHAT],
    diagnoses: ['response.stream_interrupted', 'identity.key_invalid'],
  },
  'tool-loop': {
    script: {
      faults: [
        {
          when: { request: 1 },
          answer: { text: '', toolUse: { name: 'get_weather', input: { city: 'Oslo' } } },
        },
        { answer: { text: 'Yes, take an umbrella.' } },
      ],
    },
    spans: ['anthropic.messages.tool_runner', CHAT, 'anthropic.custom_tool_use get_weather', CHAT],
    diagnoses: [],
  },
  clouds: {
    spans: ['chat us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'chat claude-sonnet-4-5@20250929'],
    diagnoses: ['limits.cloud_quota'],
  },
  'esbuild-bundle': {
    script: '404 not_found_error "model: claude-sonnet-5"',
    spans: [CHAT],
    diagnoses: ['request.model_not_found'],
  },
  'batch-worker': {
    spans: [
      'process batch',
      'anthropic.messages.batches.create',
      'anthropic.messages.batches.retrieve',
      'anthropic.messages.batches.results',
    ],
    diagnoses: [],
  },
  datadog: { ...OVERLOADED, folder: 'hosted-backends', scripts: ['datadog'] },
  'grafana-cloud': {
    ...OVERLOADED,
    folder: 'hosted-backends',
    scripts: ['grafana-cloud'],
    header: ['authorization', 'Basic MTIzNDU2OmdsY19leGFtcGxl'],
  },
  nextjs: {
    isolated: true,
    scripts: ['build', 'start'],
    script: '#2: 529 !retry-after; ok',
    visits: ['/', '/api/chat?q=Tea', '/api/chat?q=Coffee'],
    spans: [CHAT, CHAT],
    diagnoses: ['service.recovered'],
  },
  resilience: { report: true, spans: [], diagnoses: [] },
  bun: { ...CUT, folder: 'bun-deno', scripts: ['bun'] },
  deno: { ...CUT, folder: 'bun-deno', scripts: ['deno'] },
};
