// The type of a proof: the situation of a rule or pattern, and the part of the page's fix to which its server reacts. Data; `run-proof.ts` runs it.
import type { Drill, DrillCalls, Fault, RequestView, Script } from '@sevenstep/anthropic-simulator';
import type { AttributesLike } from '@sevenstep/checklist';
import type { ProxyServerName } from '../../packages/checklist/src/texts/proxy-configs.ts';

/** One proof. The page has the fix, the drill the situation; what is here is only what they do not say. */
export interface Proof {
  /** The server's condition, for the table: `429 while more than 5 requests are in flight`. */
  readonly reacts: string;
  /** Default: the drill of the rule or pattern. */
  readonly drill?: Drill;
  /**
   * Whether a request meets the faults of the drill. Called for each run, so that a server may count. Default: as the drill says.
   * Where the fix is outside, nothing meets them after it.
   */
  readonly met?: () => (request: RequestView) => boolean;
  /** Faults for other requests. Default: none, they are answered immediately. */
  readonly besides?: Script['faults'];
  /** In place of both: the faults of a server that counts or tells a time, of those of the drill. Called for each run. */
  readonly server?: (own: readonly Fault[]) => readonly Fault[];
  /** How the application calls without the fix. Default: as the drill says. */
  readonly calls?: readonly DrillCalls[];
  /** Values of the names that the page's code only declares, or of `client`; made once for both runs. */
  readonly given?: Readonly<Record<string, unknown>> | ((url: string) => Readonly<Record<string, unknown>>);
  /** Environment variables of both runs; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Text of the page's code, with its replacement in the test: an address (`$SIMULATOR`), or a shorter wait. */
  readonly replaced?: Readonly<Record<string, string>>;
  /** Sets up what both runs need, such as a dispatcher. Returns how to undo it. */
  readonly arrange?: () => (() => unknown) | Promise<() => unknown>;
  /**
   * Puts a server between the client and the simulator at `url`, for both runs: a proxy, without the page's configuration and
   * with it. It is for fixes in a proxy's configuration, and `server` is that proxy.
   */
  readonly between?: (url: string, config: string | undefined, server: ProxyServerName) => Promise<Between>;
  /**
   * Makes the calls in place of the drill and of the page's code, in a separate process. `code` is the page's, and absent without
   * the fix. It is for settings that must exist before Node.js starts. Returns the spans of its calls.
   */
  readonly run?: (code: string | undefined, url: string) => Promise<readonly SpanOfProcess[]>;
  /** The message of the application's error with the fix, if there is one. */
  readonly throws?: RegExp;
}

/** A server between the client and the simulator. */
export interface Between {
  readonly url: string;
  stop(): unknown;
}

/** The span of a call that was made in another process. */
export interface SpanOfProcess {
  readonly attributes: AttributesLike;
  readonly durationSeconds: number;
}

/** The counts of one run. */
export interface Figures {
  readonly calls: number;
  /** Calls that show the finding; of a pattern, how often it was found. */
  readonly found: number;
  /** Other findings, each once. */
  readonly others: readonly string[];
  /** Whether the last call ended without a finding. */
  readonly answered: boolean;
  /** From here on as the simulator's journal has it. */
  readonly requests: number;
  /** Requests that were sent again no sooner than `retry-after` asked. */
  readonly waits: number;
  /** In and out, of every answer, read or not. */
  readonly tokens: number;
}

/** The same situation without and with the fix. */
export interface Proven {
  /** Of calls that are made at the same time only how many: which of them fail depends on the machine. */
  readonly before: Pick<Figures, 'calls'> & Partial<Pick<Figures, 'found' | 'requests' | 'tokens'>>;
  readonly after: Figures;
}
