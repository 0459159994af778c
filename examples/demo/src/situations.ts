// The situations of the demo: drills from the checklist, with their expected diagnoses.
import type { Drill } from '@sevenstep/anthropic-simulator';
import { drills, healthy } from '@sevenstep/checklist/drills';

export interface Situation {
  readonly drill: Drill;
  /** The expected diagnosis; `undefined` for a healthy call. */
  readonly expected: string | undefined;
}

const HEALTHY = ['A plain answer', 'A streamed answer', 'An answer that uses a tool'];

/** The rules whose drills are shown, in order. */
const DRILLED = [
  'identity.key_whitespace',
  'identity.key_wrong_provider',
  'identity.billing',
  'request.model_not_found',
  'request.context_window',
  'limits.recovered',
  'limits.input_tokens_per_minute',
  'service.overloaded',
  'endpoint.recovered',
  'connection.refused',
  'connection.request_timeout',
  'response.stream_interrupted',
  'response.stream_incomplete',
] as const;

const OVERLOADED_MID_STREAM: Drill = {
  title: 'An error event after a 200',
  call: { method: 'create-streamed' },
  faults: [{ stream: { after: { deltas: 3 }, then: 'error' } }],
};

const plain = (title: string): Situation => {
  const drill = healthy.find((candidate) => candidate.title === title);
  if (!drill) throw new Error(`The checklist has no healthy drill "${title}"`);
  return { drill, expected: undefined };
};

const drilled = (id: string): Situation => {
  const drill = Object.hasOwn(drills, id) ? drills[id] : undefined;
  if (!drill) throw new Error(`The checklist has no drill for ${id}`);
  return { drill, expected: id };
};

export const SITUATIONS: readonly Situation[] = [
  ...HEALTHY.map(plain),
  ...DRILLED.map(drilled),
  { drill: OVERLOADED_MID_STREAM, expected: 'service.overloaded' },
  drilled('response.max_tokens'),
  drilled('response.refusal'),
];
