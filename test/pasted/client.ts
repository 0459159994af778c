// The type of a row in the corpus: a client that people use, with its installation and the way to make it print an error.
import type { Drill } from '@sevenstep/anthropic-simulator';
import type { RuleId } from '@sevenstep/checklist';

/** A call for clients in any language: a drill's call with its defaults filled in. Plain JSON. */
export interface CallSpec {
  /** Id of the situation: that of the rule, for a drill. */
  readonly situation: string;
  /** Without a final slash. An address without a listener, or an invalid URL, if the drill asks for it. */
  readonly baseURL: string;
  /** `null` for none. */
  readonly apiKey: string | null;
  /** The client asks a function for the key, which fails with this message. */
  readonly keyError?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As in {@link DrillCall}: `create`, `create-streamed`, `stream` or `tool-runner`. */
  readonly method: 'create' | 'create-streamed' | 'stream' | 'tool-runner';
  /** Whether the response is streamed, by either way. */
  readonly stream: boolean;
  /** Through the client's beta resource, where it has one. */
  readonly beta: boolean;
  /** The body without `stream` and `betas`: always with a model and messages. */
  readonly params: Readonly<Record<string, unknown>>;
  /** For the `anthropic-beta` header. */
  readonly betas: readonly string[];
  readonly maxRetries: number;
  /** The client's own timeout. Absent: its default. */
  readonly timeoutMs?: number;
  /** The application aborts after so long. */
  readonly abortAfterMs?: number;
  /** The application's deadline, where the client tells it from an abort. */
  readonly deadlineMs?: number;
  /** The application leaves the stream after so many events. */
  readonly stopAfterEvents?: number;
  readonly pauseBetweenEventsMs?: number;
}

/** Form to what was printed, such as `uncaught`, `String(error)`, `curl -i`. A form that printed nothing may be left out. */
export type Printed = Readonly<Record<string, string>>;

/** A known situation: a drill, or one that no drill makes, such as a proxy whose upstream is down. */
export interface Situation {
  readonly id: string;
  /** The expected diagnosis; `undefined` for none. */
  readonly truth: RuleId | undefined;
  /** The code that decides, where the words alone do not. */
  readonly evidence?: string;
  /** The simulator's script and the way to call it. @default a healthy call */
  readonly drill?: Drill;
}

/** A client, or a set of things that print the same client's error. */
export interface Client {
  /** Name of its file in `recorded`: small letters, digits and `-`. */
  readonly id: string;
  /** Its name with the version, for the Markdown table. */
  readonly title: string;
  /** All forms it prints, in the order of the record. */
  readonly forms: readonly string[];
  /** Its own situations, in place of the drills. */
  readonly situations?: readonly Situation[];
  /** Situation id to the reason why this client cannot show it. `situations.ts` has those that no client can show. */
  readonly cannot?: Readonly<Record<string, string>>;
  /** Situation id to what it is with this client, where it differs from the drill's rule. */
  readonly truth?: Readonly<Record<string, RuleId>>;
  /**
   * Installs it below `~/.cache/sevenstep/pasted`, pinned, once.
   *
   * @returns a folder, which {@link run} gets
   * @throws Error when this machine cannot run it; the row is then skipped, with the message
   */
  install(): Promise<string>;
  /**
   * Makes one call and keeps what is printed, as it is: `normalize.ts` takes out what is volatile. An answer that is no
   * error is printed as the client prints it, or not at all.
   */
  run(folder: string, call: CallSpec): Promise<Printed>;
}
