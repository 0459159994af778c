// A stream is silent for half a minute and then continues. The span has the length of the silence, and nothing else changes.
import { expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { isCallSpan, SPAN_KINDS } from '../support/telemetry.ts';

const SILENCE_MS = 30_000;
/** A busy process notices the start of the silence late. */
const LATE_MS = 5_000;

const fixture = setUp();

test(
  'a silence of 30 s, then an answer',
  async () => {
    fixture.simulator.load(`stall ${SILENCE_MS} after 3 deltas`);
    const replies = await Promise.all(
      SPAN_KINDS.map((kind) => fixture.client(kind).messages.stream(PARAMS).finalMessage()),
    );
    expect(replies.map((reply) => reply.stop_reason)).toEqual(['end_turn', 'end_turn']);
    const calls = fixture.telemetry.takeSpans().filter(isCallSpan);
    expect(calls).toHaveLength(2);
    for (const { attributes, status } of calls) {
      expect(status.code).toBe(0);
      expect(attributes['anthropic.stream.outcome']).toBe('completed');
      expect(attributes['anthropic.stream.longest_gap']).toBeGreaterThan((SILENCE_MS - LATE_MS) / 1000);
    }
  },
  4 * SILENCE_MS,
);
