// Frameworks over the SDK with their own copy of it, and the AI SDK, which does not use it.
import type { SetUp } from '../set-up.ts';
import { BY_HAND, NODE_SDK, SDK } from './own-set-up.ts';

const HOOKS =
  '`telemetry.mjs` of the README: `@sevenstep/register/hooks` first, then a `NodeSDK` with the instrumentation and the processor';

/** The faults of the shared calls, then a loop with a tool. The sentence is for the AI SDK: 5 and 6 record no status. */
const SCRIPT =
  '#2: 429 retry-after=0.05 "This request would exceed the rate limit for your organization of 50,000 input tokens per minute."; #4: 401; #6: cut after 3 deltas; #7: tool-use';
const VERDICTS = [
  null,
  'limits.recovered',
  'identity.key_invalid',
  null,
  'response.stream_interrupted',
  null,
  null,
];
/** Where the framework sends again itself. */
const TRIES = [
  null,
  'limits.input_tokens_per_minute',
  null,
  'identity.key_invalid',
  null,
  'response.stream_interrupted',
];
const SHARED = {
  node: '24',
  run: 'node --import ./telemetry.mjs app.mjs',
  setUp: HOOKS,
} as const;

const LOOP = { ...SHARED, script: SCRIPT } as const;

const AI_SDK = {
  setUp: "`DiagnosisSpanProcessor` before the exporter, and the AI SDK's own telemetry switched on",
  notes:
    "The AI SDK does not use the Anthropic SDK, so we make no span. The processor reads the AI SDK's own spans. They have no attempts and no request id, and versions 5 and 6 never end the span of a stream that is cut.",
} as const;

const VERSIONS_OF_AI: Readonly<Record<number, SetUp['dependencies']>> = {
  5: { '@ai-sdk/anthropic': '2.0.112', ai: '5.0.277' },
  6: { '@ai-sdk/anthropic': '3.0.140', ai: '6.0.325' },
};

