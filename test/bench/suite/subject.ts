// What is measured: a way to observe the SDK, started before the SDK is loaded.
import type Anthropic from '@anthropic-ai/sdk';
import type { Recorded } from './telemetry.ts';

/** What is measured per unit, and what a client is used for. */
export type WorkName = 'call' | 'streamEvent' | 'helperEvent' | 'retriedCall' | 'notSampled' | 'noProvider';

/** As much of a client as the workloads use. */
export type Client = { readonly messages: Pick<Anthropic['messages'], 'create' | 'stream'> };

export interface Subject {
  /** Whether the SDK makes its own spans. */
  readonly sdkSpans: boolean;
  /** Starts what observes. One that does not record through OpenTelemetry counts in `recorded` itself. */
  start(recorded: Recorded): void | Promise<void>;
  /** Waits until it has counted what it has recorded so far. */
  flush?(): Promise<unknown>;
  /** What the application makes of its client, where that is part of it. @param work that the client is used for. */
  wrap?(client: Client, work?: WorkName): Client;
  /** Likewise of the `fetch` it gives to the client. */
  wrapFetch?(fetch: typeof globalThis.fetch, work?: WorkName): typeof globalThis.fetch;
}
