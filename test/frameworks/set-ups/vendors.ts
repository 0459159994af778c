// Set-ups of vendors' SDKs.
import type { SetUp } from '../set-up.ts';
import { SDK } from './versions.ts';

export const VENDORS: readonly SetUp[] = [
  {
    id: 'sentry-10',
    title: 'Sentry 10, ES modules',
    dependencies: { ...SDK, '@opentelemetry/api': '1.9.1', '@sentry/node': '10.78.0' },
    node: '24',
    files: ['shared', 'sentry-10'],
    run: 'node --import ./instrument.mjs server.mjs',
    ci: true,
    setUp:
      '`openTelemetryInstrumentations` and `openTelemetrySpanProcessors` of `Sentry.init`, and `@sevenstep/register/hooks` first',
    expect: { calls: 5, parents: 'SERVER', others: [], diagnosed: 'processor' },
  },
];
