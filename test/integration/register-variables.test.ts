// The environment variables that `@sevenstep/register` reads. Each row starts a process.
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { runRejected } from './run-app.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const run = (fixture: string, env?: Readonly<Record<string, string>>) => runRejected(simulator, fixture, env);

/** The export of an application with a failed call, as lines of OTLP. */
async function exported(env: Readonly<Record<string, string>>): Promise<string> {
  const collector = await startOtlpReceiver();
  await run('app.mjs', {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    ...env,
  });
  await collector.close();
  return collector.lines();
}

test('OTEL_SEMCONV_STABILITY_OPT_IN asks for the previous names', async () => {
  const all = await exported({ OTEL_SEMCONV_STABILITY_OPT_IN: 'http/dup,gen_ai/previous' });
  expect(all).toContain('"gen_ai.client.operation.duration"');
  expect(all).toContain('"gen_ai.client.operation.exception"');
  expect(all).not.toContain('"gen_ai.client.inference');
});

test.each([
  ['a sampler that drops all', { OTEL_TRACES_SAMPLER: 'always_off' }, 0],
  [
    'a ratio of a quarter',
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
    undefined,
  ],
  [
    'a parent-based ratio',
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
    undefined,
  ],
  ['no sampler', {}, 40],
])(
  'with %s 40 of 40 calls are measured, and each failure is diagnosed and a log event',
  async (_, sampler, spans) => {
    const collector = await startOtlpReceiver();
    await using failing = await startSimulator('25%: 400');
    const env: Record<string, string> = {
      ANTHROPIC_BASE_URL: failing.url,
      ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    };
    const { code } = await run('many-calls.mjs', { ...env, ...sampler });
    expect(code).toBe(0);
    await collector.close();
    const failures = failing.journal.filter(({ status }) => status === 400).length;
    const told = collected(collector.lines());
    expect(told.calls).toBe(40);
    expect(told.failed).toBe(failures);
    expect(told.exceptions).toBe(failures);
    expect(told.diagnosed).toBe(failures);
    if (spans !== undefined) expect(told.spans).toBe(spans);
    else expect(told.spans).toBeLessThan(40);
  },
);

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}
interface Exported {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly sum?: {
          readonly dataPoints: readonly {
            readonly asDouble: number;
            readonly attributes: readonly Attribute[];
          }[];
        };
        readonly histogram?: {
          readonly dataPoints: readonly {
            readonly count: number;
            readonly attributes: readonly Attribute[];
          }[];
        };
      }[];
    }[];
  }[];
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly object[] }[];
  }[];
  readonly resourceLogs?: readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly { readonly eventName?: string }[] }[];
  }[];
}

/** The complete export of an application: calls from the last state of the duration's histogram, spans and exceptions. */
function collected(lines: string) {
  const exports = lines
    .trimEnd()
    .split('\n')
    .map((line): Exported => JSON.parse(line));
  const last = (metric: string) =>
    exports
      .flatMap(({ resourceMetrics = [] }) => resourceMetrics)
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }) => metrics)
      .findLast(({ name }) => name === metric);
  const points = last('gen_ai.client.inference.duration')?.histogram?.dataPoints ?? [];
  // Only for single calls, because patterns are also counted.
  const diagnoses = (last('anthropic.client.diagnoses')?.sum?.dataPoints ?? []).filter(
    ({ attributes }) => !attributes.some(({ value }) => value.stringValue === 'request.reproducible'),
  );
  const count = (of: typeof points) => of.reduce((total, { count }) => total + Number(count), 0);
  const logs = exports.flatMap(({ resourceLogs = [] }) =>
    resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)),
  );
  return {
    calls: count(points),
    diagnosed: diagnoses.reduce((total, { asDouble }) => total + Number(asDouble), 0),
    failed: count(points.filter(({ attributes }) => attributes.some(({ key }) => key === 'error.type'))),
    spans: exports.flatMap(({ resourceSpans = [] }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    ).length,
    exceptions: logs.filter(({ eventName }) => eventName === 'gen_ai.client.inference.exception').length,
  };
}

