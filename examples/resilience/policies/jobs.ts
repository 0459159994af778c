// The queue of jobs, for which no user waits. Jobs with the same key run only once.
import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import { SETTINGS } from '../settings.ts';

export class Jobs<T> {
  readonly #queue = new PQueue({ concurrency: SETTINGS.jobsAtOnce });
  /** A real service needs a table with a unique key, which outlives the process. */
  readonly #byKey = new Map<string, Promise<T>>();
  readonly #stop = new AbortController();

  /** The result of the job that was first added with this key. */
  add(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const known = this.#byKey.get(key);
    if (known) return known;
    const job = this.#untilDone(work);
    this.#byKey.set(key, job);
    return job;
  }

  /** Gives up jobs that are not done within `ms`. @returns the finished results. */
  async stop(ms: number): Promise<T[]> {
    const jobs = Promise.allSettled(this.#byKey.values());
    await Promise.race([jobs, wait(ms)]);
    this.#stop.abort();
    return (await jobs).flatMap((job) => (job.status === 'fulfilled' ? [job.value] : []));
  }

  /** The only retry layer of a job. After one failure all jobs pause, because they would probably fail too. */
  async #untilDone(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#stop;
    for (;;) {
      try {
        return await this.#queue.add(() => work(signal), { signal });
      } catch (error) {
        if (signal.aborted) throw error;
        this.#queue.pause();
        await wait(SETTINGS.jobPauseMs);
        this.#queue.start();
      }
    }
  }
}
