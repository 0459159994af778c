// The parts of a drill that only the application itself can do, not an environment variable.
import type { Drill, DrillCall } from '@sevenstep/anthropic-simulator';

/** Tests of a drill's call, each with the application's part in words. */
const NEEDS: ReadonlyArray<readonly [needs: (call: DrillCall) => boolean, says: string]> = [
  [({ method }) => method === 'create-streamed' || method === 'stream', 'streams its answers'],
  [({ method }) => method === 'tool-runner', 'uses the tool runner'],
  [({ abortAfterMs }) => abortAfterMs !== undefined, 'aborts its call'],
  [({ deadlineMs }) => deadlineMs !== undefined, 'gives its call a deadline, by AbortSignal.timeout()'],
  [({ stopAfterEvents }) => stopAfterEvents !== undefined, 'stops reading a stream before its end'],
  [
    ({ pauseBetweenEventsMs }) => pauseBetweenEventsMs !== undefined,
    'takes a long time for each event of a stream',
  ],
  [({ timeoutMs }) => timeoutMs !== undefined, 'has a short timeout'],
  [({ params }) => params !== undefined && Object.keys(params).length > 0, 'sends such a request'],
];

/** The conditions of the diagnosis, in sentences; empty for a plain call. */
export function needsOf({ faults = [], call, calls = [], thresholds }: Drill): readonly string[] {
  const all = call === undefined ? calls : [call, ...calls];
  const needs = NEEDS.filter(([needed]) => all.some(needed)).map(([, says]) => says);
  const total = calls.reduce((sum, { times = 1 }) => sum + times, 0);
  if (total > 1) needs.push(`makes ${total} calls`);
  // A call that a framework repeats is a separate call, not one that recovered.
  if (faults.some(({ when }) => when?.attempt !== undefined)) {
    needs.push('leaves retries to the SDK (maxRetries above 0), not to a framework');
  }
  return [
    ...(needs.length > 0 ? [`It happens when the application ${needs.join(', ')}.`] : []),
    ...(thresholds === undefined
      ? []
      : [`The drill needs these thresholds instead of the defaults: ${JSON.stringify(thresholds)}.`]),
  ];
}
