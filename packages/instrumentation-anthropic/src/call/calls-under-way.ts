// Counts the observed calls under way in the process, in all its global scopes: Jest makes one for each test file.
import { builtinModule } from '../runtime.ts';

const COUNT = Symbol.for('@sevenstep/calls-under-way.v1');

interface Slot {
  [COUNT]?: number;
}

let shared: Slot | undefined;

/** All global scopes share a diagnostics channel, so the count is kept on one. Nothing is published on it. */
function slot(): Slot {
  shared ??= (builtinModule('node:diagnostics_channel')?.channel('sevenstep:calls-under-way') ?? {}) as Slot;
  return shared;
}

export const callsUnderWay = (): number => slot()[COUNT] ?? 0;

/** Counts an ignored call while its request is under way. */
export async function countedWhile<Result>(send: () => Promise<Result>): Promise<Result> {
  countCall(1);
  try {
    return await send();
  } finally {
    countCall(-1);
  }
}

/** @param more 1 when a call starts, -1 when it is over. */
export function countCall(more: 1 | -1): void {
  slot()[COUNT] = callsUnderWay() + more;
}
