// Plans a streamed answer as steps: what to send, where to wait, how it ends. It computes exact cuts before any I/O.

import { usualMessage } from '../api/error-types.ts';
import { DEFAULT_STALL_MS } from '../script/limits.ts';
import type { StreamFault } from '../script/script.ts';
import { errorEnvelope } from './error-envelope.ts';
import type { StreamEvent } from './message.ts';

/** One step of a stream. `completes` is the type of the event whose last byte is in `bytes`. */
export type StreamStep =
  | { readonly do: 'send'; readonly bytes: Buffer; readonly completes?: string; readonly errorType?: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'reset' }
  | { readonly do: 'end'; readonly early: boolean };

type Send = Extract<StreamStep, { do: 'send' }>;

/** The steps of a stream with its fault. A stream that is too short for the fault arrives whole. */
export function planStream(
  events: readonly StreamEvent[],
  options: {
    readonly fault?: StreamFault | undefined;
    readonly pauseMs?: number | undefined;
    readonly requestId: string;
  },
): StreamStep[] {
  const sends = events.map((event) => send(event.type, JSON.stringify(event)));
  const { fault, pauseMs = 0, requestId } = options;
  const cut = fault && split(sends, fault.after);
  if (!fault || !cut) return [...paced(sends, pauseMs), { do: 'end', early: false }];
  const before = paced(cut.before, pauseMs);
  const rest: StreamStep[] = [...paced(cut.rest, pauseMs), { do: 'end', early: false }];
  switch (fault.then) {
    case 'reset':
      return [...before, { do: 'reset' }];
    case 'end':
      return [...before, { do: 'end', early: cut.rest.length > 0 }];
    case 'stall':
      return [...before, { do: 'wait', ms: fault.stallMs ?? DEFAULT_STALL_MS }, ...rest];
    case 'error': {
      const error = fault.error ?? { type: 'overloaded_error', message: usualMessage('overloaded_error') };
      const data = JSON.stringify(errorEnvelope(error, requestId, true));
      return [
        ...before,
        ...closed(cut),
        { ...send('error', data), errorType: error.type },
        { do: 'end', early: true },
      ];
    }
    case 'garbage':
      return [
        ...before,
        ...closed(cut),
        send('content_block_delta', '{"type":"content_block_delta","index":'),
        ...rest,
      ];
  }
}

const send = (type: string, data: string): Send => ({
  do: 'send',
  bytes: Buffer.from(`event: ${type}\ndata: ${data}\n\n`),
  completes: type,
});

interface Cut {
  readonly before: readonly Send[];
  readonly rest: readonly Send[];
  /** Whether the cut is inside an event. */
  readonly inside: boolean;
}

/** The sends before and after a fault's place; `undefined` if the stream ends before it. */
function split(sends: readonly Send[], after: StreamFault['after']): Cut | undefined {
  if ('events' in after) return after.events > sends.length ? undefined : at(sends, after.events);
  if ('deltas' in after) {
    const places = sends.flatMap(({ completes }, i) => (completes === 'content_block_delta' ? [i] : []));
    // With `deltas: 0`, the place is before the first delta, after everything that precedes it.
    const place = after.deltas === 0 ? places[0] : places[after.deltas - 1];
    return place === undefined ? undefined : at(sends, after.deltas === 0 ? place : place + 1);
  }
  let left = after.bytes;
  for (const [i, { bytes, completes }] of sends.entries()) {
    if (left < bytes.length) {
      if (left === 0) return at(sends, i);
      const head: Send = { do: 'send', bytes: bytes.subarray(0, left) };
      const tail: Send = {
        do: 'send',
        bytes: bytes.subarray(left),
        ...(completes !== undefined && { completes }),
      };
      return { before: [...sends.slice(0, i), head], rest: [tail, ...sends.slice(i + 1)], inside: true };
    }
    left -= bytes.length;
  }
  return left === 0 ? at(sends, sends.length) : undefined;
}

const at = (sends: readonly Send[], i: number): Cut => ({
  before: sends.slice(0, i),
  rest: sends.slice(i),
  inside: false,
});

/** Ends an event that the cut left open, so that the client reads the next one as a separate event. */
const closed = ({ inside }: Cut): Send[] => (inside ? [{ do: 'send', bytes: Buffer.from('\n\n') }] : []);

/** A pause after each whole event. */
const paced = (sends: readonly Send[], ms: number): StreamStep[] =>
  ms === 0
    ? [...sends]
    : sends.flatMap((step): StreamStep[] =>
        step.completes === undefined ? [step] : [step, { do: 'wait', ms }],
      );
