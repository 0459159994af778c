// The type of a case: data, a function that calls the SDK like an application, and the expected spans.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Script } from '@sevenstep/anthropic-simulator';

/** The SDK's module, whatever its version. Types are those of the newest: what a version lacks, `needs` finds out. */
export type Sdk = typeof import('@anthropic-ai/sdk');

/** A platform's package: the client class among its exports. */
export type PlatformModule = Readonly<Record<string, new (options: object) => Anthropic>>;

/** A column of the table that the matrix prints. */
export const FEATURES = [
  'create',
  'raw response',
  'errors',
  'retries',
  'stream',
  'stream helper',
  'abort',
  'count tokens',
  'batches',
  'models',
  'files',
  'completions',
  'parse',
  'beta',
  'tool runner',
  'clients',
  'middleware',
  'platforms',
] as const;
export type Feature = (typeof FEATURES)[number];

export type Attributes = Readonly<Record<string, unknown>>;

/** A call span that a case should leave. */
export interface ExpectedCall {
  /** `anthropic.sdk.method`; one of them, where it depends on the version of the SDK. */
  readonly method: string | readonly string[];
  /** The span has at least these. */
  readonly attributes?: Attributes;
  /** The span has none of these. */
  readonly absent?: readonly string[];
  /** Whether its status is ERROR. Default: false. */
  readonly failed?: boolean;
  /** Names of its parent span in the application. Default: the case itself. */
  readonly parent?: string;
  /** Status codes of its attempts, when there was more than one: each is a child span. `null` for no response. */
  readonly attempts?: readonly (number | null)[];
}

/** The things that a case may use. */
export interface Stage {
  readonly sdk: Sdk;
  /** Makes a client of the cell's SDK for the case's server. */
  newClient(options?: ClientOptions): Anthropic;
  clientOptions(options?: ClientOptions): ClientOptions;
  /** `newClient()`. */
  readonly client: Anthropic;
  /** The platforms' packages of this cell, by name. */
  readonly platforms: Readonly<Record<string, PlatformModule>>;
  /** Adds to the sequence of what the application saw. */
  saw(what: unknown): void;
  /** Counts the listeners that are left on `signal` when the case is over. */
  watch(signal: AbortSignal): AbortSignal;
  /** Runs `inside` in a span of the application. */
  inSpan<Value>(name: string, inside: () => Promise<Value>): Promise<Value>;
  /** Collects garbage a few times, and more often while spans have not ended. */
  collectGarbage(): Promise<void>;
}

export interface Case {
  readonly name: string;
  readonly feature: Feature;
  /** The server that answers. `canned` has answers that the simulator lacks, and `refused` has no listener. Default: `simulator`. */
  readonly server?: 'simulator' | 'canned' | 'refused';
  /** For the simulator. Default: every request is answered as the healthy API would. */
  readonly script?: Script | string;
  /** False if this version of the SDK lacks the feature of the case. */
  readonly needs?: (client: Anthropic, stage: Stage) => boolean;
  /** The value or error of its promise is observed. */
  readonly run: (stage: Stage) => Promise<unknown>;
  /** The call spans, in the order in which they start. */
  readonly calls: readonly ExpectedCall[];
  /** The application's span that is a child of the call. */
  readonly beneath?: string;
  /** The names of our spans that are neither calls nor attempts; none where the SDK makes its own of what they show. */
  readonly others?: readonly string[];
}

interface Params {
  readonly model: string;
  readonly max_tokens: number;
  readonly messages: Anthropic.MessageParam[];
}

export const PARAMS: Params = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
};

export const STREAM_PARAMS: Params & { readonly stream: true } = { ...PARAMS, stream: true };

/** Resolves after `ms` milliseconds. */
export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
