// What a phrase is: a sentence that names a situation, how to recognise it, and where it was seen.

export interface Phrase {
  readonly pattern: RegExp;
  /** Gateways, libraries or applications write it, too: it does not show that the provider did. */
  readonly notProviderSpecific?: true;
}

/** A phrase as somebody wrote it. */
export interface Sighting {
  /** The whole sentence. */
  readonly says: string;
  /** Where: an issue, a page, or a file of the SDK. */
  readonly seen: string;
}
