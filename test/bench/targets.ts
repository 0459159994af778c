// The targets: for each row our cost, the cost by hand, the cost of the same telemetry by hand, and the limit.
import type { Results } from './results.ts';
import { BLOCK_MEASURES } from './suite/block.ts';
import type { WorkName } from './suite/subject.ts';
import { WORK, WORK_NAMES } from './suite/work.ts';

/** A figure; `undefined` if a measure is missing or lost in noise. */
type Figure = (results: Results) => number | undefined;

export interface Target {
  readonly name: string;
  /** The unit of the figures. */
  readonly unit: '×' | 'µs' | 'ms' | 'k' | 'kB' | 'KiB' | 'MiB' | 'bytes' | '';
  readonly ours: Figure;
  /** The cost of the floor. */
  readonly floor?: Figure;
  /** The cost of the same telemetry by hand. */
  readonly byHand?: Figure;
  /** The largest allowed `ours`. */
  readonly limit?: number;
  /** The largest allowed multiple of `floor`. */
  readonly toFloor?: number;
  /** `ours` as a share of the SDK's own cost. It distinguishes noise from a change if both costs are small. */
  readonly share?: Figure;
}

/** The largest allowed multiple of the same telemetry by hand, in every row with `byHand`. */
export const TO_BY_HAND = 1.25;

/** A smaller share of the SDK's own cost counts as noise. */
const NOISE = 0.03;

export const divided = (value: number | undefined, by: number | undefined): number | undefined =>
  value === undefined || by === undefined || by === 0 ? undefined : value / by;

const times =
  (figure: Figure, factor: number): Figure =>
  (results) => {
    const value = figure(results);
    return value === undefined ? undefined : value * factor;
  };

const of =
  (subject: string, measure: string): Figure =>
  (results) =>
    results.get(subject, measure);

const added =
  (subject: string, measure: string, without: string): Figure =>
  (results) =>
    results.added(subject, measure, without);

/** {@link added}, as what is divided by: `undefined` where it is lost in noise. */
const divisor =
  (subject: string, measure: string, without: string): Figure =>
  (results) => {
    const value = results.added(subject, measure, without);
    const alone = results.get('bare', measure);
    return value === undefined || alone === undefined || value < alone * NOISE ? undefined : value;
  };

/** The cost that the floor adds to the SDK alone; `undefined` if that is lost in noise. */
export const floorOf = (results: Results, measure: string): number | undefined =>
  divisor('floor', measure, 'bare')(results);

/** Our subject, its baseline, and the subject that does the same by hand. */
interface Ours {
  readonly subject: string;
  readonly without: string;
  readonly byHand: string;
  readonly whose: string;
}

interface Limits {
  readonly limit?: number;
  readonly toFloor?: number;
}

/** Of something per unit of work. @param factor from what was measured to the unit. */
function perUnit(
  name: string,
  measure: string,
  unit: Target['unit'],
  factor: number,
  { subject, without, byHand, whose }: Ours,
  limits: Limits,
): Target {
  return {
    name: name + whose,
    unit,
    ours: times(added(subject, measure, without), factor),
    floor: times(divisor('floor', measure, 'bare'), factor),
    byHand: times(divisor(byHand, measure, without), factor),
    share: (results) => divided(results.added(subject, measure, without), results.get('bare', measure)),
    ...limits,
  };
}

/** A time that is shorter counts as that long: what is twice as long is still short. */
const SHORT_MS = 25;

