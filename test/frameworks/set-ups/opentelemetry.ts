// Set-ups of OpenTelemetry's own packages.
import type { SetUp } from '../set-up.ts';
import { SDK } from './versions.ts';

const HTTP = '@opentelemetry/instrumentation-http';
const UNDICI = '@opentelemetry/instrumentation-undici';

export const OPENTELEMETRY: readonly SetUp[] = [
  {
    id: 'node-sdk-esm',
    title: 'NodeSDK with auto-instrumentations, ES modules',
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/auto-instrumentations-node': '0.82.0',
      '@opentelemetry/core': '3.1.0',
      '@opentelemetry/exporter-trace-otlp-proto': '0.301.0',
      '@opentelemetry/sdk-node': '0.301.0',
      '@opentelemetry/sdk-trace': '3.1.0',
    },
    node: '24',
    files: ['shared', 'node-sdk-esm'],
    run: 'node --import ./telemetry.mjs server.mjs',
    ci: true,
    setUp:
      '`@sevenstep/register/hooks` first; `AnthropicInstrumentation` among the instrumentations, `DiagnosisSpanProcessor` before what exports',
    expect: { calls: 5, parents: 'SERVER', others: [HTTP, UNDICI], diagnosed: 'processor' },
  },
  {
    id: 'auto-register-then-ours',
    title: "auto-instrumentations-node's register, then ours",
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/auto-instrumentations-node': '0.82.0',
      '@opentelemetry/core': '3.1.0',
    },
    node: '24',
    files: ['shared'],
    run: 'node --experimental-loader=@opentelemetry/instrumentation/hook.mjs --import @opentelemetry/auto-instrumentations-node/register --import @sevenstep/register server.mjs',
    without: {
      run: 'node --experimental-loader=@opentelemetry/instrumentation/hook.mjs --import @opentelemetry/auto-instrumentations-node/register server.mjs',
    },
    ci: true,
    setUp: '`--import @sevenstep/register` after theirs',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: [HTTP, UNDICI],
      diagnosed: 'option',
    },
  },
];
