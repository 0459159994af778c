// Preload of a CommonJS application: `node --require ./telemetry.cjs app.cjs`.
const { startTelemetry } = require('./telemetry.ts');

const on = process.env.SEVENSTEP_MATRIX_MODE === 'on';
startTelemetry(
  {
    api: require('@opentelemetry/api'),
    core: require('@opentelemetry/core'),
    contextHooks: require('@opentelemetry/context-async-hooks'),
    sdk: require(process.env.SEVENSTEP_MATRIX_OTEL_SDK ?? ''),
  },
  on && {
    ...require('@sevenstep/instrumentation-anthropic'),
    ...require('@sevenstep/diagnosis-span-processor'),
  },
);
