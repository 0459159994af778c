// The TypeScript SDK, the newest and one from before its own error codes.
import type { CallSpec, Client, Printed } from '../client.ts';
import { installNode } from '../install.ts';
import { NODE_FORMS, runNode } from './node-program.ts';

const LOGGERS = { pino: '10.4.0', winston: '3.19.0' };
/** `pino` is `logger.error(error)`, `pino err` is `logger.error({ err: error }, 'chat failed')`. */
const FORMS = [...NODE_FORMS, 'pino', 'pino err', 'winston json', 'winston printf', 'ANTHROPIC_LOG=debug'];

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
  const printed = await runNode(folder, 'sdk.mjs', call);
  if (LONG_IN.has(call.situation)) {
    const debug = { mode: 'logged', form: 'ANTHROPIC_LOG=debug', env: { ANTHROPIC_LOG: 'debug' } } as const;
    return { ...printed, ...(await runNode(folder, 'sdk.mjs', call, debug)) };
  }
  const { pino: _, ...rest } = printed;
  return rest;
}

/** Where the long forms are recorded: a few situations of each step, so that the record stays small. */
const LONG_IN: ReadonlySet<string> = new Set([
  'connection.refused',
  'connection.request_timeout',
  'connection.reset',
  'endpoint.gateway_error',
  'endpoint.gateway_limit',
  'endpoint.malformed_response',
  'identity.billing',
  'identity.key_invalid',
  'identity.missing_credentials',
  'request.context_window',
  'request.model_not_found',
  'request.tool_use_mismatch',
  'limits.input_tokens_per_minute',
  'limits.unrecognized',
  'service.internal',
  'service.overloaded',
  'response.interrupted',
  'response.stream_error',
  'response.stream_interrupted',
]);
