// Two instrumentations at once, as one inside the other or beside it: a call is one, and told by both.
import { fileURLToPath } from 'node:url';
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';
import { OPENTELEMETRY } from './opentelemetry.ts';

const OPENINFERENCE = { '@arizeai/openinference-instrumentation-anthropic': '0.2.8' } as const;
const TRACELOOP = { '@traceloop/instrumentation-anthropic': '0.27.0' } as const;
/** It makes its own spans, and Traceloop supports it. */
const SDK = '0.137.0';
const NEWEST_SDK = '1.14.0';
const OURS = fileURLToPath(
  new URL('../../../packages/instrumentation-anthropic/dist/index.mjs', import.meta.url),
);

const row = (
  names: readonly string[],
  title: string,
  dialect: string,
  sdk: string,
  packages: Readonly<Record<string, string>>,
  cannot: Sender['cannot'] = {},
): Sender => ({
  id: `two-${names.join('-')}`,
  title,
  dialect,
  pointAtUs: 'Both export to the same place.',
  cannot,
  install: () => installNode('two-at-once', { ...OPENTELEMETRY, ...packages, '@anthropic-ai/sdk': sdk }),
  program: (folder) => {
    const program = nodeProgram(folder, 'two.mjs', { SEVENSTEP_INSTRUMENTATION: OURS });
    return { ...program, args: [...program.args, ...names] };
  },
});

export const twoAtOnce: readonly Sender[] = [
  row(['openinference', 'ours'], 'OpenInference beside ours', 'openinference', NEWEST_SDK, OPENINFERENCE),
  row(['traceloop', 'openinference'], 'Traceloop beside OpenInference', 'traceloop', SDK, {
    ...TRACELOOP,
    ...OPENINFERENCE,
  }),
  row(['sdk', 'traceloop'], "The SDK's own spans beside Traceloop", 'sdk', SDK, TRACELOOP, {
    'response.stream_timeout':
      'the SDK ends a stream that a deadline cuts without a failure, as one that was left',
  }),
  row(['sdk', 'application'], "The SDK's own spans within a span of the application", 'sdk', NEWEST_SDK, {}),
];
