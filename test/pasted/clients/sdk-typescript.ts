// The TypeScript SDK, the newest and one from before its own error codes.
import type { CallSpec, Client, Printed } from '../client.ts';
import { installNode } from '../install.ts';
import { FEW_IN, NODE_FORMS, runNode, runProgram } from './node-program.ts';

const LOGGERS = { pino: '10.4.0', winston: '3.19.0' };
/** `pino` is `logger.error(error)`, `pino err` is `logger.error({ err: error }, 'chat failed')`. */
const FORMS = [...NODE_FORMS, 'pino', 'pino err', 'winston json', 'winston printf', 'ANTHROPIC_LOG=debug'];

/** Recorded in a few situations only. */
const FEW = ['inspect', 'pino'];
const NO_EVENT = { 'endpoint.stream_without_events': 'it yields no event, and there is nothing to print' };

export const sdkTypescript: Client = {
  id: 'sdk-typescript',
  title: '`@anthropic-ai/sdk` 1.14.0',
  forms: FORMS,
  cannot: NO_EVENT,
  install: () => installNode('sdk-typescript', { '@anthropic-ai/sdk': '1.14.0', ...LOGGERS }),
  run,
};

export const sdkTypescriptOld: Client = {
  id: 'sdk-typescript-0.50',
  title: '`@anthropic-ai/sdk` 0.50.4',
  forms: FORMS,
  cannot: { ...NO_EVENT, 'identity.credentials_unavailable': 'it takes no function for the key' },
  install: () => installNode('sdk-typescript-old', { '@anthropic-ai/sdk': '0.50.4', ...LOGGERS }),
  run,
};

async function run(folder: string, call: CallSpec): Promise<Printed> {
  const printed = await runNode(folder, 'sdk.mjs', call, FEW);
  if (!FEW_IN.has(call.situation)) return printed;
  const debug = await runProgram(folder, 'sdk.mjs', 'logged', call, { ANTHROPIC_LOG: 'debug' });
  return { ...printed, 'ANTHROPIC_LOG=debug': debug.stdout + debug.stderr };
}
