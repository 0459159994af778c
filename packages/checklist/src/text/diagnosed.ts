// One segment of a text: what it tells of a failed call, diagnosed, with how sure that is.
import { redactSecrets } from '@sevenstep/wire';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Ask } from './ask.ts';
import { attributesOf, type Read } from './attributes-of-text.ts';
import { isCertain, missingOf } from './confidence.ts';
import { type Relevance, relevanceOf } from './relevance.ts';
import type { Segment } from './segments.ts';
import { factOf, readSigns, type Sign, type Signs } from './signs.ts';
import type { TextDiagnosis } from './text-diagnosis.ts';

/** The diagnoses of one error. */
export interface Found {
  readonly relevance: Relevance;
  readonly entries: readonly TextDiagnosis[];
}

/** The error in a segment, diagnosed; nothing where there is none of Claude. */
export function diagnosed(segment: Segment, text: string, ask: Ask, mentioned: boolean): Found | undefined {
  const signs = readSigns(text);
  const read = attributesOf(signs);
  if (read === undefined) return undefined;
  const relevance = relevanceOf(signs, read, { mentioned, isBare: isBare(segment, signs, read) });
  if (relevance === undefined) return undefined;
  const diagnosis = ask(read.attributes);
  if (diagnosis === undefined) return undefined;
  return { relevance, entries: [entryOf(diagnosis, segment, signs, read, relevance)] };
}

function entryOf(
  diagnosis: Diagnosis,
  segment: Segment,
  signs: Signs,
  read: Read,
  relevance: Relevance,
): TextDiagnosis {
  const certain = isCertain(diagnosis, read, relevance);
  return {
    ...clean(diagnosis),
    also: diagnosis.also.map(clean),
    confidence: certain ? 'certain' : 'likely',
    evidence: evidenceOf(signs, read),
    start: segment.start,
    end: segment.end,
    requestId: read.requestId,
    time: segment.lines[0]?.time ?? factOf(signs, 'time'),
    missing: certain ? [] : missingOf(diagnosis, read),
  };
}

/** What a rule wrote with words of the text. */
const clean = <
  T extends {
    readonly summary: string;
    readonly cause: string;
    readonly fix: string;
    readonly evidence: readonly string[];
  },
>(
  finding: T,
): T => ({
  ...finding,
  summary: redactSecrets(finding.summary),
  cause: redactSecrets(finding.cause),
  fix: redactSecrets(finding.fix),
  evidence: finding.evidence.map(redactSecrets),
});

const MAX_QUOTE = 240;

/** The parts of the text that decided, in its order, none of them twice. */
function evidenceOf({ text }: Signs, { used }: Read): readonly string[] {
  const quotes = used
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => a.start - b.start)
    .map((sign) => quoteOf(text, sign));
  return [...new Set(quotes)].filter(
    (quote, at, all) => quote !== '' && !all.some((other, index) => index !== at && other.includes(quote)),
  );
}

const quoteOf = (text: string, { start, end }: Sign): string => {
  const quote = redactSecrets(
    text
      .slice(start, Math.min(end, start + 2_000))
      .replace(/\s{1,200}/g, ' ')
      .trim(),
  );
  return quote.length > MAX_QUOTE ? `${quote.slice(0, MAX_QUOTE - 1)}…` : quote;
};

/** Nothing but an error was given: the first line begins with it. */
function isBare({ logged }: Segment, { text, classes, statuses }: Signs, read: Read): boolean {
  if (logged || text.length > 8_000) return false;
  const words = text.trim();
  if (
    words.split('\n').length > 1 &&
    classes.every(({ isHead }) => !isHead) &&
    !/^[{<]|^HTTP\//.test(words)
  ) {
    return words.length < 200 && (statuses.length > 0 || read.causeCode !== undefined);
  }
  return words.length < 200 || classes.some(({ isHead }) => isHead) || /^[{<]|^HTTP\//.test(words);
}
