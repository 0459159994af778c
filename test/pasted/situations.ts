// The situations of the corpus: every drill of a rule, and some healthy calls; and their calls for clients in any language.
import { createHash } from 'node:crypto';
import type { Drill, DrillCall } from '@sevenstep/anthropic-simulator';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import type { RuleId } from '@sevenstep/checklist';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { deadEndpoint } from '../support/dead-endpoint.ts';
import type { CallSpec, Situation } from './client.ts';

/** Rule id to the reason why its drill leaves no error text: the call succeeds, or nothing is printed. */
export const WITHOUT_TEXT: ReadonlyMap<string, string> = new Map([
  ['connection.recovered', 'a retry succeeds; only a log of attempts tells of it'],
  ['endpoint.recovered', 'a retry succeeds; only a log of attempts tells of it'],
  ['identity.retried', 'a retry succeeds; only a log of attempts tells of it'],
  ['limits.recovered', 'a retry succeeds; only a log of attempts tells of it'],
  ['limits.near', 'the call succeeds; only its headers tell of it'],
  ['service.recovered', 'a retry succeeds; only a log of attempts tells of it'],
  ['response.slow_consumer', 'the call succeeds; only its times tell of it'],
  ['response.stream_abandoned', 'the application leaves, and nothing fails'],
  ['response.stream_stalled', 'the call succeeds; only its times tell of it'],
]);

/** Ids of the healthy calls, with their titles in `healthy`. Their texts must have no diagnosis. */
const HEALTHY: ReadonlyMap<string, string> = new Map([
  ['healthy.plain', 'A plain answer'],
  ['healthy.streamed', 'A streamed answer'],
  ['healthy.tool', 'An answer that uses a tool'],
]);

/** Every drill, also those that leave no text, and the healthy calls. */
export const ALL_SITUATIONS: readonly Situation[] = [
  ...Object.entries(drills).map(([id, drill]) => ({ id, truth: id as RuleId, drill })),
  ...[...HEALTHY].map(([id, title]) => {
    const drill = healthy.find((one) => one.title === title);
    if (!drill) throw new Error(`no healthy drill is called '${title}'`);
    return { id, truth: undefined, drill };
  }),
];

export const SITUATIONS: readonly Situation[] = ALL_SITUATIONS.filter(({ id }) => !WITHOUT_TEXT.has(id));

/** Changes with the drill: a text that was recorded of another one says nothing of this. */
export const drillHash = ({ drill }: Situation): string =>
  createHash('sha256')
    .update(JSON.stringify([drill?.faults, drill?.call]))
    .digest('hex')
    .slice(0, 6);

/**
 * The simulator's faults in a situation. An answer without the API's `request-id` is from another server, so it has no other header of
 * the API either.
 */
export const faultsOf = ({ drill }: Situation): NonNullable<Drill['faults']> =>
  (drill?.faults ?? []).map((fault) =>
    fault.response?.headers?.['request-id'] === null
      ? { ...fault, response: { ...fault.response, headers: { ...NOT_OF_API, ...fault.response.headers } } }
      : fault,
  );

const LIMITS = ['requests', 'tokens', 'input-tokens', 'output-tokens'];
const NOT_OF_API: Readonly<Record<string, null>> = Object.fromEntries(
  [
    'anthropic-organization-id',
    ...LIMITS.flatMap((limit) =>
      ['limit', 'remaining', 'reset'].map((part) => `anthropic-ratelimit-${limit}-${part}`),
    ),
  ].map((name) => [name, null]),
);

/**
 * The call of a situation.
 *
 * @param simulator the address of the simulator, or of a server in front of it
 */
export async function callSpec({ id, drill }: Situation, simulator: string): Promise<CallSpec> {
  const call: DrillCall = drill?.call ?? {};
  const { method = 'create', beta = false, apiKey = SIMULATOR_API_KEY, maxRetries = 2, headers = {} } = call;
  const { betas = [], ...params } = { ...DEFAULT_PARAMS, ...call.params } as Record<string, unknown>;
  return {
    situation: id,
    baseURL: await baseUrlOf(call, simulator),
    apiKey,
    ...(call.keyError !== undefined && { keyError: call.keyError }),
    headers,
    method,
    stream: method === 'create-streamed' || method === 'stream',
    beta,
    params,
    betas: betas as string[],
    maxRetries,
    ...(call.timeoutMs !== undefined && { timeoutMs: call.timeoutMs }),
    ...(call.abortAfterMs !== undefined && { abortAfterMs: call.abortAfterMs }),
    ...(call.deadlineMs !== undefined && { deadlineMs: call.deadlineMs }),
    ...(call.stopAfterEvents !== undefined && { stopAfterEvents: call.stopAfterEvents }),
    ...(call.pauseBetweenEventsMs !== undefined && { pauseBetweenEventsMs: call.pauseBetweenEventsMs }),
  };
}

const DEFAULT_PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
};

async function baseUrlOf({ target, baseURL = '' }: DrillCall, simulator: string): Promise<string> {
  if (baseURL !== '' && !baseURL.startsWith('/')) return baseURL;
  const address = target === 'refused' ? await deadEndpoint() : simulator;
  return (target === 'tls' ? address.replace('http:', 'https:') : address) + baseURL.replace(/\/$/, '');
}