const atLeast = (least: number, value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.max(least, value);

const KIB = 1 / 1024;
const K = 1 / 1000;

/** The subjects that are ours. */
export interface Names {
  readonly owned: string;
  readonly adopted: string;
  /** Under which the sizes of the tarballs are measured. */
  readonly packed: string;
}

/** All of them, in the order of the table. */
export function targetsOf({ owned, adopted, packed }: Names): readonly Target[] {
  const own: Ours = { subject: owned, without: 'bare', byHand: 'same', whose: '' };
  const onSdk: Ours = {
    subject: adopted,
    without: 'sdk',
    byHand: 'sameOnSdk',
    whose: " on the SDK's own span, beyond it",
  };
  const cpu = (work: WorkName, toFloor: number, toFloorOnSdk: number): Target[] => [
    perUnit(WORK[work].label, work, 'µs', 1, own, { toFloor }),
    perUnit(WORK[work].label, work, 'µs', 1, onSdk, { toFloor: toFloorOnSdk }),
  ];
  const heap = (work: WorkName, limit: number): Target[] => {
    const name = `heap allocated, ${WORK[work].label}`;
    return [
      perUnit(name, `heap ${work}`, 'kB', K, own, { limit }),
      perUnit(name, `heap ${work}`, 'kB', K, onSdk, {}),
    ];
  };
  /** Without a target: what the CPU time is spent on, whatever else the machine does. */
  const instructions = (work: WorkName): Target[] => {
    const name = `instructions, ${WORK[work].label}`;
    return [own, onSdk].map((ours) => perUnit(name, `instructions ${work}`, 'k', K, ours, {}));
  };
  /** The memory in use, or the events read, beyond the application without the subject. */
  const memory = (
    name: string,
    measure: string,
    unit: Target['unit'],
    factor: number,
    limit: number,
  ): Target[] =>
    [own, onSdk].map(({ subject, without, whose }) => ({
      name: name + whose,
      unit,
      ours: times(added(subject, measure, without), factor),
      floor: times(added('floor', measure, 'bare'), factor),
      limit,
    }));
  const alone = (
    name: string,
    subject: string,
    measure: string,
    unit: Target['unit'],
    factor: number,
    limit: number,
  ): Target => ({
    name,
    unit,
    ours: times(of(subject, measure), factor),
    limit,
  });
  /** The largest multiple of the baseline among several measures. */
  const toSdk = (name: string, measures: readonly string[], limit: number): Target[] =>
    [own, onSdk].map(({ subject, without, whose }) => ({
      name: `${name}${whose && " on the SDK's own span"}, to the SDK without it`,
      unit: '×' as const,
      ours: (results) => {
        const ratios = measures.flatMap(
          (measure) =>
            divided(results.get(subject, measure), atLeast(SHORT_MS, results.get(without, measure))) ?? [],
        );
        return ratios.length === 0 ? undefined : Math.max(...ratios);
      },
      limit,
    }));
  const telemetry = (name: string, measure: string, unit: Target['unit'], limit: number): Target[] => [
    { ...alone(name, owned, measure, unit, 1, limit), floor: of('floor', measure) },
    alone(`${name} on the SDK's own span`, adopted, measure, unit, 1, limit),
  ];
  return [
    ...cpu('call', 1.6, 1.2),
    ...cpu('notSampled', 1.2, 1.2),
    ...cpu('noProvider', 1.3, 1.3),
    ...cpu('retriedCall', 2.5, 2.5),
    ...cpu('streamEvent', 1.6, 1.5),
    ...cpu('helperEvent', 1.5, 1.5),
    ...WORK_NAMES.flatMap(instructions),
    alone('looks at the clock, an event', owned, 'clockReadings', '', 1, 1.1),
    alone("looks at the clock, an event on the SDK's own span", adopted, 'clockReadings', '', 1, 1.1),
    ...heap('call', 18),
    ...heap('notSampled', 9),
    ...heap('retriedCall', 40),
    ...memory('an open stream', 'openStream', 'KiB', KIB, 4),
    ...memory('an answer of 20 MB, at the highest', 'largeAnswer', 'MiB', 1, 2),
    ...toSdk('the longest block while 40 MB pass', BLOCK_MEASURES, 2),
    ...toSdk('CPU time while 40 MB pass', ['largeCpu'], 1.5),
    ...memory('events pulled behind a stalled reader', 'pulledEvents', '', 1, 0),
    // Less than three bytes an event: what is compiled late, also for the one by hand, and no event.
    ...memory('a stream, from 1 000 to 100 000 events', 'longStream', 'KiB', KIB, 256),
    alone('kept after 100 000 calls', owned, 'manyCalls', 'KiB', KIB, 256),
    alone("kept after 100 000 calls on the SDK's own span", adopted, 'manyCalls', 'KiB', KIB, 256),
    ...telemetry('protobuf of a call', 'callBytes', 'bytes', 1200),
    ...telemetry('attributes of a call', 'attributes', '', 24),
    ...telemetry('protobuf of 429, 429, 200', 'retriedBytes', 'bytes', 3500),
    {
      name: 'import, to @opentelemetry/instrumentation alone',
      unit: '×',
      ours: (results) => divided(results.get(owned, 'import'), results.get('otel', 'import')),
      limit: 1.1,
    },
    alone('the checklist on a failed call', owned, 'checklist', 'µs', 1, 20),
    alone('the processor on a healthy call', owned, 'processor', 'µs', 1, 2),
    alone('the instrumentation, packed', packed, '@sevenstep/instrumentation-anthropic', 'kB', K, 40),
  ];
}

export const TARGETS: readonly Target[] = [
  ...targetsOf({ owned: 'owned', adopted: 'adopted', packed: 'packed' }),
  {
    name: 'text of 10 MB, to 1 MB, of the slowest kind',
    unit: '×',
    ours: (results) => results.greatest('text'),
    limit: 12,
  },
];
