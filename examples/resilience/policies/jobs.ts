// The queue of jobs, for which no user waits. A key makes a job unique: however often it is added, it is done once.
import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import { SETTINGS } from '../settings.ts';

export class Jobs<T> {
  readonly #queue = new PQueue({ concurrency: SETTINGS.jobsAtOnce });
  /** In a real service a table with a unique key, so that it outlives the process. */
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

  /** Gives up what is not done within `ms`. @returns what is done. */
  async stop(ms: number): Promise<T[]> {
    const jobs = Promise.allSettled(this.#byKey.values());
    await Promise.race([jobs, wait(ms)]);
    this.#stop.abort();
    return (await jobs).flatMap((job) => (job.status === 'fulfilled' ? [job.value] : []));
  }

  /** The only retry layer of a job. One failure holds all jobs: most likely they would fail alike. */
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
