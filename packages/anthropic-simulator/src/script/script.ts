// The type of a script: a list of faults. Each says which requests meet it, and what happens, layer by layer.

/** A script: which requests meet which fault. A request that meets none is answered as the healthy API would. */
export interface Script {
  /** Keys the draws of `probability`, together with `seed` and each request's ordinal. Default: `'script'`. */
  readonly name?: string;
  /** Default: 1. */
  readonly seed?: number;
  /** The first fault that applies to a request is the one it meets. */
  readonly faults: readonly Fault[];
}

/** Which requests meet a fault, and what happens to them. Everything else behaves like the healthy API. */
export interface Fault {
  /** Its name in the journal. Default: derived from its effect, such as `529` or `cut after 3 events`. */
  readonly name?: string;
  readonly when?: FaultCondition;
  /** Milliseconds before anything is answered. Default: 0. */
  readonly delayMs?: number;
  /**
   * Before any byte of a response: `reset` sends a TCP reset, `close` ends the connection, `hang` never answers.
   */
  readonly connection?: 'reset' | 'close' | 'hang';
  /** An answer in place of the healthy one. With `headers` alone, or with status 200, they are added to the healthy answer. */
  readonly response?: FaultResponse;
  /** The fault of a streamed answer on its way. Such a fault applies to requests for a stream only. */
  readonly stream?: StreamFault;
  /** The content of the healthy answer. */
  readonly answer?: Answer;
}

/** All that is given must hold. */
export interface FaultCondition {
  /**
   * The try within its call, from 1: the SDK's `x-stainless-retry-count` plus one. Where the SDK does not retry, the same
   * request (method, path, body) that comes again after it failed is the next try. A list or `{ from }` covers several.
   */
  readonly attempt?: number | readonly number[] | { readonly from: number };
  /** The request's ordinal since the script was loaded, from 1. */
  readonly request?: number | readonly number[] | { readonly from: number };
  /** Path without query, such as `/v1/messages`. */
  readonly path?: string;
  readonly model?: string;
  readonly stream?: boolean;
  /** Milliseconds since the script was loaded, until the fault has healed: a later request no longer meets it. */
  readonly untilMs?: number;
  /**
   * Whether the fault is met, by what the request says: a server that reacts to what its client changes. Called once for each
   * request that meets the conditions above. Where it throws, the answer is a 400 that says so. Not in text and not in JSON.
   */
  readonly matches?: (request: RequestView) => boolean;
  /**
   * 0 to 1, drawn by seed, script name, the request's ordinal and the fault's name, or what it does where it has none.
   * Not by its place: another fault in the list shifts nothing. Default: 1.
   */
  readonly probability?: number;
}

/** A request as `matches` of a condition sees it. */
export interface RequestView {
  /** Counts the requests since the script was loaded, from 1. */
  readonly ordinal: number;
  /** The try within its call, from 1. */
  readonly attempt: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly model: string | undefined;
  readonly stream: boolean;
  /** Names in lower case. The credential is in them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body, where it is a JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** Bytes of the body. */
  readonly bodyBytes: number;
  /** How many requests are not answered yet, this one among them. */
  readonly inFlight: number;
  /** Milliseconds from the loading of the script to the request. */
  readonly elapsedMs: number;
}

export interface FaultResponse {
  readonly status?: number;
  /** Added to the usual headers; `null` removes one (`'request-id': null` for an answer that is not the API's). */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** The API's error envelope. Its status, where `status` is not given, follows from `type`. */
  readonly error?: ApiError;
  /** A body as it is, in place of JSON; set its `content-type` in `headers`. Its status is 200 where none is given. */
  readonly body?: string;
}

export interface ApiError {
  readonly type: string;
  readonly message: string;
  /** `details.error_code` in the envelope. */
  readonly code?: string;
}

/** After `after`, `then`. A stream too short to reach `after` arrives whole. */
export interface StreamFault {
  /**
   * Exactly so many events, content deltas or bytes of the stream arrive first (`ping` counts as an event). With no
   * delta, all that precedes the first one arrives.
   */
  readonly after: { readonly events: number } | { readonly deltas: number } | { readonly bytes: number };
  /**
   * `reset`: the connection breaks. `end`: a clean end. `stall`: silence for `stallMs`, then the rest.
   * `error`: an `error` event, then a clean end. `garbage`: an event whose data is not JSON, then the rest.
   */
  readonly then: 'reset' | 'end' | 'stall' | 'error' | 'garbage';
  /** For `error`. Default: `overloaded_error`, `Overloaded`. */
  readonly error?: ApiError;
  /** For `stall`. Default: 1000. */
  readonly stallMs?: number;
}

/** The content of a healthy answer. Every field has a default. */
export interface Answer {
  /** Default: `'Hello from the simulator.'`. Empty for an answer without text. */
  readonly text?: string;
  /** An answer that calls this tool, after `text`. */
  readonly toolUse?: { readonly name: string; readonly input: Readonly<Record<string, unknown>> };
  /** Default: `'tool_use'` with `toolUse`, else `'end_turn'`. */
  readonly stopReason?: string;
  readonly usage?: Partial<Usage>;
  /** Milliseconds between the events of a streamed answer. Default: 0. */
  readonly pauseMs?: number;
  /** How many events apart `ping` events are sent; the first follows `content_block_start`. Default: one ping only. */
  readonly pingEvery?: number;
}

/** As the API's `usage`. Default: 25 in, 12 out, no cache. */
export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}
