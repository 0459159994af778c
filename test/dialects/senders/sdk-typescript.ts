// The TypeScript SDK from 0.134 on, which makes spans itself, without our instrumentation.
import { sharedVersion } from '../../support/packages.ts';
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';
import { OPENTELEMETRY } from './opentelemetry.ts';

const VERSION = sharedVersion('@anthropic-ai/sdk');

export const sdkTypescript: Sender = {
  id: 'sdk-typescript',
  title: `TypeScript SDK, \`@anthropic-ai/sdk\` ${VERSION}, its own spans`,
  dialect: 'sdk',
  pointAtUs: 'Its spans go to the global tracer provider, unless `ANTHROPIC_OPEN_TELEMETRY=false`.',
  install: () => installNode('sdk-typescript', { ...OPENTELEMETRY, '@anthropic-ai/sdk': VERSION }),
  program: (folder) => nodeProgram(folder, 'sdk-own.mjs'),
};
