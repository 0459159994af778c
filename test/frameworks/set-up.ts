// The type of a row: an application from its vendor's documentation, and the expected results.

/** Node.js by line, and by version where module hooks differ: 22.22.2 and 24.11.0 are the last without synchronous ones. */
export const NODES = {
  '20': '20.20.2',
  '22.22.2': '22.22.2',
  '22': '22.23.3',
  '24.11.0': '24.11.0',
  '24': '24.21.0',
  '26': '26.10.0',
} as const;
export type NodeLine = keyof typeof NODES;

/** Our packages that a row may install, by folder. */
export const OURS = [
  'semantic-conventions',
  'checklist',
  'instrumentation-anthropic',
  'diagnosis-span-processor',
  'register',
] as const;
export type Ours = (typeof OURS)[number];

/** The author of the diagnosis: the processor, the instrumentation's option `diagnose`, or none, with the reason. */
export type Diagnosed = 'processor' | 'option' | { readonly not: string };

/** The aspects of a run that are judged: the columns of the table. */
export const ASPECTS = ['calls', 'parents', 'others', 'diagnosed', 'application'] as const;
export type Aspect = (typeof ASPECTS)[number];

export interface Problem {
  readonly aspect: Aspect;
  readonly text: string;
}

/** A problem that is known. A row in which it does not occur any more fails, too. */
export interface KnownProblem {
  readonly aspect: Aspect;
  readonly text: RegExp;
  /** Where it occurs. @default on each of the row's */
  readonly node?: readonly NodeLine[];
  /** For the table: what happens, whose fault it is, and what to do. */
  readonly why: string;
}

/** Which spans are calls where no SDK makes any: all of this scope whose name is like this. */
export interface TheirCalls {
  readonly scope: string;
  readonly name: RegExp;
}

export interface Expectation {
  /** Call spans, one per call. */
  readonly calls: number;
  /** Set if a framework does not use the SDK, with its own call spans, on which only the diagnosis is ours. */
  readonly theirCalls?: TheirCalls;
  /** The parent of every call span: its name, its kind such as `SERVER`, or `root`. */
  readonly parents: string;
  /** Names or scopes of spans that other instrumentations make, each at least once. */
  readonly others: readonly string[];
  readonly diagnosed: Diagnosed;
  /**
   * The diagnosis of each call, in the order of the calls; `null` for a healthy one.
   * @default those of {@link CALLS}
   */
  readonly verdicts?: readonly (string | null)[];
  /** Text that must be on stderr. Any other text must also appear without us. */
  readonly notice?: RegExp;
  /** Calls that the metrics of durations count, where metrics are exported as OTLP JSON. */
  readonly measured?: number;
  readonly known?: readonly KnownProblem[];
}

export interface SetUp {
  readonly id: string;
  /** The name in the table. */
  readonly title: string;
  /** npm packages with exact versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Our packages that are installed. @default all of {@link OURS} */
  readonly ours?: readonly Ours[];
  /** Lets packages run their install scripts. @default false */
  readonly scripts?: boolean;
  readonly node: NodeLine | readonly NodeLine[];
  /** Folders of `test/frameworks/apps` whose files are put together. A line that ends in `// ours` is left out for the run without us. */
  readonly files: string | readonly string[];
  /** Shell commands, run in the application's folder with `node_modules/.bin` and the row's Node.js in the path. */
  readonly build?: string;
  readonly run: string;
  /** The commands of the run without us, where leaving out lines is not enough. @default those with us */
  readonly without?: { readonly build?: string; readonly run?: string };
  /** Added to the environment, with and without us. `$BACKEND` in a value is where telemetry goes, `$TLS_BACKEND` the same by TLS, `$AUTHORITY` the file of its authority. */
  readonly env?: Readonly<Record<string, string>>;
  /** The simulator's faults. @default {@link SCRIPT} */
  readonly script?: string;
  /** In the handful that `.ci/run` runs, on these, or on each of the row's. */
  readonly ci?: true | readonly NodeLine[];
  /** How a user sets it up, in one line of Markdown. */
  readonly setUp: string;
  /** A note for the user, in one line of Markdown. */
  readonly notes?: string;
  readonly expect: Expectation;
}

/** The calls that `apps/shared` makes, one after the other, with what is diagnosed. */
export const CALLS = [
  { call: 'a healthy one', verdict: null },
  { call: 'a 429, then an answer', verdict: 'limits.recovered' },
  { call: 'a 401', verdict: 'identity.key_invalid' },
  { call: 'a stream', verdict: null },
  { call: 'a stream that is cut', verdict: 'response.stream_interrupted' },
] as const;

/** The faults for {@link CALLS}: by the request's number, the resent one included. */
export const SCRIPT = '#2: 429 retry-after=0.05; #4: 401; #6: cut after 3 deltas';

export const nodesOf = ({ node }: SetUp): readonly NodeLine[] => (typeof node === 'string' ? [node] : node);
