// The type of a drill: a script, and the calls that meet it. Data only; `run-drill.ts` runs one with the real SDK.
import type { Script } from '../script/script.ts';

/** One situation to rehearse: what the server does, and how an application calls it. */
export interface Drill {
  /** The situation, in a user's words: `A stream is cut mid-way`. */
  readonly title: string;
  readonly faults?: Script['faults'];
  /** The one call of the drill. Default: a plain, healthy call. */
  readonly call?: DrillCall;
  /** Many calls in place of `call`: these one after the other, each as often as it says. */
  readonly calls?: readonly DrillCalls[];
  /**
   * For who diagnoses the drill: the option `thresholds` of the checklist or the processor, where reaching the default
   * would take too long. Running a drill does not read it. Default: none, the defaults hold.
   */
  readonly thresholds?: Readonly<Record<string, number>>;
}

/** How the application calls. Every field has a default; the defaults make a plain, healthy call. */
export interface DrillCall {
  /**
   * `create`; `create` with `stream: true`, read to its end; the `stream` helper's `finalMessage()`; the tool runner of
   * `client.beta.messages` (SDK 0.65 and later), with every tool of `params` answering `ok`. Default: `create`.
   */
  readonly method?: 'create' | 'create-streamed' | 'stream' | 'tool-runner';
  /** Through `client.beta.messages`. Default: false. */
  readonly beta?: boolean;
  /** Default: a key the simulator accepts. `null` for none. */
  readonly apiKey?: string | null;
  /** The client asks for a key before each request, and gets an error with this message instead. Default: it has `apiKey`. */
  readonly keyError?: string;
  /** `defaultHeaders` of the client: sent in addition to the SDK's own. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * `refused` is a port without a listener; `tls` is the simulator by `https`, which it does not speak. Default: the
   * simulator's address.
   */
  readonly target?: 'simulator' | 'refused' | 'tls';
  /** Another base URL than `target`, such as one that is misspelt. A path that begins with `/` is added to the target. */
  readonly baseURL?: string;
  /** Default: 2, the SDK's own. */
  readonly maxRetries?: number;
  /** Milliseconds. Default: the SDK's own. */
  readonly timeoutMs?: number;
  /** The application aborts so many milliseconds after it began to call. Default: never. */
  readonly abortAfterMs?: number;
  /** The application's own deadline, an `AbortSignal.timeout` of so many milliseconds. Default: none. */
  readonly deadlineMs?: number;
  /** The application leaves a stream after so many events. Default: it reads to the end. */
  readonly stopAfterEvents?: number;
  /** How long the application takes for each event of a stream, in milliseconds. Default: no time. */
  readonly pauseBetweenEventsMs?: number;
  /** Merged over `{ model, max_tokens: 1024, messages: [one user turn] }`. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** For the tool runner: after so many turns it stops. Default: when the answer uses no tool. */
  readonly maxIterations?: number;
}

/** The same call, many times. */
export interface DrillCalls extends DrillCall {
  /** Default: 1. */
  readonly times?: number;
  /** How many are under way at the same time, at most. Default: 1, each after the one before. */
  readonly atOnce?: number;
}
