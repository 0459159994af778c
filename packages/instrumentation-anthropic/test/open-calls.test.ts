// A call that is over waits a short time for the SDK to end its span, and then no longer.
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { monotonicNow } from '@sevenstep/wire';
import { expect, test, vi } from 'vitest';
import type { Call } from '../src/call/call.ts';
import { OpenCalls } from '../src/call/open-calls.ts';

/** A call as the list sees it. */
const openCall = () => {
  const call = { options: {}, context: ROOT_CONTEXT, endedAt: undefined as number | undefined };
  return Object.assign(call, { close: vi.fn() }) as unknown as Call & { close: ReturnType<typeof vi.fn> };
};

test('a call that is over shortly before the list is swept is closed by the next sweep', async () => {
  const calls = new OpenCalls();
  const [early, late] = [openCall(), openCall()];
  for (const call of [early, late]) {
    call.close.mockImplementation(() => calls.delete(call));
    calls.add(call);
  }
  const over = (call: Call) => {
    call.endedAt = monotonicNow();
    calls.closing();
  };
  over(early);
  setTimeout(over, 50, late);
  await vi.waitFor(() => expect(calls.isEmpty).toBe(true), 10_000);
  expect(early.close).toHaveBeenCalledOnce();
  expect(late.close).toHaveBeenCalledOnce();
});
