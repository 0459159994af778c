// Instrumentations of Anthropic's SDK for Python, each in a separate environment.
import { join } from 'node:path';
import { installPython, programs } from '../install.ts';
import type { Sender } from '../sender.ts';

const SDK = 'anthropic==2.14.0';
const OTLP = 'opentelemetry-exporter-otlp-proto-http==1.45.2';

/** Situations that no Python client can show. */
const CANNOT = {
  'identity.credentials_unavailable': 'the client takes no function for the key',
  'request.header_characters': 'the client sends any character',
};

/** By the environment, as every exporter of OpenTelemetry. */
const BY_ENVIRONMENT =
  'Set `OTEL_EXPORTER_OTLP_ENDPOINT` to the address that `doctor watch` prints, or give `doctor diagnose` the stored trace.';

interface Setup extends Pick<Sender, 'id' | 'title' | 'dialect' | 'cannot' | 'pointAtUs' | 'leavesOut'> {
  /** A function of `programs/python/instrumentations.py`, then options of `calls.py`. */
  readonly args: readonly string[];
  readonly requirements: readonly string[];
}

const sender = ({ args, requirements, cannot = {}, ...row }: Setup): Sender => ({
  ...row,
  cannot: { ...CANNOT, ...cannot },
  install: () => installPython(row.id, requirements),
  program: (folder) => ({
    command: join(folder, 'bin/python'),
    args: [join(programs('python'), 'calls.py'), ...args],
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  }),
});

export const sdkPython: Sender = sender({
  id: 'sdk-python',
  title: "The SDK's own spans, `anthropic` 2.14.0 (Python)",
  dialect: 'sdk',
  pointAtUs: BY_ENVIRONMENT,
  args: ['sdk'],
  requirements: [SDK, OTLP],
});

const GENAI = 'opentelemetry-instrumentation-genai-anthropic==1.3b0';

export const otelPython: Sender = sender({
  id: 'otel-python',
  title: 'OpenTelemetry, `opentelemetry-instrumentation-genai-anthropic` 1.3b0 (Python)',
  dialect: 'otel-python',
  pointAtUs: BY_ENVIRONMENT,
  args: ['opentelemetry'],
  requirements: [SDK, OTLP, GENAI],
});

export const otelPythonAsync: Sender = sender({
  id: 'otel-python-async',
  title: 'The same, with the asynchronous client',
  dialect: 'otel-python',
  pointAtUs: BY_ENVIRONMENT,
  args: ['opentelemetry', 'async'],
  requirements: [SDK, OTLP, GENAI],
});

export const otelPythonHttp: Sender = sender({
  id: 'otel-python-http',
  title: 'The same, beside `opentelemetry-instrumentation-httpx` 0.66b2',
  dialect: 'otel-python',
  pointAtUs: BY_ENVIRONMENT,
  args: ['opentelemetry', 'http'],
  requirements: [SDK, OTLP, GENAI, 'opentelemetry-instrumentation-httpx==0.66b2'],
});

export const traceloopPython: Sender = sender({
  id: 'traceloop-python',
  title: 'Traceloop, `opentelemetry-instrumentation-anthropic` 0.62.4 (Python)',
  dialect: 'traceloop',
  pointAtUs: BY_ENVIRONMENT,
  args: ['traceloop'],
  requirements: [SDK, OTLP, 'opentelemetry-instrumentation-anthropic==0.62.4'],
});

export const traceloopPythonBefore: Sender = sender({
  id: 'traceloop-python-0-53',
  title:
    'Traceloop, `opentelemetry-instrumentation-anthropic` 0.53.4 (Python), which loses the span of a call that fails',
  dialect: 'traceloop',
  pointAtUs: BY_ENVIRONMENT,
  args: ['traceloop'],
  requirements: ['anthropic==0.75.0', OTLP, 'opentelemetry-instrumentation-anthropic==0.53.4'],
});

export const openinferencePython: Sender = sender({
  id: 'openinference-python',
  title: 'OpenInference, `openinference-instrumentation-anthropic` 3.1.0 (Python)',
  dialect: 'openinference',
  pointAtUs: BY_ENVIRONMENT,
  args: ['openinference'],
  requirements: [SDK, OTLP, 'openinference-instrumentation-anthropic==3.1.0'],
});

export const logfire: Sender = sender({
  id: 'logfire',
  title: 'Logfire 5.4.0, `logfire.instrument_anthropic` (Python)',
  dialect: 'logfire',
  pointAtUs:
    'Set `OTEL_EXPORTER_OTLP_ENDPOINT` to the address that `doctor watch` prints; Logfire exports there in addition to its own service.',
  args: ['logfire'],
  requirements: [SDK, OTLP, 'logfire==5.4.0'],
});

export const langfusePython: Sender = sender({
  id: 'langfuse-python',
  title: 'Langfuse 5.0.4, `observe(as_type="generation")` (Python)',
  dialect: 'langfuse',
  pointAtUs:
    'Give `Langfuse(span_exporter=…)` an `OTLPSpanExporter` with the address that `doctor watch` prints.',
  args: ['langfuse'],
  requirements: [SDK, OTLP, 'langfuse==5.0.4'],
});

export const openlit: Sender = sender({
  id: 'openlit',
  title: 'OpenLIT, `openlit` 1.45.0 (Python)',
  dialect: 'openlit',
  pointAtUs: BY_ENVIRONMENT,
  args: ['openlit'],
  // The newest versions that OpenLIT accepts.
  requirements: ['anthropic==0.125.0', 'opentelemetry-exporter-otlp-proto-http==1.45.1', 'openlit==1.45.0'],
});

export const mlflow: Sender = sender({
  id: 'mlflow',
  title: 'MLflow 3.17.2, `mlflow.anthropic.autolog` (Python)',
  dialect: 'mlflow',
  pointAtUs:
    'Set `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` to the address that `doctor watch` prints, with `/v1/traces` behind it.',
  args: ['mlflow'],
  requirements: [SDK, OTLP, 'mlflow==3.17.2'],
  leavesOut: { attributes: /^mlflow\.(?:traceRequestId|spanInputs|chat\.tools|spanLogLevel)$/ },
});
