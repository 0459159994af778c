// Cuts a text into parts that were printed together: an error with its stack, causes and properties, or a log record.

import type { TextLine } from './lines.ts';
import { isLogRecord } from './records.ts';
import { API_TYPE, REQUEST_ID, STATUS_FORMS } from './tokens.ts';
import { EVENT } from './transcript.ts';

/** Lines that belong together. */
export interface Segment {
  readonly lines: readonly TextLine[];
  readonly start: number;
  readonly end: number;
  /** Whether a logger wrote a prefix on the first line. */
  readonly logged: boolean;
  /** Whether it is one JSON object of a logger, or a line of a request log. */
  readonly isRecord: boolean;
  /** Whether any of its lines has a sign of an error. */
  readonly mayTell: boolean;
}

/** The longest part of an error to hold in memory. */
export const MAX_SEGMENT: number = 256 * 1024;

type Kind = 'blank' | 'event' | 'stack' | 'chain' | 'traceback' | 'close' | 'indented' | 'header' | 'words';

/** How a line can continue the error before it. The first match counts. */
const KINDS: readonly (readonly [shape: RegExp, kind: Kind])[] = [
  [/^\s*$/, 'blank'],
  [EVENT, 'event'],
  [
    /^\s*(?:at (?:async )?[\w$.<>[\] /\\:-]{1,200}(?:\(|$|:\d)|File ".{1,300}", line \d|\.{3} \d{1,6} (?:more|lines|common)|goroutine \d|\^{1,200}\s*$|~{1,100}\^|\[Previous line repeated|Troubleshooting URL: |\*{0,2}(?:Content|Body|Response(?: body)?|Error (?:Output|Details))\*{0,2}:?\s{0,4}$|#\d{1,4} |(?:from )?[\w./\\@ -]{1,200}\.(?:rb|go|js|ts|mjs|cjs|php|cs|java|py|kt)(?::|\()\d{1,6}\b(?!.*\b(?:Error|Exception)\b))/,
    'stack',
  ],
  [
    /^[\s|+-]{0,40}(?:During handling of the above exception|The above exception was the direct cause|Caused by\b|Suppressed:|\[cause\]|\[errors\]|--- End of (?:inner )?(?:exception )?stack trace|---> |Wrapped by|which (?:was )?caused by|Inner exception)/i,
    'chain',
  ],
  [
    /^\s*(?:Traceback \(most recent call last\)|Stack ?trace:|Exception Group Traceback|\+ Exception Group Traceback)/,
    'traceback',
  ],
  [/^\s*[}\])]{1,8}[;,]?\s*$/, 'close'],
  [/^(?:\s{2,}|\t)\S/, 'indented'],
  [/^[<>*](?: |$)|^[{}] \[\d|^[A-Za-z][A-Za-z\d-]{1,60}: (?!.*(?:Error|Exception)\b)\S/, 'header'],
];

/** A line of a server's request log, which is complete: `127.0.0.1 - - [04/Mar/2026:05:06:02 +0000] "GET / HTTP/1.1" 200 15`. */
const ACCESS = /^\S{1,60} \S{1,60} \S{1,60} \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:[^\]]{1,30}\] "/;

export const kindOf = (body: string): Kind =>
  KINDS.find(([shape]) => shape.test(body.slice(0, 600)))?.[1] ?? 'words';

