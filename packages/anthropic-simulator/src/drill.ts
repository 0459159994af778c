// What a drill is: a script, and the call that meets it. Data only; `run-drill.ts` runs one with the real SDK.
import type { Script } from './script.ts';

/** One situation to rehearse: what the server does, and how an application calls it. */
export interface Drill {
  /** What happens, as a user would say it: `A stream is cut mid-way`. */
  readonly title: string;
  readonly faults?: Script['faults'];
  readonly call?: DrillCall;
}

/** How the application calls. Every field has a default; the defaults make a plain, healthy call. */
export interface DrillCall {
  /** `create`; `create` with `stream: true` read to its end; the `stream` helper's `finalMessage()`. Default: `create`. */
  readonly method?: 'create' | 'create-streamed' | 'stream';
  /** Through `client.beta.messages`. Default: false. */
  readonly beta?: boolean;
  /** Default: a key the simulator accepts. `null` for none. */
  readonly apiKey?: string | null;
  /** `refused` is a port nobody listens on. Default: the simulator's address. */
  readonly target?: 'simulator' | 'refused';
  /** Default: 2, the SDK's own. */
  readonly maxRetries?: number;
  /** Milliseconds. Default: the SDK's own. */
  readonly timeoutMs?: number;
  /** Merged over `{ model, max_tokens: 1024, messages: [one user turn] }`. */
  readonly params?: Readonly<Record<string, unknown>>;
}
