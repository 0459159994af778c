// Whether memory and handles stay where they are.

/** The resources of a process after everything unused was released. */
export interface Sample {
  /** Bytes. */
  readonly heap: number;
  /** Sockets, timers and similar handles. */
  readonly handles: number;
}

export async function sample(): Promise<Sample> {
  for (let round = 0; round < 4; round += 1) {
    global.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed + external, handles: process.getActiveResourcesInfo().length };
}

/** Growth within this limit does not count: code that is compiled late, and a slightly fuller pool. */
const MAX_GROWTH_BYTES = 2 * 2 ** 20;
const MAX_MORE_HANDLES = 16;
/** Fewer say nothing of a trend. */
const MIN_SAMPLES = 6;

/** A sentence for each that grows, from the first third of the samples to the last. */
export function verdict(samples: readonly Sample[]): string[] {
  if (samples.length < MIN_SAMPLES) return [`only ${samples.length} samples: run it for longer`];
  const third = Math.floor(samples.length / 3);
  const grown = (of: (sample: Sample) => number): number =>
    median(samples.slice(-third).map(of)) - median(samples.slice(0, third).map(of));
  const heap = grown((one) => one.heap);
  const handles = grown((one) => one.handles);
  return [
    ...(heap > MAX_GROWTH_BYTES ? [`the heap has grown by ${(heap / 2 ** 20).toFixed(1)} MiB`] : []),
    ...(handles > MAX_MORE_HANDLES ? [`there are ${handles} more handles`] : []),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
