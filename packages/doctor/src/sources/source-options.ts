// The command-line options that select a source of spans.

/** The options of a command that reads spans. */
export interface SourceOptions {
  readonly jaeger?: string | undefined;
  readonly trace?: string | undefined;
  readonly service?: string | undefined;
  readonly last?: string | undefined;
  readonly limit?: string | undefined;
}
