// Sentry's own spans of calls, which version 10 makes with OpenTelemetry.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';
import { OLDER_SDK, OPENTELEMETRY } from './opentelemetry.ts';

const VERSION = '10.78.0';

export const sentry: Sender = {
  id: 'sentry',
  title: `Sentry, \`@sentry/node\` ${VERSION}`,
  dialect: 'sentry',
  pointAtUs:
    'Add `DiagnosisSpanProcessor` to `openTelemetrySpanProcessors` of `Sentry.init`. From version 11 on, its spans go only to Sentry.',
  install: () =>
    installNode('sentry', {
      ...OPENTELEMETRY,
      ...OLDER_SDK,
      '@sentry/node': VERSION,
    }),
  program: (folder) => nodeProgram(folder, 'sentry.mjs'),
};
