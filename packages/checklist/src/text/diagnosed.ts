// Diagnoses the failed call in one segment of a text, with its confidence.
import { redactSecrets } from '@sevenstep/wire';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Finding } from '../findings/finding.ts';
import { attributesOf, type Read } from './attributes-of-text.ts';
import type { CallError } from './calls.ts';
import { candidatesOf } from './candidates.ts';
import { isCertain, missingOf } from './confidence.ts';
import { isMessageObject, messageIn } from './message-object.ts';
import { depthOf } from './pairs.ts';
import { recordsIn, valuesIn } from './records.ts';
import { CLAUDE, mayBeClaude, namesOthers, type Relevance, relevanceOf } from './relevance.ts';
import type { Segment } from './segments.ts';
import { factOf, readSigns, type Sign, type Signs } from './signs.ts';
import type { TextDiagnosis } from './text-diagnosis.ts';
import type { Ask } from './to-diagnosis.ts';
import { MAY_TELL } from './tokens.ts';
import { transcriptIn } from './transcript.ts';

/** The diagnoses of one error. */
export interface Found extends CallError {
  readonly relevance: Relevance;
}

/** The diagnosed errors in a segment: one, or one for each log record. */
export function diagnosed(
  segment: Segment,
  text: string,
  ask: Ask,
  { mentioned, mayBeBare, foreign }: Place,
): readonly Found[] {
  if (!mentioned && !mayBeBare && !segment.lines.some((line) => mayBeClaude(line.text))) {
    if (namesOthers(text.slice(0, 4_000))) foreign(segment);
    return [];
  }
  const records = recordsIn(text);
  const from = { segment, ask, mentioned, mayBeBare, foreign };
  if (records === undefined)
    return valuesIn(text).flatMap((value) => listOf(foundIn(from, readSigns(value), undefined)));
  return records.flatMap((record) =>
    MAY_TELL.test(record.text) ? listOf(foundIn(from, readSigns(record.text, record), record.time)) : [],
  );
}

const listOf = (found: Found | undefined): readonly Found[] => (found === undefined ? [] : [found]);

/** A client announces a retry, or logs each of its requests. */
const ATTEMPT =
  /\bretrying\b|\bwill (?:be )?retr(?:y|ied)|\bretry (?:in|after|attempt)\b|\battempts? remaining\b|\bretries (?:left|remaining)\b|\(attempt \d{1,3}\/\d{1,3}\)|\battempt \d{1,2} failed\b|\bHTTP Request: [A-Z]{3,6} /i;
const LAST =
  /\bno (?:more )?retries\b|\bgiving up\b|\bexhausted\b|\bnon-retryable\b|\bnot retryable\b|\bmax(?:imum)? retries\b|\b0 (?:attempts|retries)/i;

/** The surroundings of a segment. */
export interface Place {
  /** Whether a sign of Claude appears shortly before it. */
  readonly mentioned: boolean;
  /** Whether the text so far has only errors. */
  readonly mayBeBare: boolean;
  /** Called for an error of another program. */
  readonly foreign: (segment: Segment) => void;
}

interface From extends Place {
  readonly segment: Segment;
  readonly ask: Ask;
}

function foundIn(
  { segment, ask, mentioned, mayBeBare, foreign }: From,
  signs: Signs,
  time: string | undefined,
): Found | undefined {
  // The model wrote the words of an answer.
  const read = isMessageObject(signs) ? undefined : attributesOf(signs);
  const isMentioned =
    mentioned || segment.lines.some(({ text, bodyAt }) => bodyAt > 0 && CLAUDE.test(text.slice(0, bodyAt)));
  const relevance =
    read &&
    relevanceOf(signs, read, { mentioned: isMentioned, isBare: mayBeBare && isBare(segment, signs, read) });
  const at = {
    start: segment.start,
    end: segment.end,
    time: time ?? segment.lines[0]?.time ?? timeOf(signs),
  };
  if (relevance === 'foreign') foreign(segment);
  if (read === undefined || relevance === undefined || relevance === 'foreign')
    return oddAnswer(segment, signs, ask, at);
  const diagnosis = ask(read.attributes, read.isStatusImplied);
  if (diagnosis === undefined) return undefined;
  const others = candidatesOf(diagnosis, read, ask);
  const certain = others.length === 0 && isCertain(diagnosis, read, relevance);
  const entryOf = (one: Diagnosis): TextDiagnosis => ({
    ...told(one),
    confidence: certain ? 'certain' : 'likely',
    evidence: evidenceOf(signs, read.used),
    ...at,
    requestId: read.requestId,
    missing: certain ? [] : missingOf(one, read),
  });
  return {
    relevance,
    logged: segment.logged || segment.isRecord,
    isAttempt: ATTEMPT.test(signs.text) && !LAST.test(signs.text),
    entries: [entryOf(diagnosis), ...others.map(entryOf)],
  };
}

