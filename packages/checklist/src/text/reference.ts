// Blanks the lines of a text that explain or quote errors: source code, tables, lists, commits. No call failed there.
import { KNOWN_ERROR_TYPES } from '../facts/failure-stage.ts';
import { blanked } from './lines.ts';

/** Lines that are never a printed error. */
const LINES: readonly RegExp[] = [
  // Source code with line numbers, as compilers and test runners print it: `  55|    server.use(…)`.
  /^\s{0,12}[>❯]?\s{0,8}\d{1,6}\s{0,4}[|│](?:\s|$)/,
  /^\s{0,20}[|│]\s{0,200}[\^~]/,
  // Commits: `9f2c1ab fix(claude): stop retrying 401`.
  /^\s{0,8}[0-9a-f]{7,40} (?:\([\w/, >.-]{1,80}\) )?[A-Za-z]{2,12}(?:\([^)\n]{1,40}\))?!?: /,
  /^\s{0,8}(?:[*-] )?(?:(?:bug)?fix|feat|chore|docs|refactor|perf|revert)(?:\([^)\n]{1,40}\))?!?: /i,
  /^\s{0,8}(?:[*-] )?(?:ci|build|style|tests?)\([^)\n]{1,40}\)!?: /i,
  // A linter's: `  52:9   error  Expected an error object to be thrown  no-throw-literal`.
  /^.{0,40}\s\d{1,6}:\d{1,5}\s{1,8}(?:error|warning)\s.{1,300}\s{2,}[\w@/-]{3,60}\s{0,4}$/,
  // Status pages.
  /^\s{0,8}(?:Resolved|Monitoring|Identified|Investigating|Update|Completed|Scheduled) - /,
  // A browser misses a file of the page.
  /\bGET https?:\/\/\S{1,300}\.(?:ico|png|jpe?g|svg|css|js|map|woff2?)\b\S{0,60} 404\b/,
  // A link to a heading of the same page.
  /\]\(#[\w-]/,
  // `**401** means …`
  /^\s{0,8}(?:[-*•] )?\*\*[^*\n]{0,20}\b[45]\d\d\b[^*\n]{0,40}\*\*:? (?:means|indicates|is returned|stands)\b/,
];

/** A request id or an envelope of the API: the line has a real error, whatever its form. */
const REAL = /\breq_0\w{8}|"request_id"/;

/** A status in a list, not a size, a duration or a field. */
const STATUS = /(?<![\w.:"'$#-]|[^<>]=)[45]\d\d(?![\w.:%"'-]|,\d|\s?(?:m?s|tokens?|bytes?|rows)\b)/g;

/** So many statuses one after the other are a list of them: `408/429/500`, `429 ×611, 529 ×203, 400 ×29`. */
const MANY = 3;
const RUN = new RegExp(
  `${STATUS.source}(?:[^\\n]{1,24}?${STATUS.source}){2,20}[^\\s.]{0,24}(?: [a-z_]{3,30}\\b)?`,
  'g',
);

const countOf = (text: string, pattern: RegExp): number => new Set(text.match(pattern) ?? []).size;

/** An item of a list or a row of a table. */
const ITEM = /^\s{0,8}(?:\||[-*•] |\d{1,2}[.)] |#{1,6} )/;

const TYPE = new RegExp(`\\b(?:${[...KNOWN_ERROR_TYPES].join('|')})\\b`, 'g');

/** The first cell or words of an item. */
const headOf = (line: string): string => line.slice(0, 60);

/** An example in a sentence of advice: "If you see `529 overloaded_error`, wait". */
const EXAMPLE =
  /\b(?:if|when|whenever|once|unless) (?:you|users?|they|someone) (?:ever )?(?:see|get|receive|hit|encounter)s? (?:an? |the |this |something like )?(?:`[^`\n]{1,600}`|"[^"\n]{1,600}"|“[^”\n]{1,600}”)/gi;

/** Advice on what to do in a case: `If a tool says "Overloaded", tell the user to wait`. */
const ADVICE =
  /\bif [^.\n]{1,300}?, (?:please )?(?:then )?(?:tell|try|wait|check|use|create|ask|restart|make sure|contact|see|set|switch|run|reply|answer|say)\b/gi;

/** A text of the same length, with the lines and examples blanked that explain or quote errors. */
export function withoutReference(text: string): string {
  const lines = text.split('\n');
  const isOut = lines.map(
    (line) => LINES.some((shape) => shape.test(line.slice(0, 600))) && !REAL.test(line),
  );
  for (const [from, to] of listsIn(lines)) {
    const heads = lines.slice(from, to).map(headOf).join('\n');
    if (Math.max(countOf(heads, STATUS), countOf(heads, TYPE)) >= MANY)
      for (let at = from; at < to; at += 1) isOut[at] ||= !REAL.test(lines[at] ?? '');
  }
  return lines
    .map((line, at) => (isOut[at] ? blanked(line) : withoutRun(line)))
    .join('\n')
    .replace(EXAMPLE, blanked)
    .replace(ADVICE, blanked);
}

/** A line without a list of statuses. An item of a list is judged with the others. */
const withoutRun = (line: string): string =>
  ITEM.test(line) ? line : line.replace(RUN, (run) => (countOf(run, STATUS) >= MANY ? blanked(run) : run));

/** The ranges of lines that are lists or tables. Blank lines may separate items. */
function listsIn(lines: readonly string[]): readonly (readonly [from: number, to: number])[] {
  const ranges: (readonly [number, number])[] = [];
  let from: number | undefined;
  let items = 0;
  for (let at = 0; at <= lines.length; at += 1) {
    const line = lines[at];
    if (line !== undefined && ITEM.test(line)) {
      from ??= at;
      items += 1;
    } else if (line === undefined || line.trim() !== '') {
      if (from !== undefined && items >= MANY) ranges.push([from, at]);
      from = undefined;
      items = 0;
    }
  }
  return ranges;
}
