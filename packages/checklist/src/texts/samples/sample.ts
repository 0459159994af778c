// What a sample is: the code of a fix, as a page shows it.

/** What it shows, and the code. `client`, `params` and `questions` are there unless it makes its own. */
export interface Sample {
  readonly title: string;
  /** `sh` for environment variables and a command. Default: `ts`. */
  readonly language?: 'sh';
  readonly code: string;
}
