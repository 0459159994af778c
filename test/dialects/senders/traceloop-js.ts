// Traceloop's instrumentation of the TypeScript SDK.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';
import { OLDER_SDK, OPENTELEMETRY } from './opentelemetry.ts';

const VERSION = '0.27.0';

export const traceloopJs: Sender = {
  id: 'traceloop-js',
  title: `Traceloop, \`@traceloop/instrumentation-anthropic\` ${VERSION}`,
  dialect: 'traceloop',
  pointAtUs:
    'Register it with your tracer provider. It needs an SDK older than 1.0: with a newer one, the application ends.',
  cannot: { 'response.stream_abandoned': 'it never ends that span' },
  install: () =>
    installNode('traceloop-js', {
      ...OPENTELEMETRY,
      ...OLDER_SDK,
      '@traceloop/instrumentation-anthropic': VERSION,
    }),
  program: (folder) => nodeProgram(folder, 'traceloop.mjs'),
};
