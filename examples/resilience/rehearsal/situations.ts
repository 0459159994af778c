// The situations of the rehearsal: every drill of the checklist. Its fault stays, heals, or affects a part of the requests.
import { type Drill, type Fault, SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { findRule } from '@sevenstep/checklist';
import { drills, patternDrills } from '@sevenstep/checklist/drills';
import type { Question } from '../attempt.ts';
import { SETTINGS } from '../settings.ts';

/** The time of the fault, and its requests. */
export type World = 'stays' | 'heals' | 'share' | 'tail' | 'one model' | 'first attempts' | 'none';

export const WORLDS: Readonly<Record<World, string>> = {
  stays: 'the fault meets every request, from the first user to the last',
  heals: 'the fault meets every request of the first 900 ms, then it is gone',
  share: 'the fault meets 3 of 10 requests, at random',
  'one model': 'the fault meets every request to the first model, and none to the fallback model',
  tail: 'the fault meets 1 of 10 requests, at random',
  'first attempts': 'the fault meets the first attempts of each request, as in the drill itself',
  none: 'no fault',
};

export interface Situation {
  readonly id: string;
  readonly title: string;
  readonly world: World;
  readonly faults: readonly Fault[];
  readonly call: NonNullable<Drill['call']>;
  /** Whether the fault exists before the service starts. */
  readonly fromStart: boolean;
}

/** Checks in order, with the worlds of their faults. A wrong key affects all users; a bad request affects some. */
const WORLDS_OF: Readonly<Record<string, readonly World[]>> = {
  connection: ['stays', 'heals', 'share'],
  endpoint: ['stays', 'heals', 'share'],
  identity: ['stays'],
  request: ['share'],
  limits: ['heals', 'stays', 'share', 'one model'],
  service: ['heals', 'stays', 'share', 'one model'],
  response: ['share', 'stays'],
};

/** These run in every world of their check. The others run in the first. */
const IN_EVERY_WORLD = [
  'connection.request_timeout',
  'connection.reset',
  'endpoint.gateway_error',
  'endpoint.gateway_timeout',
  'limits.concurrency',
  'limits.input_tokens_per_minute',
  'limits.requests_per_minute',
  'service.internal',
  'service.overloaded',
  'response.max_tokens',
  'response.paused',
  'response.stream_interrupted',
  'response.stream_stalled',
];

/** Drills in which the application itself causes a failure that no service can repair. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'connection.aborted': 'the user aborts',
  'connection.deadline': "the user's own deadline passes",
  'response.slow_consumer': 'the application reads slowly',
  'response.stream_abandoned': 'the user stops reading',
  'response.tool_loop_runaway': 'an agent with tools, which this service is not',
};

const WORDS = 'An answer of a dozen words, so that a stream has many parts.';

/** The answer without a fault. */
export const HEALTHY: Fault = { delayMs: 60, answer: { text: WORDS, pauseMs: 5 } };
/** Content deltas of a healthy stream. */
export const HEALTHY_DELTAS: number = WORDS.split(' ').length;

/** Situations of a service that are not drills of the checklist. */
const OWN: readonly Situation[] = [
  own('no fault', 'Every answer comes in 150 ms', 'none', []),
  own('slow answers', 'An answer begins 1.1 s late', 'tail', [{ ...HEALTHY, delayMs: 1_100 }]),
  own('long retry-after', 'The API asks to wait for 30 s', 'one model', [
    { response: { status: 429, headers: { 'retry-after': '30' } } },
  ]),
];

function own(id: string, title: string, world: World, faults: readonly Fault[]): Situation {
  const placed = faults.map((fault) => inWorld(fault, world));
  return { id, title, world, faults: placed, call: { method: 'create-streamed' }, fromStart: false };
}

function situation(id: string, drill: Drill, world: World): Situation {
  const faults = (drill.faults ?? []).map((fault) => inWorld(fault, world));
  const call = drill.call ?? drill.calls?.[0] ?? {};
  return { id, title: drill.title, world, faults, call, fromStart: checkOf({ id }) === 'identity' };
}

function worldsOf(id: string, { faults = [], call = {} }: Drill): readonly World[] {
  // A mistake in the application, such as a wrong address, affects every request.
  const isOurs = faults.length === 0 || call.apiKey !== undefined || call.keyError !== undefined;
  if (faults.some(({ when }) => when?.attempt ?? when?.request)) return ['first attempts'];
  if (isOurs || id in patternDrills) return ['stays'];
  const worlds = WORLDS_OF[checkOf({ id })] ?? [];
  // A quota does not recover while users wait.
  if (worlds[0] === 'heals' && findRule(id)?.retryable === false) return ['stays'];
  return IN_EVERY_WORLD.includes(id) ? worlds : worlds.slice(0, 1);
}

function inWorld(fault: Fault, world: World): Fault {
  const place = {
    stays: {},
    heals: { untilMs: 900 },
    share: { probability: 0.3 },
    tail: { probability: 0.1 },
    'one model': { model: SETTINGS.models[0] },
    'first attempts': {},
    none: {},
  }[world];
  return { ...fault, when: { ...fault.when, ...place } };
}

export function checkOf({ id }: Pick<Situation, 'id'>): string {
  return id.split('.')[0] ?? '';
}

const stepOf = (of: Situation): number => Object.keys(WORLDS_OF).indexOf(checkOf(of));

/** A drill with a wrong model means a misconfigured service. */
export const modelsOf = ({ call }: Situation): readonly [string, string] => {
  const [first, fallback] = SETTINGS.models;
  return [typeof call.params?.model === 'string' ? call.params.model : first, fallback];
};

/** A drill's own parameters, with a different prompt for each user, because the simulator recognises an attempt by its body. */
export const questionOf = ({ call }: Situation, user: number): Question => ({
  stream: call.method !== 'create' && call.method !== undefined,
  params: {
    model: SETTINGS.models[0],
    max_tokens: 1024,
    messages: [{ role: 'user', content: `Question ${user}` }],
    ...call.params,
  },
});

export const keyOf = ({ call: { apiKey, keyError } }: Situation): string | null | (() => Promise<string>) =>
  keyError === undefined
    ? apiKey === undefined
      ? SIMULATOR_API_KEY
      : apiKey
    : () => Promise.reject(new Error(keyError));

export const SITUATIONS: readonly Situation[] = [
  ...OWN,
  ...Object.entries({ ...drills, ...patternDrills })
    .filter(([id]) => !(id in LEFT_OUT))
    .flatMap(([id, drill]) => worldsOf(id, drill).map((world) => situation(id, drill, world))),
].toSorted((a, b) => stepOf(a) - stepOf(b));
