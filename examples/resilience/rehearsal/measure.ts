// One run: users ask one of the two services in one situation, and the run measures the results.
import { setTimeout as wait } from 'node:timers/promises';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import { type JournalEntry, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { Note } from '../policies/notes.ts';
import { NotStarted } from '../policies/startup.ts';
import { SdkDefaults } from '../sdk-defaults.ts';
import { type Reply, ResilientService } from '../service.ts';
import { HEALTHY, HEALTHY_DELTAS, keyOf, modelsOf, questionOf, type Situation } from './situations.ts';

export const LOAD = {
  users: 24,
  everyMs: 75,
  /** Users without an answer leave after this time. */
  patienceMs: 3_000,
  /** The time for jobs after the last user. */
  jobsMs: 800,
} as const;

/** The cost of a request once the model has begun to answer. The output counts by the share that was sent. */
export const TOKENS = { in: 400, out: 60 } as const;

export type Contestant = 'sdk' | 'resilient';

export interface Measured {
  /** Sent requests, including those that reached no server. */
  readonly requests: number;
  /** Shares of the users, 0 to 1: with a complete answer in time, with a plain one. */
  readonly served: number;
  readonly plain: number;
  /** The share of all users whose question a job answered later. */
  readonly later: number;
  /** The time until a user had an answer, a plain answer or an error, or left: the 95th percentile, in milliseconds. */
  readonly p95: number;
  /** Paid tokens that are in no complete answer of a user or a job. */
  readonly wasted: number;
  readonly notes: ReadonlyMap<Note, number>;
  /** The diagnosis that stopped the start. */
  readonly refused?: string;
}

type AnthropicClass = new (options: ClientOptions) => Anthropic;
interface Outcome {
  readonly reply: Reply | undefined;
  readonly ms: number;
}

const tracer = trace.getTracer('resilience');

export async function measure(
  sdk: AnthropicClass,
  situation: Situation,
  contestant: Contestant,
): Promise<Measured> {
  await using simulator = await startSimulator({ faults: [HEALTHY] });
  const script = { name: `${situation.id} ${situation.world}`, faults: [...situation.faults, HEALTHY] };
  let requests = 0;
  const client = new sdk({
    baseURL: await addressOf(situation, simulator),
    apiKey: keyOf(situation),
    authToken: null,
    ...(situation.call.headers && { defaultHeaders: situation.call.headers }),
    logLevel: 'off',
    fetch: (...request) => {
      requests += 1;
      return fetch(...request);
    },
  });
  if (situation.fromStart) simulator.load(script);
  const service = await start(client, situation, contestant);
  if (service instanceof NotStarted) return { ...NOBODY, requests, refused: service.diagnosis.id };
  if (!situation.fromStart) simulator.load(script);

  const outcomes = await Promise.all(
    Array.from({ length: LOAD.users }, async (_, user) => {
      await wait(user * LOAD.everyMs);
      return ask(service, situation, user, contestant);
    }),
  );
  const later = service instanceof ResilientService ? await service.jobs.stop(LOAD.jobsMs) : [];
  const replies = [...outcomes.flatMap(({ reply }) => reply ?? []), ...later];
  return {
    requests,
    ...sharesOf(outcomes),
    later: later.length / LOAD.users,
    wasted: wastedOf(simulator.journal, replies),
    notes: service instanceof ResilientService ? service.notes.counts : new Map(),
  };
}

const NOBODY = { served: 0, plain: 0, later: 0, p95: 0, wasted: 0, notes: new Map<Note, number>() };

async function start(
  client: Anthropic,
  situation: Situation,
  contestant: Contestant,
): Promise<ResilientService | SdkDefaults | NotStarted> {
  if (contestant === 'sdk') return new SdkDefaults(client);
  try {
    return await ResilientService.start(client, modelsOf(situation));
  } catch (error) {
    if (error instanceof NotStarted) return error;
    throw error;
  }
}

function ask(
  service: ResilientService | SdkDefaults,
  situation: Situation,
  user: number,
  contestant: Contestant,
): Promise<Outcome> {
  const name = `${contestant}: ${situation.id}, ${situation.world}`;
  const attributes = { contestant, drill: situation.id, world: situation.world, user };
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    const begun = performance.now();
    const reply = await service
      .ask(`user-${user}`, questionOf(situation, user), AbortSignal.timeout(LOAD.patienceMs))
      .catch(() => undefined);
    span.setAttribute('reply', reply?.kind ?? 'error');
    span.end();
    return { reply, ms: performance.now() - begun };
  });
}

function sharesOf(outcomes: readonly Outcome[]): Pick<Measured, 'served' | 'plain' | 'p95'> {
  const share = (kind: Reply['kind']) =>
    outcomes.filter(({ reply }) => reply?.kind === kind).length / outcomes.length;
  const times = outcomes.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const p95 = times[Math.ceil(times.length * 0.95) - 1] ?? 0;
  return { served: share('answer'), plain: share('plain'), p95: Math.min(p95, LOAD.patienceMs) };
}

/** The tokens of every response that a model began and that is in no complete answer. */
function wastedOf(journal: readonly JournalEntry[], replies: readonly Reply[]): number {
  const used = new Set(replies.flatMap(({ kind, requestIds }) => (kind === 'answer' ? requestIds : [])));
  const tokens = journal
    .filter(
      ({ status, path, requestId }) =>
        status === 200 && path === '/v1/messages' && !used.has(requestId ?? ''),
    )
    .map(({ stream, eventsSent }) => {
      const deltas = eventsSent.filter((type) => type === 'content_block_delta').length;
      return TOKENS.in + TOKENS.out * (stream ? Math.min(1, deltas / HEALTHY_DELTAS) : 1);
    });
  return Math.round(tokens.reduce((sum, each) => sum + each, 0));
}

async function addressOf({ call: { target, baseURL } }: Situation, simulator: Simulator): Promise<string> {
  if (baseURL !== undefined && !baseURL.startsWith('/')) return baseURL;
  const address = target === 'refused' ? await closedAddress() : simulator.url;
  return (target === 'tls' ? address.replace('http:', 'https:') : address) + (baseURL ?? '');
}

/** A loopback address whose server has closed. */
async function closedAddress(): Promise<string> {
  const simulator = await startSimulator();
  await simulator.close();
  return simulator.url;
}
