// Set-ups of OpenTelemetry's own packages.
import type { NodeLine, SetUp } from '../set-up.ts';
import { OTEL_2, OTEL_3, SDK, TWICE, ZERO_CODE } from './versions.ts';

const HTTP = '@opentelemetry/instrumentation-http';
const UNDICI = '@opentelemetry/instrumentation-undici';
const OPENAI = '@opentelemetry/instrumentation-openai';
const EXPRESS = '@opentelemetry/instrumentation-express';

/** Where module hooks differ. */
const HOOKS: readonly NodeLine[] = ['20', '22.22.2', '22', '24.11.0', '24', '26'];

const AUTO_3 = {
  ...SDK,
  ...OTEL_3,
  '@opentelemetry/auto-instrumentations-node': '0.82.0',
};

const BESIDE = {
  ...SDK,
  ...OTEL_2,
  express: '5.3.0',
  openai: '6.30.1',
  [EXPRESS]: '0.71.1',
  [HTTP]: '0.223.0',
  [OPENAI]: '0.21.0',
  [UNDICI]: '0.33.0',
};

const LOADER = '--experimental-loader=@opentelemetry/instrumentation/hook.mjs';
const THEIR_REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const OUR_REGISTER = '@sevenstep/register';

const NODE_SDK =
  '`AnthropicInstrumentation` among the instrumentations, `DiagnosisSpanProcessor` before the exporter';

/** The README's `telemetry.mjs`, which a test compares with the README. */
const readme = (
  version: string,
  line: string,
  node: readonly NodeLine[],
  packages: Readonly<Record<string, string>>,
): SetUp => ({
  id: `readme-${version}`,
  title: `\`telemetry.mjs\` of the README on OpenTelemetry ${line}`,
  dependencies: { ...SDK, ...packages },
  node,
  files: ['shared', 'job', 'readme'],
  run: 'node --import ./telemetry.mjs job.mjs',
  without: { run: 'node --import ./without.mjs job.mjs' },
  setUp: '[README](../../../README.md)',
  expect: { calls: 5, parents: 'answer a question', others: ['job'], diagnosed: 'option' },
});