export const FRAMEWORKS: readonly SetUp[] = [
  {
    ...LOOP,
    id: 'langchain',
    node: ['20', '22.22.2', '24', '26'],
    title: 'LangChain and LangGraph 1, `@langchain/anthropic`',
    dependencies: {
      ...NODE_SDK,
      '@langchain/anthropic': '1.5.11',
      '@langchain/core': '1.4.0',
      '@langchain/langgraph': '1.7.3',
      langchain: '1.5.14',
      zod: '4.6.7',
    },
    files: ['own-telemetry', 'langchain'],
    notes:
      'LangChain sets `maxRetries: 0` and repeats calls itself: each repetition is a call with its own span and diagnosis.',
    expect: {
      calls: 8,
      parents: 'handle',
      others: [],
      diagnosed: 'processor',
      verdicts: [...TRIES, null, null],
    },
  },
  {
    id: 'langchain-bundled',
    title: 'LangChain 1 in an esbuild bundle',
    dependencies: {
      ...BY_HAND,
      '@langchain/anthropic': '1.5.11',
      '@langchain/core': '1.4.0',
      esbuild: '0.28.2',
    },
    node: '24',
    files: ['shared', 'by-hand', 'bundle', 'langchain-bundled'],
    build:
      'esbuild main.mjs --bundle --platform=node --log-level=warning --format=cjs --outfile=dist/app.cjs',
    run: 'node dist/app.cjs',
    script: SCRIPT,
    setUp:
      '`instrument(Anthropic)`, and `new ChatAnthropic({ createClient: (options) => new Anthropic(options) })`',
    notes:
      'Without `createClient`, LangChain calls its own copy of the SDK, which `instrument()` does not patch.',
    expect: { calls: 6, parents: 'handle', others: [], diagnosed: 'processor', verdicts: TRIES },
  },
  {
    ...LOOP,
    id: 'llamaindex',
    title: 'LlamaIndex.TS 0.12, `@llamaindex/anthropic`',
    dependencies: {
      ...NODE_SDK,
      '@llamaindex/anthropic': '0.3.27',
      '@llamaindex/core': '0.6.23',
      '@llamaindex/env': '0.1.31',
      llamaindex: '0.12.1',
    },
    files: ['own-telemetry', 'llamaindex'],
    expect: { calls: 7, parents: 'handle', others: [], diagnosed: 'processor', verdicts: VERDICTS },
  },
  {
    ...LOOP,
    id: 'genkit',
    title: 'Genkit 1, `@genkit-ai/anthropic`',
    dependencies: { ...NODE_SDK, '@genkit-ai/anthropic': '0.3.0', genkit: '1.42.0' },
    files: ['own-telemetry', 'genkit'],
    notes: "Genkit's own spans are roots, with and without us. Calls are children of its model span.",
    expect: {
      calls: 7,
      parents: 'anthropic/claude-sonnet-4-5',
      others: ['genkit-tracer'],
      diagnosed: 'processor',
      verdicts: VERDICTS,
    },
  },
  ...[5, 6].map(
    (version): SetUp => ({
      ...LOOP,
      ...AI_SDK,
      id: `ai-sdk-${version}`,
      title: `AI SDK ${version}, \`@ai-sdk/anthropic\``,
      dependencies: { ...NODE_SDK, ...VERSIONS_OF_AI[version], zod: '4.6.7' },
      files: ['own-telemetry', 'ai-sdk'],
      expect: {
        calls: 7,
        theirCalls: { scope: 'ai', name: /\.do(Generate|Stream)$/ },
        parents: 'INTERNAL',
        others: [],
        diagnosed: 'processor',
        verdicts: [null, 'limits.input_tokens_per_minute', null, 'identity.key_invalid', null, null, null],
      },
    }),
  ),
  {
    ...LOOP,
    ...AI_SDK,
    id: 'ai-sdk-7',
    title: 'AI SDK 7, `@ai-sdk/anthropic` and `@ai-sdk/otel`',
    dependencies: {
      ...NODE_SDK,
      '@ai-sdk/anthropic': '4.0.105',
      '@ai-sdk/otel': '1.0.173',
      ai: '7.0.173',
      zod: '4.6.7',
    },
    files: ['own-telemetry', 'ai-sdk', 'ai-sdk-7'],
    run: 'node --import ./telemetry.mjs --import ./telemetry-of-ai.mjs app.mjs',
    expect: {
      calls: 7,
      theirCalls: { scope: 'gen_ai', name: /^chat / },
      parents: 'INTERNAL',
      others: [],
      diagnosed: 'processor',
      verdicts: [null, null, 'identity.key_invalid', null, 'response.unrecognized', null, null],
    },
  },
  {
    id: 'inngest',
    title: 'Inngest 4, a step of a function',
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/sdk-node': '0.301.0',
      inngest: '4.24.0',
    },
    node: '24',
    files: ['shared', 'readme', 'inngest'],
    run: 'node --import ./telemetry.mjs app.mjs',
    without: { run: 'node --import ./without.mjs app.mjs' },
    setUp: '`telemetry.mjs` of the README, or `node --import @sevenstep/register`',
    notes: "Inngest's own span is the parent of each call, if the API is not older than Inngest's.",
    expect: { calls: 5, parents: 'inngest.execution', others: ['inngest'], diagnosed: 'option' },
  },
  {
    ...SHARED,
    id: 'temporal',
    title: 'Temporal 1, an activity',
    dependencies: {
      ...SDK,
      ...NODE_SDK,
      '@temporalio/activity': '1.24.0',
      '@temporalio/common': '1.24.0',
      '@temporalio/interceptors-opentelemetry': '1.24.0',
      '@temporalio/testing': '1.24.0',
    },
    files: ['shared', 'own-telemetry', 'temporal'],
    notes:
      "Activities run in the worker's process, outside of the sandbox of workflows. The row runs them in `MockActivityEnvironment`, without a server.",
    expect: {
      calls: 5,
      parents: 'RunActivity:unknown',
      others: ['@temporalio/interceptor-activity'],
      diagnosed: 'processor',
    },
  },
  {
    ...SHARED,
    id: 'trigger',
    title: "Trigger.dev 4, a worker's telemetry and a bundled task",
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.9.1',
      '@trigger.dev/core': '4.8.3',
      esbuild: '0.28.2',
    },
    files: ['shared', 'by-hand', 'trigger'],
    build: `esbuild task.mjs --bundle --platform=node --log-level=warning --format=esm --outfile=dist/task.mjs --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"`,
    run: 'node --import ./telemetry.mjs dist/task.mjs',
    setUp:
      '`new AnthropicInstrumentation({ diagnose: diagnoseCall() }).instrument(Anthropic)` in the file that makes the client',
    notes: 'Trigger.dev bundles tasks. Install no newer `@opentelemetry/api` than it has.',
    expect: {
      calls: 5,
      parents: 'handle',
      others: ['trigger-dev-worker'],
      diagnosed: 'option',
      known: [
        {
          aspect: 'others',
          text: /trigger-dev-worker INTERNAL POST \/v1\/messages/,
          why: 'Trigger.dev exports a copy of each span as it starts, so also of our attempt spans.',
        },
      ],
    },
  },
  {
    ...SHARED,
    id: 'two-copies',
    title: 'Two copies of the SDK: 1.14 and the 0.122 of LangChain',
    dependencies: {
      ...SDK,
      ...NODE_SDK,
      '@langchain/anthropic': '1.5.11',
      '@langchain/core': '1.4.0',
    },
    files: ['shared', 'own-telemetry', 'two-copies'],
    notes: 'Module hooks patch each copy as it is loaded; by hand each is given to `instrument()`.',
    expect: {
      calls: 7,
      parents: 'handle',
      others: [],
      diagnosed: 'processor',
      verdicts: [...VERDICTS.slice(0, 5), null, null],
    },
  },
];
