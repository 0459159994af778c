// Set-ups of vendors' SDKs.
import type { Ours, SetUp } from '../set-up.ts';
import { OTEL_2, SDK, ZERO_CODE } from './versions.ts';

/** Where no module hooks are needed, nor our register. */
const WITHOUT_REGISTER: readonly Ours[] = [
  'semantic-conventions',
  'checklist',
  'instrumentation-anthropic',
  'diagnosis-span-processor',
];

const SENTRY_11 = {
  ...SDK,
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/instrumentation': '0.223.0',
  '@sentry/node': '11.12.0',
};

const OPTION = '`new AnthropicInstrumentation({ diagnose: diagnoseCall() })`';

const DATADOG =
  'Datadog also makes a span `anthropic.request` above each call span. `DD_TRACE_ANTHROPIC_ENABLED=false` turns it off';

/** A distribution that `--import` starts. It brings its own OpenTelemetry SDK, and the API that goes with it. */
const distribution = (
  row: Pick<SetUp, 'id' | 'title' | 'dependencies' | 'setUp' | 'notes' | 'env'> & {
    readonly starts: string;
    readonly others: readonly string[];
  },
): readonly SetUp[] => {
  const { starts, others, env, ...rest } = row;
  const common = {
    ...rest,
    env: { ...env, OTEL_BSP_SCHEDULE_DELAY: '200' },
    node: '24',
    files: ['shared', 'zero-code', 'lingering'],
    without: { run: `node --import ${starts} lingering.mjs` },
    expect: { calls: 5, parents: 'root', others, diagnosed: 'option' },
  } as const;
  return [
    {
      ...common,
      title: `${row.title}, then our register, ES modules`,
      run: `node --import ${starts} --import @sevenstep/register lingering.mjs`,
    },
    {
      ...common,
      id: `${row.id}-after-ours`,
      title: `Our register, then ${row.title}, ES modules`,
      run: `node --import @sevenstep/register --import ${starts} lingering.mjs`,
    },
  ];
};

const INSTANA_HOOKS = '--import @instana/collector/esm-register.mjs';

const INSTANA = {
  dependencies: { ...ZERO_CODE, '@instana/collector': '5.5.0' },
  node: '24',
  files: ['shared', 'zero-code'],
  run: `node ${INSTANA_HOOKS} --import @sevenstep/register app.mjs`,
  without: { run: `node ${INSTANA_HOOKS} app.mjs` },
  env: { INSTANA_LOG_LEVEL: 'error' },
} as const satisfies Partial<SetUp>;

const ITS_API = 'Install no newer `@opentelemetry/api` than it has';

