// Preload of an application of ES modules: `node --import ./telemetry.mjs app.mjs`.
import * as api from '@opentelemetry/api';
import * as contextHooks from '@opentelemetry/context-async-hooks';
import * as core from '@opentelemetry/core';
import { startTelemetry } from './telemetry.ts';

const on = process.env.SEVENSTEP_MATRIX_MODE === 'on';
if (on) await import('@sevenstep/register/hooks');
startTelemetry(
  { api, core, contextHooks, sdk: await import(process.env.SEVENSTEP_MATRIX_OTEL_SDK ?? '') },
  on && {
    ...(await import('@sevenstep/instrumentation-anthropic')),
    ...(await import('@sevenstep/diagnosis-span-processor')),
  },
);
