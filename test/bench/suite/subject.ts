// The type of a subject: a way to observe the SDK, started before the SDK is loaded.
import type Anthropic from '@anthropic-ai/sdk';
import type { Recorded } from './telemetry.ts';

/** The kinds of work that a client does. */
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
  /** Wraps the client, if the application must do that. @param work the work of the client. */
  wrap?(client: Client, work?: WorkName): Client;
  /** Wraps the `fetch` of the client, if the application must do that. */
  wrapFetch?(fetch: typeof globalThis.fetch, work?: WorkName): typeof globalThis.fetch;
}