export const OPENTELEMETRY: readonly SetUp[] = [
  {
    id: 'node-sdk-esm',
    title: 'NodeSDK with auto-instrumentations, ES modules',
    dependencies: AUTO_3,
    node: ['22.22.2', '22', '24.11.0', '24', '26'],
    files: ['shared', 'node-sdk-esm'],
    run: 'node --import ./telemetry.mjs server.mjs',
    ci: ['24'],
    setUp: `\`@sevenstep/register/hooks\` first; ${NODE_SDK}`,
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: [HTTP, UNDICI],
      diagnosed: 'processor',
    },
  },
  {
    id: 'node-sdk-cjs',
    title: 'NodeSDK with auto-instrumentations, CommonJS',
    dependencies: AUTO_3,
    ours: ['semantic-conventions', 'checklist', 'instrumentation-anthropic', 'diagnosis-span-processor'],
    node: ['22', '24', '26'],
    files: ['shared', 'node-sdk-cjs'],
    run: 'node --require ./telemetry.cjs server.cjs',
    setUp: NODE_SDK,
    expect: { calls: 5, parents: 'SERVER', others: [HTTP, UNDICI], diagnosed: 'processor' },
  },
  readme('0.57', '1.30', ['20', '24'], {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/sdk-node': '0.57.2',
  }),
  readme('0.205', '2.1', ['20', '22.22.2', '24'], {
    '@opentelemetry/api': '1.9.0',
    '@opentelemetry/sdk-node': '0.205.0',
  }),
  readme('0.223', '2.12', HOOKS, {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/sdk-node': '0.223.0',
  }),
  readme('0.301', '3.1', ['22.22.2', '22', '24.11.0', '24', '26'], {
    '@opentelemetry/api': '1.10.0',
    '@opentelemetry/sdk-node': '0.301.0',
  }),
  {
    id: 'no-hooks',
    title: 'NodeSDK without module hooks, ES modules',
    dependencies: { ...SDK, ...OTEL_2 },
    node: HOOKS,
    files: ['shared', 'job', 'no-hooks'],
    run: 'node --import ./telemetry.mjs job.mjs',
    setUp: "Add `import '@sevenstep/register/hooks'` first",
    expect: {
      calls: 5,
      parents: 'answer a question',
      others: ['job'],
      diagnosed: { not: "the SDK's own spans are all that there is" },
      // Node.js adds how to find the source of a warning.
      notice: /made a call that is not observed.*@sevenstep\/register\/hooks|Use `node --trace-warnings/,
      known: [
        {
          aspect: 'calls',
          text: /the span has nothing of ours/,
          why: 'ES modules are not patched without module hooks: a warning of the process says so',
        },
      ],
    },
  },
  {
    id: 'beside-hooks-of-ours-first',
    title: "Instrumentations of HTTP, undici, Express and OpenAI; OpenTelemetry's hook by `register()`",
    dependencies: BESIDE,
    node: HOOKS,
    files: ['shared', 'beside'],
    run: 'node --import ./telemetry.mjs server.mjs',
    setUp: `\`@sevenstep/register/hooks\` first; ${NODE_SDK}`,
    expect: {
      calls: 5,
      parents: 'request handler',
      others: [HTTP, UNDICI, EXPRESS, OPENAI],
      diagnosed: 'processor',
    },
  },
  {
    id: 'beside-hooks-of-theirs-first',
    title:
      "Instrumentations of HTTP, undici, Express and OpenAI; OpenTelemetry's hook by `--experimental-loader`",
    dependencies: BESIDE,
    node: HOOKS,
    files: ['shared', 'beside'],
    run: `node ${LOADER} --import ./telemetry.mjs server.mjs`,
    ci: ['20'],
    setUp: `\`@sevenstep/register/hooks\` first; ${NODE_SDK}`,
    expect: {
      calls: 5,
      parents: 'request handler',
      others: [HTTP, UNDICI, EXPRESS, OPENAI],
      diagnosed: 'processor',
    },
  },
  {
    id: 'zero-code-esm',
    title: '`@sevenstep/register` alone, ES modules',
    dependencies: ZERO_CODE,
    node: HOOKS,
    files: 'shared',
    run: `node --import ${OUR_REGISTER} server.mjs`,
    without: { run: 'node server.mjs' },
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    ci: ['24'],
    setUp: '`node --import @sevenstep/register`',
    expect: { calls: 5, measured: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-3',
    title: '`@sevenstep/register` alone on OpenTelemetry 3.1, ES modules',
    dependencies: { ...SDK, '@opentelemetry/api': '1.10.0', '@opentelemetry/sdk-node': '0.301.0' },
    node: ['22.22.2', '22', '24.11.0', '24', '26'],
    files: 'shared',
    run: `node --import ${OUR_REGISTER} server.mjs`,
    without: { run: 'node server.mjs' },
    setUp: '`node --import @sevenstep/register`',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-cjs',
    title: '`@sevenstep/register` alone, CommonJS',
    dependencies: ZERO_CODE,
    node: HOOKS,
    files: 'shared',
    run: `node --import ${OUR_REGISTER} server.cjs`,
    without: { run: 'node server.cjs' },
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    setUp: '`node --import @sevenstep/register`',
    expect: { calls: 5, measured: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-require',
    title: '`@sevenstep/register` by `--require`, CommonJS',
    dependencies: ZERO_CODE,
    node: HOOKS,
    files: 'shared',
    run: `node --require ${OUR_REGISTER} server.cjs`,
    without: { run: 'node server.cjs' },
    setUp: '`node --require @sevenstep/register`',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-ts-node',
    title: '`@sevenstep/register` with ts-node',
    dependencies: {
      ...ZERO_CODE,
      '@types/node': '24.19.2',
      'ts-node': '10.9.2',
      typescript: '5.9.3',
    },
    node: ['20', '24'],
    files: ['shared', 'typescript', 'ts-node'],
    run: `node -r ts-node/register/transpile-only -r ${OUR_REGISTER} app.ts`,
    without: { run: 'node -r ts-node/register/transpile-only app.ts' },
    setUp: '`node -r ts-node/register -r @sevenstep/register app.ts`',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-tsx',
    title: '`@sevenstep/register` with tsx',
    dependencies: { ...ZERO_CODE, tsx: '4.23.15' },
    node: ['20', '22', '24', '26'],
    files: ['shared', 'typescript'],
    run: `node --import tsx --import ${OUR_REGISTER} app.ts`,
    without: { run: 'node --import tsx app.ts' },
    setUp: '`node --import tsx --import @sevenstep/register app.ts`',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-unsampled',
    title: '`@sevenstep/register` alone, no trace sampled',
    dependencies: ZERO_CODE,
    node: '24',
    files: 'shared',
    run: `node --import ${OUR_REGISTER} server.mjs`,
    without: { run: 'node server.mjs' },
    env: {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    },
    setUp: '`node --import @sevenstep/register`',
    notes: 'No span is exported; the metrics count every call',
    expect: {
      calls: 0,
      measured: 5,
      parents: 'root',
      others: [],
      diagnosed: { not: 'no span is recorded' },
    },
  },
  {
    id: 'zero-code-workers',
    title: '`@sevenstep/register`, calls in a worker thread only',
    dependencies: ZERO_CODE,
    node: HOOKS,
    files: ['shared', 'workers'],
    run: `node --import ${OUR_REGISTER} main.mjs`,
    without: { run: 'node main.mjs' },
    setUp: '`node --import @sevenstep/register`',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-piscina',
    title: '`@sevenstep/register`, calls in a pool of Piscina',
    dependencies: { ...ZERO_CODE, piscina: '5.3.2' },
    node: ['22.22.2', '24'],
    files: ['shared', 'piscina'],
    run: `node --import ${OUR_REGISTER} main.mjs`,
    without: { run: 'node main.mjs' },
    setUp: '`node --import @sevenstep/register`',
    notes:
      'The main thread sends the spans. Node.js 20 loads the tasks without hooks, and the first call prints a notice.',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-permission',
    title: "`@sevenstep/register` with Node.js's permission model",
    dependencies: ZERO_CODE,
    node: '24.11.0',
    files: ['shared', 'zero-code'],
    run: `node --permission --allow-fs-read=* --allow-worker --import ${OUR_REGISTER} app.mjs`,
    without: { run: 'node --permission --allow-fs-read=* --allow-worker app.mjs' },
    setUp: '`node --permission --allow-worker --import @sevenstep/register`',
    notes:
      'Without `--allow-worker`, Node.js 24.11.1 and newer lose the last spans on `process.exit()`, and older ones observe only CommonJS.',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'zero-code-two-copies',
    title:
      '`@sevenstep/register`, two copies of the SDK: the newest, and the newest 0.x below a platform client',
    dependencies: { ...ZERO_CODE, '@anthropic-ai/foundry-sdk': '0.2.3' },
    node: '24',
    files: ['shared', 'zero-code-two-copies'],
    run: `node --import ${OUR_REGISTER} server.mjs`,
    without: { run: 'node server.mjs' },
    script: '#2,8: 429 retry-after=0.05; #4,10: 401; #6,12: cut after 3 deltas',
    setUp: '`node --import @sevenstep/register`',
    expect: {
      calls: 10,
      verdicts: TWICE,
      parents: 'root',
      others: [],
      diagnosed: 'processor',
    },
  },
  {
    id: 'auto-register-esm',
    title: "auto-instrumentations-node's register, then ours, ES modules",
    dependencies: AUTO_3,
    node: ['22.22.2', '22', '24.11.0', '24', '26'],
    files: 'shared',
    run: `node ${LOADER} --import ${THEIR_REGISTER} --import ${OUR_REGISTER} server.mjs`,
    without: { run: `node ${LOADER} --import ${THEIR_REGISTER} server.mjs` },
    setUp: '`--import @sevenstep/register` after theirs',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: [HTTP, UNDICI],
      diagnosed: 'option',
    },
  },
  {
    id: 'auto-register-after-ours-esm',
    title: "Our register, then auto-instrumentations-node's, ES modules",
    dependencies: AUTO_3,
    node: ['22.22.2', '22', '24.11.0', '24', '26'],
    files: 'shared',
    run: `node ${LOADER} --import ${OUR_REGISTER} --import ${THEIR_REGISTER} server.mjs`,
    without: { run: `node ${LOADER} --import ${THEIR_REGISTER} server.mjs` },
    setUp: '`--import @sevenstep/register` before theirs',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: [HTTP, UNDICI],
      diagnosed: 'option',
    },
  },
  {
    id: 'auto-register-cjs',
    title: "auto-instrumentations-node's register, then ours, CommonJS",
    dependencies: AUTO_3,
    node: '24',
    files: 'shared',
    run: `node --require ${THEIR_REGISTER} --import ${OUR_REGISTER} server.cjs`,
    without: { run: `node --require ${THEIR_REGISTER} server.cjs` },
    ci: ['24'],
    setUp: '`--import @sevenstep/register` in addition to theirs',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: [HTTP, UNDICI],
      diagnosed: 'option',
    },
  },
  {
    id: 'auto-register-0.62',
    title: "An older auto-instrumentations-node's register, then ours, ES modules",
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/auto-instrumentations-node': '0.62.2',
    },
    node: ['20', '24'],
    files: 'shared',
    run: `node ${LOADER} --import ${THEIR_REGISTER} --import ${OUR_REGISTER} server.mjs`,
    without: { run: `node ${LOADER} --import ${THEIR_REGISTER} server.mjs` },
    setUp: '`--import @sevenstep/register` after theirs',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: [HTTP, UNDICI],
      diagnosed: 'option',
    },
  },
];