test('an unknown exporter is named, and the application runs on', async () => {
  const { code, stdout, stderr } = await run('app.mjs', { OTEL_TRACES_EXPORTER: 'consol' });
  expect(code).toBe(0);
  expect(stdout).toContain('failed as it should: 401');
  expect(stderr).toContain(
    "@sevenstep/register: OTEL_TRACES_EXPORTER is 'consol'; expected otlp, console, none\n",
  );
});

test.each([
  ['an address with a password', 'https://user:hunter7lamp@collector:4318'],
  ['control codes', 'otlp\u001B[2J'],
])('a value with %s is not printed', async (_, value) => {
  const { stderr } = await run('app.mjs', { OTEL_TRACES_EXPORTER: value });
  expect(stderr).toBe(
    '@sevenstep/register: OTEL_TRACES_EXPORTER has an unknown value; expected otlp, console, none\n',
  );
});

test.each([
  ['a blank', ' '],
  ['a comma at the end', 'otlp,'],
  ['the same word twice', 'otlp,otlp'],
])('OTEL_TRACES_EXPORTER with %s exports each span once', async (_, words) => {
  const all = await exported({ OTEL_TRACES_EXPORTER: words });
  expect(all.match(/"resourceSpans"/g)).toHaveLength(1);
});

// Like NodeSDK 0.223 (`getSpanProcessorsFromEnv` in `src/utils.ts`).
test.each([
  ['none,otlp', 'none', 0],
  ['console,none', 'otlp', 1],
])('none beside other exporters: %s is %s, which is said once', async (words, meaning, exports) => {
  const collector = await startOtlpReceiver();
  const { code, stdout, stderr } = await run('app.mjs', {
    OTEL_TRACES_EXPORTER: words,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  await collector.close();
  expect(collector.lines().match(/"resourceSpans"/g) ?? []).toHaveLength(exports);
  expect(stdout).not.toContain("name: 'chat claude-sonnet-5'");
  expect([code, stderr]).toEqual([
    0,
    `@sevenstep/register: OTEL_TRACES_EXPORTER lists 'none' with other exporters, so it counts as '${meaning}', as in OpenTelemetry's NodeSDK\n`,
  ]);
});

test('a protocol with a blank behind it is read', async () => {
  const { code, stderr } = await run('app.mjs', {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json ',
    OTEL_EXPORTER_OTLP_ENDPOINT: simulator.url,
  });
  expect([code, stderr]).toEqual([0, '']);
});

test.each([
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http', "is 'http'; expected http/protobuf, http/json, grpc"],
  ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'json', "is 'json'; expected http/protobuf, http/json, grpc"],
])('an unknown protocol is named with its variable: %s', async (variable, value, says) => {
  const { code, stderr } = await run('app.mjs', { OTEL_TRACES_EXPORTER: 'otlp', [variable]: value });
  expect([code, stderr]).toEqual([0, `@sevenstep/register: ${variable} ${says}\n`]);
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'user:secret@collector:4318'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', '127.0.0.1:4318'],
])('an endpoint without http:// is named without its value: %s=%s', async (variable, value) => {
  const { code, stderr } = await run('app.mjs', { OTEL_TRACES_EXPORTER: 'otlp', [variable]: value });
  expect([code, stderr]).toEqual([
    0,
    `@sevenstep/register: ${variable}: expected an address such as http://localhost:4318\n`,
  ]);
});

test('OTEL_LOG_LEVEL shows what the exporter of spans reports as it is made', async () => {
  const { stderr } = await run('app.mjs', {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'not a url',
    OTEL_LOG_LEVEL: 'warn',
  });
  expect(stderr).toContain('Could not parse environment-provided export URL');
});