export const VENDORS: readonly SetUp[] = [
  {
    id: 'sentry-10',
    title: 'Sentry 10, ES modules',
    dependencies: { ...SDK, '@opentelemetry/api': '1.9.1', '@sentry/node': '10.78.0' },
    node: ['20', '22.22.2', '22', '24.11.0', '24'],
    files: ['shared', 'sentry-10'],
    run: 'node --import ./instrument.mjs server.mjs',
    ci: ['24'],
    setUp:
      '`@sevenstep/register/hooks` first; `openTelemetryInstrumentations` and `openTelemetrySpanProcessors` of `Sentry.init`',
    notes: 'Sentry shows call spans as `POST /v1/messages`',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: ['auto.http.otel.http'],
      diagnosed: 'processor',
    },
  },
  {
    id: 'sentry-10-cjs',
    title: 'Sentry 10, CommonJS',
    dependencies: { ...SDK, '@opentelemetry/api': '1.9.1', '@sentry/node': '10.78.0' },
    ours: WITHOUT_REGISTER,
    node: '24',
    files: ['shared', 'sentry-10-cjs'],
    run: 'node --require ./instrument.cjs server.cjs',
    setUp: '`openTelemetryInstrumentations` and `openTelemetrySpanProcessors` of `Sentry.init`',
    notes: 'Sentry shows call spans as `POST /v1/messages`',
    expect: { calls: 5, parents: 'SERVER', others: ['auto.http.otel.http'], diagnosed: 'processor' },
  },
  {
    id: 'sentry-10-register',
    title: 'Sentry 10, then our register, ES modules',
    dependencies: { ...SDK, '@opentelemetry/api': '1.9.1', '@sentry/node': '10.78.0' },
    node: ['20', '22', '24'],
    files: ['shared', 'sentry-10-plain'],
    run: 'node --import ./instrument.mjs --import @sevenstep/register server.mjs',
    without: { run: 'node --import ./instrument.mjs server.mjs' },
    setUp: '`--import @sevenstep/register` after the file that calls `Sentry.init`',
    notes: 'Sentry shows call spans as `POST /v1/messages`',
    expect: { calls: 5, parents: 'SERVER', others: ['auto.http.otel.http'], diagnosed: 'option' },
  },
  {
    id: 'sentry-11',
    title: 'Sentry 11, ES modules',
    dependencies: SENTRY_11,
    node: ['20', '24', '26'],
    files: ['shared', 'sentry-11'],
    run: 'node --import ./instrument.mjs server.mjs',
    setUp: `\`@sevenstep/register/hooks\` first; \`enableOpenTelemetrySetup: true\` and \`integrations\` without \`Anthropic_AI\`; ${OPTION}`,
    expect: { calls: 5, parents: 'SERVER', others: [], diagnosed: 'option' },
  },
  {
    id: 'sentry-11-both',
    title: 'Sentry 11 with its own spans of calls, ES modules',
    dependencies: SENTRY_11,
    node: '24',
    files: ['shared', 'sentry-11-both'],
    run: 'node --import ./instrument.mjs server.mjs',
    setUp: `\`@sevenstep/register/hooks\` first; \`enableOpenTelemetrySetup: true\`; ${OPTION}`,
    notes: 'Each call has two spans: Sentry makes one above ours',
    expect: {
      calls: 5,
      parents: 'chat claude-sonnet-5',
      others: ['auto.ai.anthropic'],
      diagnosed: 'option',
    },
  },
  {
    id: 'sentry-11-otlp',
    title: "Sentry 11, spans by OpenTelemetry to Sentry's OTLP endpoint, ES modules",
    dependencies: { ...SDK, ...OTEL_2, '@sentry/node': '11.12.0' },
    node: '24',
    files: ['shared', 'job', 'sentry-11-otlp'],
    run: 'node --import ./instrument.mjs job.mjs',
    setUp: "As in a NodeSDK; `Sentry.getOtlpTracesEndpoint()` gives the exporter's address",
    expect: { calls: 5, parents: 'answer a question', others: ['job'], diagnosed: 'processor' },
  },
  {
    id: 'dd-trace-cjs',
    title: 'dd-trace 6, CommonJS',
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/instrumentation': '0.223.0',
      'dd-trace': '6.21.0',
    },
    ours: WITHOUT_REGISTER,
    node: ['22', '24'],
    files: ['shared', 'dd-trace-cjs'],
    run: 'node --require ./telemetry.cjs server.cjs',
    env: { DD_TRACE_AGENT_URL: '$BACKEND', DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false' },
    setUp: `Its \`TracerProvider\`, and ${OPTION}`,
    notes: DATADOG,
    expect: { calls: 5, parents: 'anthropic.request', others: ['http'], diagnosed: 'option' },
  },
  {
    id: 'dd-trace-esm',
    title: 'dd-trace 6, ES modules',
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/instrumentation': '0.223.0',
      'dd-trace': '6.21.0',
    },
    node: ['22.22.2', '22', '24.11.0', '24'],
    files: ['shared', 'dd-trace-esm'],
    run: 'node --import dd-trace/initialize.mjs --import ./telemetry.mjs server.mjs',
    env: { DD_TRACE_AGENT_URL: '$BACKEND', DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false' },
    setUp: `\`@sevenstep/register/hooks\` first; its \`TracerProvider\`, and ${OPTION}`,
    notes: DATADOG,
    expect: {
      calls: 5,
      parents: 'anthropic.request',
      others: ['http'],
      diagnosed: 'option',
    },
  },
  {
    id: 'langfuse',
    title: 'Langfuse, ES modules',
    dependencies: {
      ...SDK,
      ...OTEL_2,
      '@langfuse/otel': '5.11.1',
      '@langfuse/tracing': '5.11.1',
      '@opentelemetry/core': '2.12.0',
      '@opentelemetry/sdk-trace-base': '2.12.1',
    },
    node: ['20', '24'],
    files: ['shared', 'langfuse'],
    run: 'node --import ./instrumentation.mjs app.mjs',
    env: {
      LANGFUSE_BASE_URL: '$BACKEND',
      LANGFUSE_PUBLIC_KEY: 'pk-lf-none',
      LANGFUSE_SECRET_KEY: 'sk-lf-none',
    },
    setUp:
      '`@sevenstep/register/hooks` first; `AnthropicInstrumentation` in the NodeSDK, `DiagnosisSpanProcessor` before `LangfuseSpanProcessor`',
    notes:
      "Attempt spans have no `gen_ai.*`, so Langfuse's processor drops them unless its `shouldExportSpan` accepts them",
    expect: { calls: 5, parents: 'answer a question', others: ['langfuse-sdk'], diagnosed: 'processor' },
  },
  {
    id: 'vercel-otel',
    title: '@vercel/otel, ES modules',
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/api-logs': '0.223.0',
      '@opentelemetry/instrumentation': '0.223.0',
      '@opentelemetry/resources': '2.12.0',
      '@opentelemetry/sdk-logs': '0.223.0',
      '@opentelemetry/sdk-metrics': '2.12.0',
      '@opentelemetry/sdk-trace-base': '2.12.1',
      '@vercel/otel': '2.1.3',
    },
    node: '24',
    files: ['shared', 'job', 'vercel-otel'],
    run: 'node --import ./instrumentation.mjs job.mjs',
    setUp:
      "`@sevenstep/register/hooks` first; `instrumentations: ['fetch', new AnthropicInstrumentation()]`, `spanProcessors: [new DiagnosisSpanProcessor(), 'auto']`",
    expect: { calls: 5, parents: 'answer a question', others: ['job'], diagnosed: 'processor' },
  },
  {
    id: 'azure-monitor',
    title: 'Azure Monitor, ES modules',
    dependencies: {
      ...SDK,
      '@azure/monitor-opentelemetry': '1.21.0',
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/instrumentation': '0.221.0',
    },
    node: ['22', '24'],
    files: ['shared', 'azure-monitor'],
    run: 'node --import @azure/monitor-opentelemetry/loader --import ./telemetry.mjs server.mjs',
    env: {
      APPLICATIONINSIGHTS_CONNECTION_STRING:
        'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=$TLS_BACKEND/;LiveEndpoint=$TLS_BACKEND/',
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      NODE_EXTRA_CA_CERTS: '$AUTHORITY',
    },
    setUp:
      '`@sevenstep/register/hooks` first; `spanProcessors` of `useAzureMonitor`, then `registerInstrumentations()`',
    notes: 'Azure Monitor shows call spans as `POST /v1/messages`',
    expect: { calls: 5, parents: 'SERVER', others: ['GET'], diagnosed: 'processor' },
  },
  {
    id: 'traceloop',
    title: "Traceloop's node-server-sdk, CommonJS",
    dependencies: {
      '@anthropic-ai/sdk': '0.137.0',
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/instrumentation': '0.203.0',
      '@traceloop/node-server-sdk': '0.27.0',
    },
    ours: WITHOUT_REGISTER,
    node: '24',
    files: ['shared', 'traceloop'],
    run: 'node --require ./telemetry.cjs app.cjs',
    env: { TRACELOOP_BASE_URL: '$BACKEND', TRACELOOP_API_KEY: 'none', TRACELOOP_TELEMETRY: 'false' },
    setUp: `\`registerInstrumentations()\` after \`initialize()\`; ${OPTION}`,
    notes:
      "With SDK 1.x, Traceloop's own Anthropic instrumentation ends the application when it loads, even without us. It patches a class that SDK 1.x no longer has",
    expect: {
      calls: 5,
      parents: 'chat claude-sonnet-5',
      others: ['@traceloop/instrumentation-anthropic', 'answer.workflow'],
      diagnosed: 'option',
    },
  },
  {
    id: 'openinference',
    title: "Beside OpenInference's Anthropic instrumentation, ES modules",
    dependencies: {
      ...SDK,
      '@arizeai/openinference-instrumentation-anthropic': '0.2.8',
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/exporter-trace-otlp-proto': '0.223.0',
      '@opentelemetry/sdk-node': '0.223.0',
    },
    node: ['20', '24'],
    files: ['shared', 'job', 'openinference'],
    run: 'node --import ./instrumentation.mjs job.mjs',
    script: '#2: 429 retry-after=0.05; #4: 401',
    setUp: '`instrument(Anthropic)` in addition to its `manuallyInstrument(Anthropic)`',
    notes:
      'Each call has two spans: OpenInference makes one above ours. On a stream that is cut, OpenInference ends the process with an unhandled rejection, even without us, so this row leaves that call out',
    expect: {
      calls: 5,
      parents: 'Anthropic Messages',
      others: ['@arizeai/openinference-instrumentation-anthropic'],
      diagnosed: 'processor',
      verdicts: [null, 'limits.recovered', 'identity.key_invalid', null, null],
    },
  },
  ...distribution({
    id: 'elastic',
    title: "Elastic's EDOT Node.js",
    dependencies: { ...SDK, '@elastic/opentelemetry-node': '1.18.0' },
    starts: '@elastic/opentelemetry-node',
    env: { OTEL_LOG_LEVEL: 'error' },
    setUp: '`--import @sevenstep/register` in addition to `--import @elastic/opentelemetry-node`',
    notes: ITS_API,
    others: ['@opentelemetry/instrumentation-undici'],
  }),
  ...distribution({
    id: 'splunk',
    title: "Splunk's distribution",
    dependencies: { ...SDK, '@splunk/otel': '4.7.2' },
    starts: '@splunk/otel/instrument.js',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', SPLUNK_METRICS_ENABLED: 'false' },
    setUp: '`--import @sevenstep/register` in addition to `--import @splunk/otel/instrument.js`',
    notes: ITS_API,
    others: [],
  }),
  ...distribution({
    id: 'adot',
    title: "AWS's distribution (ADOT)",
    dependencies: { ...SDK, '@aws/aws-distro-opentelemetry-node-autoinstrumentation': '0.13.0' },
    starts: '@aws/aws-distro-opentelemetry-node-autoinstrumentation/register',
    env: {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '$BACKEND/v1/traces',
      OTEL_LOG_LEVEL: 'error',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_NODE_RESOURCE_DETECTORS: 'none',
      OTEL_TRACES_SAMPLER: 'always_on',
    },
    setUp:
      '`--import @sevenstep/register` in addition to `--import @aws/aws-distro-opentelemetry-node-autoinstrumentation/register`',
    notes: ITS_API,
    others: ['@opentelemetry/instrumentation-undici'],
  }),
  {
    id: 'openlit',
    title: 'OpenLIT, then our register, CommonJS',
    dependencies: { ...SDK, openlit: '1.15.0' },
    node: '24',
    files: ['shared', 'openlit'],
    run: 'node --require ./telemetry.cjs --require @sevenstep/register app.cjs',
    without: { run: 'node --require ./telemetry.cjs app.cjs' },
    setUp: '`--require @sevenstep/register` after the file that calls `init()`',
    notes:
      'Each call has two spans: OpenLIT makes one above ours. With OpenLIT, `messages.stream()`, `withResponse()` and `asResponse()` throw, even without us. Its `init()` alone makes no spans for ES modules',
    expect: {
      calls: 5,
      parents: 'chat claude-sonnet-5',
      others: ['@openlit/instrumentation-anthropic'],
      diagnosed: 'option',
    },
  },
  {
    id: 'posthog',
    title: "PostHog's wrapped client, ES modules",
    dependencies: {
      ...ZERO_CODE,
      '@anthropic-ai/sdk': '0.125.0',
      '@posthog/ai': '8.13.1',
      'posthog-node': '5.70.0',
    },
    node: '24',
    files: ['shared', 'posthog'],
    run: 'node --import @sevenstep/register app.mjs',
    without: { run: 'node app.mjs' },
    setUp: '`node --import @sevenstep/register`',
    notes: "PostHog's client takes SDK 0.112 to 0.125",
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'langsmith',
    title: "LangSmith's wrapped client, ES modules",
    dependencies: { ...ZERO_CODE, langsmith: '0.10.5' },
    node: '24',
    files: ['shared', 'langsmith'],
    run: 'node --import @sevenstep/register app.mjs',
    without: { run: 'node app.mjs' },
    env: { LANGSMITH_TRACING: 'true' },
    setUp: '`node --import @sevenstep/register`',
    notes: "`withResponse()` of LangSmith's wrapped client throws, also without us",
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'braintrust',
    title: "Braintrust's hook, then our register, ES modules",
    dependencies: { ...ZERO_CODE, braintrust: '3.35.0', zod: '4.6.7' },
    node: '24',
    files: ['shared', 'zero-code'],
    run: 'node --import braintrust/hook.mjs --import @sevenstep/register app.mjs',
    without: { run: 'node --import braintrust/hook.mjs app.mjs' },
    setUp: '`--import @sevenstep/register` in addition to `--import braintrust/hook.mjs`',
    notes: "`asResponse()` gives a body that Braintrust's hook has read, also without us",
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    id: 'logfire',
    title: "Pydantic's Logfire, then our register, ES modules",
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/auto-instrumentations-node': '0.81.2',
      '@pydantic/logfire-node': '0.18.25',
    },
    node: '24',
    files: ['shared', 'zero-code', 'logfire'],
    run: 'node --import ./telemetry.mjs --import @sevenstep/register app.mjs',
    without: { run: 'node --import ./telemetry.mjs app.mjs' },
    setUp: '`--import @sevenstep/register` in addition to the file that calls `logfire.configure()`',
    notes:
      'Logfire also exports a pending span as each call starts. Its peers need `@opentelemetry/api` 1.9 and `auto-instrumentations-node` 0.81',
    expect: {
      calls: 5,
      parents: 'root',
      others: ['@opentelemetry/instrumentation-undici'],
      diagnosed: 'option',
    },
  },
  {
    id: 'newrelic',
    title: "New Relic's agent 14, then our register, ES modules",
    dependencies: { ...ZERO_CODE, newrelic: '14.5.1' },
    node: '24',
    files: ['shared', 'zero-code'],
    run: 'node --import newrelic/esm-loader.mjs -r newrelic --import @sevenstep/register app.mjs',
    without: { run: 'node --import newrelic/esm-loader.mjs -r newrelic app.mjs' },
    env: {
      NEW_RELIC_APP_NAME: 'teapots',
      NEW_RELIC_HOST: '127.0.0.1',
      NEW_RELIC_LICENSE_KEY: '0'.repeat(40),
      NEW_RELIC_LOG_ENABLED: 'false',
      NEW_RELIC_UTILIZATION_DETECT_AWS: 'false',
      NEW_RELIC_UTILIZATION_DETECT_AZURE: 'false',
      NEW_RELIC_UTILIZATION_DETECT_GCP: 'false',
    },
    setUp: '`--import @sevenstep/register` in addition to `--import newrelic/esm-loader.mjs -r newrelic`',
    notes:
      "Calls go to the exporter of `register`. With `NEW_RELIC_OPENTELEMETRY_ENABLED=true` they are spans of New Relic's own traces",
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    ...INSTANA,
    id: 'instana',
    title: "Instana's collector, then our register, ES modules",
    env: { INSTANA_LOG_LEVEL: 'error', INSTANA_DISABLE_USE_OPENTELEMETRY: 'true' },
    setUp:
      '`INSTANA_DISABLE_USE_OPENTELEMETRY=true`, and `--import @sevenstep/register` in addition to `--import @instana/collector/esm-register.mjs`',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
  {
    ...INSTANA,
    id: 'instana-idle',
    title: "Instana's collector with its own use of OpenTelemetry, ES modules",
    setUp: 'Set `INSTANA_DISABLE_USE_OPENTELEMETRY=true`',
    notes: 'Instana registers a tracer provider that exports no call. A notice says so',
    expect: {
      calls: 0,
      parents: 'root',
      others: [],
      diagnosed: { not: 'nothing exports the calls' },
      notice: /^@sevenstep\/register: the OpenTelemetry SDK that is already registered has no span processor/,
    },
  },
];
