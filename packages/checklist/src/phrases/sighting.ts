// Where the sentence of a phrase was seen.

/** A phrase as a program wrote it. */
export interface Sighting {
  /** The whole sentence. */
  readonly says: string;
  /** Where: an issue, a page, or a file of the SDK. */
  readonly seen: string;
}
