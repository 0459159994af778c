// The table of examples: how each is started, what the API does to it, and what its spans are.

/** The API, as the simulator's `startSimulator` takes it. */
type Script = Parameters<typeof import('@sevenstep/anthropic-simulator').startSimulator>[0];

export interface Example {
  /** Its folder, when it is not its name. */
  readonly folder?: string;
  /** Scripts of its `package.json`, one after the other. Default: `start`. */
  readonly scripts?: readonly string[];
  readonly script?: Script;
  /** Paths that are asked for, of one that serves. It says `listening on` or `Local:` and its address when it is ready. */
  readonly visits?: readonly string[];
  /** It is no package of the workspace: heavy dependencies are installed into a folder of their own. */
  readonly isolated?: true;
  /** It starts its own simulators, prints its own report, and takes arguments. Its own test runs it. */
  readonly report?: true;
  /** Names of its spans, of any order; others are let be. */
  readonly spans: readonly string[];
  /** Ids of their diagnoses; no others. */
  readonly diagnoses: readonly string[];
  /** A header that the spans arrive with. */
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
