// What is measured: a way to observe the SDK, started before the SDK is loaded.
import type Anthropic from '@anthropic-ai/sdk';
import type { CpuMeasure } from './cpu.ts';
import type { Recorded } from './telemetry.ts';

/** As much of a client as the workloads use. */
export type Client = { readonly messages: Pick<Anthropic['messages'], 'create' | 'stream'> };

export interface Subject {
  /** Whether the SDK makes its own spans. */
  readonly sdkSpans: boolean;
  /** Starts what observes. One that does not record through OpenTelemetry counts in `recorded` itself. */
  start(recorded: Recorded): void | Promise<void>;
  /** Waits until it has counted what it has recorded so far. */
  flush?(): Promise<unknown>;
  /** What the application makes of its client, where that is part of it. @param measure that the client is used for. */
  wrap?(client: Client, measure?: CpuMeasure): Client;
  /** Likewise of the `fetch` it gives to the client. */
  wrapFetch?(fetch: typeof globalThis.fetch, measure?: CpuMeasure): typeof globalThis.fetch;
}
