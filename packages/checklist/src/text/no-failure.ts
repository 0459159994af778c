// Tells sentences and texts in which no call failed: general ones, questions, source code and settings.
/** Words before a symptom that did not occur. */
export const NEGATED: RegExp =
  /\b(?:no|(?:is|are|was|were|am|its|im) not|never|without|arent|isnt|wasnt|dont think|instead of|rather than|indications? of|signs? of|handl(?:e|es|ing)|avoid(?:s|ing)?|prevents?|in case of)(?: (?:a|an|any|the|it is|its|over|in|be|been|our|my|to be)){0,3} ?$/;

/** Sentences on the meaning of an error, or on the future. They do not say that a call failed. */
export const GENERAL: RegExp =
  /\b(?:what|which|how|when|whether)\b[^?]{0,160}\b(?:means?|meant|differ|handled?|handling|surfaced?|exposed?|distinguish|detect|counts?|same as)\b|\b(?:if|when|once|after|whenever|in case)\b[^.]{0,200}\b(?:will|would|should|may|might|could) (?:\w{1,12} )?(?:be|get|return|fail|receive|happen|retry|wait|back)\b|\b(?:means? (?:that|["“«])|\d\)? says that|note that|as for|in which case|worry|comes? as|to be expected|(?:would|will|may|might) (?:get|see|throw|hit|end)|will throw|refuses .{1,60} calls|indicates (?:that|an?|the)|stands for|refers to|deserves?|typical(?:ly)?|in general|for example)\b|\b(?:catch|handle)s? (?:the|this|these|those|each|both|it|them|errors?)\b|\b(?:mock|simulate|distinguish|fall(?:s|ing)? back (?:to \S{1,40} )?on)\b/;

/** Sentences that say that no call failed. */
export const NOTHING_FAILED: RegExp =
  /\b(?:everything|it all|all) (?:works|is working|runs)|works fine so far|\bno (?:errors|failures|failed calls)\b.{0,30}\b(?:so far|yet|window|ours)\b|\bha(?:ve|d) ?n[o']?t (?:had|seen|got(?:ten)?) any\b|\bhad (?:no failed|zero|none)\b|\bno incident\b|\b(?:bisher )?läuft (?:bisher )?alles\b|\balles läuft\b|todo funciona|tout fonctionne|tudo funciona|一切正常|運行正常|正常に動/i;

/** The end of a sentence. */
export const END: RegExp = /[.!?;] |\n|[\u3002\uff01\uff1f\uff1b]/;

/** The sentence around a place, within a distance. */
export function sentenceAround(text: string, start: number, end: number): string {
  const before = text
    .slice(Math.max(0, start - 240), start)
    .split(END)
    .at(-1);
  const [after] = text.slice(end, end + 240).split(END);
  return `${before}${text.slice(start, end)}${after}`;
}
