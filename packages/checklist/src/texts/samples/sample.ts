// The type of a sample: the code of a fix, as a page shows it.

/** The code and its title. `client`, `params` and `questions` are there unless it makes its own. */
export interface Sample {
  readonly title: string;
  /** `sh` for environment variables and a command. Default: `ts`. */
  readonly language?: 'sh';
  readonly code: string;
}