/** How a line with an error can begin. Two lines with the same form are two errors. */
const HEADS: readonly (readonly [shape: RegExp, form: string])[] = [
  [
    /^["'`]{0,2}(?:Uncaught |Unhandled \w{1,30}:? |Exception in thread "[^"]{1,60}" |panic: |fatal: |❌ ?|✖ ?|⚠️? ?|⎿ {1,4})?(?:[\w$]{1,60}(?:\.|::|\\|\/)){0,8}[A-Z]\w{0,60}(?:Error|Exception|Timeout|Failure)(?: ?\[[\w.-]{1,60}\])?["'`]?(?::|\(|$| -)/,
    'class',
  ],
  [/^(?:> ?|< ?)?HTTP\/[\d.]{1,3} [45]\d\d/, 'http'],
  [/^["'`]?(?:\d{3}) ?[{<[:]|^["'`]?[45]\d\d [A-Z]|^["'`]?[45]\d\d["'`]?\s{0,4}$/, 'status'],
  [/^Error code:? \d{3}/i, 'error code'],
  [/^(?:⎿ {1,4})?API Error/i, 'api error'],
  [/^curl: \(\d/, 'curl'],
  [/^\{/, 'json'],
  [/^<(?:!doctype|html)/i, 'page'],
  [/^[\w][^\n]{0,120}?\b(?:error|failed|failure)\b[^\n]{0,40}:/i, 'words'],
  [/^(?:E[A-Z]{4,}|Connection error|Request timed out|fetch failed|Overloaded|connect E)/, 'code'],
];

/** A page begins with this, and its next line also matches the start of a page. */
const DOCTYPE = /<!doctype[^>]{1,200}>\s*$/i;

const headOf = (body: string): string | undefined =>
  HEADS.find(([shape]) => shape.test(body.slice(0, 400)))?.[1];

/** The facts that distinguish one error from another. */
interface Identity {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly requestId?: string | undefined;
}

function identityOf(text: string): Identity {
  const head = text.slice(0, 4_000);
  const first = (pattern: RegExp, group?: string): string | undefined => {
    const [match] = head.matchAll(pattern);
    return group === undefined ? match?.[0] : match?.groups?.[group];
  };
  let status: string | undefined;
  for (const { pattern, isLoose } of STATUS_FORMS) {
    if (isLoose) continue;
    const found = first(pattern, 'status');
    if (found !== undefined && found >= '400') {
      status = found;
      break;
    }
  }
  return { status, type: first(API_TYPE, 'type'), requestId: first(REQUEST_ID) };
}

const differ = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b;

/** A line, with facts from its beginning. */
interface NextLine {
  readonly line: TextLine;
  /** The line without a logger's prefix. */
  readonly body: string;
  readonly kind: Kind;
  readonly isRecord: boolean;
  /** The form of the error that it prints, if any. */
  readonly form: string | undefined;
  readonly identity: Identity;
}

/** Collects lines, and returns a segment when the next one begins. */
export class Segmenter {
  #lines: TextLine[] = [];
  #size = 0;
  #logged = false;
  #isRecord = false;
  #mayTell = false;
  #hasError = false;
  /** The forms of the errors so far, each with its line, and the lines with which an object begins in the first column. */
  #forms = new Map<string, string>();
  #identity: Identity = {};
  /** Whether a chain or a traceback announced another error. */
  #awaits = false;
  #frames = 0;
  #blanks = 0;
  #depth = 0;
  /** Whether the lines are events of a stream. */
  #events = false;

  /** Takes the next line. `mayTell` is false if it has no sign of an error. */
  push(line: TextLine, mayTell: boolean): Segment | undefined {
    const body = line.text.slice(line.bodyAt);
    const isRecord = isLogRecord(body) || ACCESS.test(line.text.slice(0, 300));
    const kind = kindOf(body);
    if (kind === 'blank') {
      if (this.#lines.length > 0) {
        this.#blanks += 1;
        this.#add(line);
      }
      return undefined;
    }
    const form = mayTell ? headOf(body.trim()) : undefined;
    const next = { line, body, kind, isRecord, form, identity: form === undefined ? {} : identityOf(body) };
    const joins = this.#lines.length === 0 || this.#joins(next);
    const done = joins ? undefined : this.end();
    this.#mayTell ||= mayTell;
    this.#take(next);
    return done;
  }

  /** Returns the open segment, if any. */
  end(): Segment | undefined {
    const first = this.#lines[0];
    if (first === undefined) return undefined;
    while (this.#lines.length > 1 && this.#lines.at(-1)?.text.trim() === '') this.#lines.pop();
    const segment: Segment = {
      lines: this.#lines,
      start: first.start,
      end: this.#lines.at(-1)?.end ?? first.end,
      logged: this.#logged,
      isRecord: this.#isRecord,
      mayTell: this.#mayTell,
    };
    this.#lines = [];
    this.#size = 0;
    this.#logged = false;
    this.#isRecord = false;
    this.#mayTell = false;
    this.#hasError = false;
    this.#forms = new Map();
    this.#identity = {};
    this.#awaits = false;
    this.#frames = 0;
    this.#blanks = 0;
    this.#depth = 0;
    this.#events = false;
    return segment;
  }

  #joins({ line, body, kind, isRecord, form, identity }: NextLine): boolean {
    if (isRecord || this.#isRecord || this.#size + line.text.length > MAX_SEGMENT) return false;
    if (kind === 'event' && this.#events) return true;
    if (kind === 'stack' || kind === 'chain' || kind === 'close' || kind === 'traceback') return true;
    if (this.#awaits && form !== undefined) return true;
    // The body of a response whose headers come before it.
    if (this.#forms.has('http') && !this.#forms.has('json') && !this.#forms.has('page') && /^[{<]/.test(body))
      return true;
    if (line.logged) return kind === 'indented' && !line.level;
    if (kind === 'indented' && (this.#blanks === 0 || this.#depth > 0)) return true;
    if (this.#depth > 0 && this.#blanks === 0 && form !== 'http') return true;
    if (form === undefined)
      return !this.#forms.has(body) && (this.#blanks === 0 || (kind === 'header' && !this.#hasError));
    if (!this.#hasError || (form === 'page' && DOCTYPE.test(this.#lines.at(-1)?.text ?? ''))) return true;
    if (
      differ(identity.status, this.#identity.status) ||
      differ(identity.type, this.#identity.type) ||
      differ(identity.requestId, this.#identity.requestId)
    )
      return false;
    const before = this.#forms.get(form);
    if (before === undefined) return true;
    return (
      (identity.requestId !== undefined && identity.requestId === this.#identity.requestId) ||
      (before === body.trim() && this.#frames > 0)
    );
  }

  #take({ line, body, kind, isRecord, form, identity }: NextLine): void {
    if (this.#lines.length === 0) {
      this.#logged = line.logged;
      this.#isRecord = isRecord;
    }
    this.#add(line);
    this.#blanks = 0;
    if (kind === 'event') this.#events = true;
    if (kind === 'stack') this.#frames += 1;
    if (kind === 'chain' || kind === 'traceback') this.#awaits = true;
    else if (form !== undefined) {
      this.#awaits = false;
      this.#forms.set(form, body.trim());
    }
    if (form !== undefined) {
      this.#hasError = true;
      this.#identity = {
        status: this.#identity.status ?? identity.status,
        type: this.#identity.type ?? identity.type,
        requestId: this.#identity.requestId ?? identity.requestId,
      };
    }
    if (this.#depth === 0 && LABELLED.test(body)) this.#forms.set(body, body);
    this.#depth = Math.max(0, this.#depth + depthOf(body));
  }

  #add(line: TextLine): void {
    this.#lines.push(line);
    this.#size += line.text.length + 1;
  }
}

/** Words before an object that is printed over several lines: `console.error('The call failed', { error })`. */
const LABELLED = /^\S.* \{$/;

/** The number of brackets that a line leaves open, such as a final `{` of an object that continues on the next lines. */
function depthOf(body: string): number {
  if (/[{[(]$/.test(body.trimEnd())) return 1;
  return /^\s*[}\])]/.test(body) ? -1 : 0;
}
