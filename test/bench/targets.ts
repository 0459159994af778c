// What is aimed at: each a number made of what was measured, with its limit.
import type { Results } from './results.ts';

export interface Target {
  readonly name: string;
  readonly unit: '×' | 'KiB' | 'MiB' | 'events' | 'ms' | 'µs' | 'kB';
  readonly limit: number;
  /** `undefined` when what it needs was not measured, or is lost in noise. */
  readonly value: (results: Results) => number | undefined;
  /** The same as a share of what the SDK alone needs: where little is divided by little, this tells noise from news. */
  readonly share?: (results: Results) => number | undefined;
}

/** Less than this share of what the SDK alone needs is not told from noise. */
const NOISE = 0.03;

/** What the one written by hand adds to the SDK alone; `undefined` where that is lost in noise. */
export function floorOf(results: Results, measure: string): number | undefined {
  const added = results.added('floor', measure, 'bare');
  const alone = results.get('bare', measure);
  return added === undefined || alone === undefined || added < alone * NOISE ? undefined : added;
}

/** What `subject` adds to the SDK alone, as a multiple of what the one written by hand adds. */
const toFloor = (results: Results, subject: string, measure: string): number | undefined =>
  divided(results.added(subject, measure, 'bare'), floorOf(results, measure));

const divided = (value: number | undefined, by: number | undefined): number | undefined =>
  value === undefined || by === undefined ? undefined : value / by;

const times = (value: number | undefined, factor: number): number | undefined =>
  value === undefined ? undefined : value * factor;

const owned = (name: string, measure: string, limit: number): Target => ({
  name: `${name}, to the one by hand`,
  unit: '×',
  limit,
  value: (results) => toFloor(results, 'owned', measure),
  share: (results) => shareOf(results, measure, 'owned', 'bare'),
});

/** What `subject` adds to `other`, as a share of what the SDK alone needs. */
const shareOf = (results: Results, measure: string, subject: string, other: string): number | undefined =>
  divided(results.added(subject, measure, other), results.get('bare', measure));

/** How much more than the SDK's own spans, in multiples of the one by hand. */
const adopted = (name: string, measure: string, limit: number): Target => ({
  name: `${name} on the SDK's own span, beyond it`,
  unit: '×',
  limit,
  value: (results) => {
    const [ours, sdk] = [toFloor(results, 'adopted', measure), toFloor(results, 'sdk', measure)];
    return ours === undefined || sdk === undefined ? undefined : ours - sdk;
  },
  share: (results) => shareOf(results, measure, 'adopted', 'sdk'),
});

const memory = (
  name: string,
  measure: string,
  unit: Target['unit'],
  factor: number,
  limit: number,
): Target[] =>
  [
    { subject: 'owned', without: 'bare', whose: '' },
    { subject: 'adopted', without: 'sdk', whose: " on the SDK's own span" },
  ].map(({ subject, without, whose }) => ({
    name: name + whose,
    unit,
    limit,
    value: (results: Results) => times(results.added(subject, measure, without), factor),
  }));

const KIB = 1 / 1024;
const US = 1;

export const TARGETS: readonly Target[] = [
  owned('a call', 'call', 1.1),
  adopted('a call', 'call', 0.5),
  owned('an event of a stream', 'streamEvent', 1.5),
  adopted('an event of a stream', 'streamEvent', 1),
  owned('an event of the stream helper', 'helperEvent', 1.5),
  adopted('an event of the stream helper', 'helperEvent', 1),
  owned('429, 429, 200', 'retriedCall', 1.3),
  owned('a call that is not sampled', 'sampled-out call', 1.3),
  owned('a call without a provider', 'no-provider call', 1.3),
  ...memory('an open stream', 'openStream', 'KiB', KIB, 8),
  ...memory('an answer of 20 MB, at the highest', 'largeAnswer', 'MiB', 1, 2),
  ...memory('a refusal of 40 MB, the longest block', 'largeRefusalBlock', 'ms', 1, 50),
  ...memory('events pulled behind a stalled reader', 'pulledEvents', 'events', 1, 0),
  // Less than three bytes an event: what is compiled late, also for the one by hand, and no event.
  ...memory('a stream, from 1 000 to 100 000 events', 'longStream', 'KiB', KIB, 256),
  ...['owned', 'adopted'].map(
    (subject): Target => ({
      name: `kept after 100 000 calls, ${subject}`,
      unit: 'KiB',
      limit: 256,
      value: (results) => times(results.get(subject, 'manyCalls'), KIB),
    }),
  ),
  {
    name: 'import, to @opentelemetry/instrumentation alone',
    unit: '×',
    limit: 1.2,
    value: (results) => divided(results.get('owned', 'import'), results.get('otel', 'import')),
  },
  {
    name: 'the checklist on a failed call',
    unit: 'µs',
    limit: 20,
    value: (r) => times(r.get('owned', 'checklist'), US),
  },
  {
    name: 'the processor on a healthy call',
    unit: 'µs',
    limit: 2,
    value: (r) => times(r.get('owned', 'processor'), US),
  },
  {
    name: 'the instrumentation, packed',
    unit: 'kB',
    limit: 68,
    value: (results) => times(results.get('packed', '@sevenstep/instrumentation-anthropic'), 1 / 1000),
  },
];