/** A complete answer whose stop reason matches a rule. */
function oddAnswer(
  segment: Segment,
  signs: Signs,
  ask: Ask,
  at: Pick<TextDiagnosis, 'start' | 'end' | 'time'>,
): Found | undefined {
  const message = transcriptIn(signs.text) ?? messageIn(signs);
  const isClaude =
    CLAUDE.test(signs.text) ||
    /\bmsg_[A-Za-z\d]{10}|stop_?reason["']?\s{0,2}[:=]\s{0,2}["'](?:refusal|pause_turn|model_context_window_exceeded)\b|\bStreaming stall detected|"type":\s?"message_start"/i.test(
      signs.text,
    );
  const diagnosis = message === undefined || !isClaude ? undefined : ask(message.attributes, false);
  if (message === undefined || diagnosis === undefined) return undefined;
  return {
    relevance: 'own',
    logged: segment.logged || segment.isRecord,
    isAttempt: false,
    entries: [
      {
        ...told(diagnosis),
        confidence: 'certain',
        evidence: evidenceOf(signs, message.used),
        ...at,
        requestId: signs.requestIds[0]?.value,
        missing: [],
      },
    ],
  };
}

/** A time in a field of the text. */
const timeOf = (signs: Signs): string | undefined => factOf(signs, 'time')?.slice(0, 60);

/** A diagnosis with its texts redacted. */
const told = (diagnosis: Diagnosis): Diagnosis => ({ ...clean(diagnosis), also: diagnosis.also.map(clean) });

/** Redacts a rule's sentences, which may quote the text. */
const clean = <T extends Finding>(finding: T): T => ({
  ...finding,
  summary: redactSecrets(finding.summary),
  cause: redactSecrets(finding.cause),
  fix: redactSecrets(finding.fix),
  evidence: finding.evidence.map(redactSecrets),
});

const MAX_QUOTE = 240;

/** The deciding parts of the text in order, without duplicates. */
function evidenceOf({ text }: Signs, used: readonly Sign[]): readonly string[] {
  const quotes = used
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => a.start - b.start)
    .map((sign) => quoteOf(text, sign));
  const told = [...new Set(quotes)].filter(
    (quote, at, all) => quote !== '' && !all.some((other, index) => index !== at && other.includes(quote)),
  );
  // Quotes the whole text if only its form decided, as with an SDK error printed as JSON in which every field is empty.
  return told.length > 0 ? told : [quoteOf(text, { value: text, start: 0, end: text.length })];
}

const quoteOf = (text: string, { start: from, end }: Sign): string => {
  // Includes the quotation mark before the name of a field.
  const start = /^["'][\w-]{1,40}["'] ?[:=]/.test(text.slice(from - 1, from + 44)) ? from - 1 : from;
  const quote = redactSecrets(
    text
      .slice(start, Math.min(end, start + 2_000))
      .replace(/\s{1,200}/g, ' ')
      .trim(),
  );
  return quote.length > MAX_QUOTE ? `${quote.slice(0, MAX_QUOTE - 1)}…` : quote;
};

/** The first characters of text that `curl`, Claude Code and servers print. */
const PRINTS = /^[{<]|^HTTP\/|^\* |^curl: \(|^(?:\u23bf\s{1,6})?API Error/;

/** Whether the text is only an error: its first line begins with one. */
function isBare({ logged }: Segment, signs: Signs, read: Read): boolean {
  const { text, classes, statuses } = signs;
  if (logged || text.length > 8_000) return false;
  const words = text.trim();
  const isPrint = PRINTS.test(words);
  // A list of names in source code.
  if (classes.length > 2 && classes.every(({ message }) => message === '')) return false;
  if (/^[{[]/.test(words) && !isErrorObject(signs, read)) return false;
  if (words.split('\n').length > 1 && classes.every(({ isHead }) => !isHead) && !isPrint) {
    return words.length < 200 && (statuses.length > 0 || read.causeCode !== undefined);
  }
  return words.length < 200 || classes.some(({ isHead }) => isHead) || isPrint;
}

/** Whether the JSON is an error: it has a message, a type of the API, or a status. */
const isErrorObject = (signs: Signs, { type, status, sentence }: Read): boolean =>
  type !== undefined ||
  (sentence !== '' && signs.pairs.some(({ name }) => name === 'message' || name === 'error')) ||
  (status?.pair !== undefined && depthOf(signs, status.pair.within) <= 2);
