// The types of a term, and of its look-up's result.

/** The kinds of terms: `429`, `overloaded_error`, `ramp_limit_exceeded`, `RateLimitError`, `ECONNRESET`, `max_tokens`. */
export const TERM_KINDS = [
  'status',
  'error_type',
  'error_code',
  'class',
  'connection_code',
  'stop_reason',
] as const;
/** The kind of a term. */
export type TermKind = (typeof TERM_KINDS)[number];

/** A possible page of a term. */
export interface TermPage {
  /** The id of a rule or pattern, as in `pageOf`. */
  readonly id: string;
  /** The situation in a few words, which tells this page from the others of the same term. */
  readonly when: string;
}

/** A term of errors, with all its possible pages. */
export interface Term {
  /** Its kind: a status, a class, a code … */
  readonly kind: TermKind;
  /** As the API, an SDK or Node.js writes it. */
  readonly term: string;
  /** `false` for a term that was not typed so and is near: a misspelling. */
  readonly exact: boolean;
  /** The likeliest first. */
  readonly pages: readonly TermPage[];
}

/** An id, its situation in words, and the terms that its drill and examples show. */
export type ShownTerms = { readonly id: string; readonly when: string } & {
  readonly [kind in TermKind]?: readonly string[];
};
