// What a phrase is: a sentence that names a situation, how to recognise it, and where it was seen.

export interface Phrase {
  readonly pattern: RegExp;
  /** One that was really written, whole. */
  readonly says: string;
  /** Where: an issue, a page, or a file of the SDK. */
  readonly seen: string;
  /** Any gateway may write it in its own name too, so it tells nothing about who did. */
  readonly anybodys?: true;
}
