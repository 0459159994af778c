// Splits a line into a logger's prefix, with its time and level, and the program's own text.

/** A line with its position in the text. */
export interface TextLine {
  readonly start: number;
  /** The index after its line break. */
  readonly end: number;
  /** The line without its break. Colours become blanks, so that positions stay the same. */
  readonly text: string;
  /** The index in `text` where the program's own text begins. */
  readonly bodyAt: number;
  /** Whether a logger wrote a time or a level before it. */
  readonly logged: boolean;
  readonly time?: string | undefined;
  readonly level?: string | undefined;
}

/** Colours and other terminal commands, including those whose escape was lost or written out. */
const ANSI = new RegExp(
  `(?:${String.fromCharCode(27)}|\\\\u001b|\\\\x1b|\\\\033|␛)\\[[\\d;?]{0,20}[A-Za-z]|\\[(?:\\d{1,3};){0,4}\\d{1,2}m`,
  'g',
);

const blank = (found: string): string => ' '.repeat(found.length);

/** Blanks of the same length and with the same line breaks, so that positions stay the same. */
export const blanked = (text: string): string => text.replace(/[^\n]/g, ' ');

/** A text of the same length without terminal commands. */
export const withoutColours = (text: string): string =>
  text.includes('[') ? text.replace(ANSI, blank) : text;

const ENTITY = /&(?:(?<name>quot|apos|lt|gt|amp|nbsp)|#(?<code>3[49]|x2[27]|x3[ce]));/gi;
const ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({ quot: '"', apos: "'", lt: '<', gt: '>', amp: '&', nbsp: ' ' }),
);

/** Decodes HTML entities, including twice encoded ones. The line keeps its length, so that positions stay the same. */
export function withoutEntities(line: string): string {
  if (!line.includes('&')) return line;
  const decoded = (text: string): string =>
    text.replace(ENTITY, (found, name: string | undefined, code: string | undefined) => {
      if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? found;
      return String.fromCharCode(Number((code ?? '').toLowerCase().replace('x', '0x')));
    });
  return decoded(decoded(line)).padEnd(line.length);
}

/** Prefixes of loggers, in sequence. The group captures the time or the level. */
const PREFIXES: readonly (readonly [shape: RegExp, says: 'time' | 'level'])[] = [
  // `2026-11-28T16:46:01Z`, `Sat Nov 28 16:46:01 2026`, `28/Nov/2026:16:46:01 +0000`, `11/28/2026, 4:46:01 PM`, `16:46:01.123`
  [
    /^\[?(\d{4}[-/.]\d\d[-/.]\d\d[T ,]{1,2}\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?|(?:[A-Z][a-z]{2} ){1,2} ?\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: \d{4})?|\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,6})?(?: ?[AP]M)?)\]?/,
    'time',
  ],
  [/^\[?(\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?)\]?(?![\d:])/, 'time'],
  [/^\[?(1[5-9]\d{8}(?:\d{3}|\.\d{1,6})?)\]?(?= )/, 'time'],
  [
    /^[[<(]?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE|PANIC)[\])>]?(?=[\s:|\-[]|$)/,
    'level',
  ],
  [/^[[<(](trace|debug|info|notice|warn|warning|error|err|fatal|critical|E|W|I|D)[\])>]/i, 'level'],
  [/^(?:level|lvl|severity)=(\w{1,10})\b/i, 'level'],
  [/^(?:time|ts|timestamp)="?([\dT:.,Z+-]{10,40})"?/i, 'time'],
  // Ruby: `E, [2026-11-28T16:46:01.552 #41] ERROR -- : `
  [/^[DIWEFA], \[(\d{4}-\d\d-\d\dT[\d:.]{8,20}) #\d{1,10}\]/, 'time'],
  // NestJS: `[Nest] 1  - 04/22/2026, 9:12:07 AM     LOG `
  [/^\[Nest\] \d{1,10} {1,4}- (\d{1,2}\/\d{1,2}\/\d{4}, [\d:]{7,8} [AP]M)/, 'time'],
  // klog: `E1128 16:46:01.000000       1 chat.go:42]`
  [/^([IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9}) {1,8}\d{1,8} [\w./-]{1,80}:\d{1,6}\]/, 'time'],
];

/** Text between two prefixes, and names of containers, processes and loggers. */
const BETWEEN: readonly RegExp[] = [
  /^[\s|:\-–—>]{1,12}/,
  /^(?:stdout|stderr) [FP] /,
  /^\[(?:[\w./:@$-]{1,80})\](?=\s|:|-|$)/,
  /^[\w.-]{1,60}\[\d{1,8}\]:/,
  // With a line number of the source: `anthropic._base_client:493`.
  /^[\w./-]{1,80}:\d{1,6}(?= )/,
  /^(?:root|[\w.]{1,60}\.\w{1,60}|\w{1,40}):(?=[^\s\d])/,
];

/** The prefix of Docker Compose: `api-1  | `. A number is that of a line of source code. */
const COMPOSE = /^ {0,12}(?!\d{1,6} {0,4}\|)[\w.-]{1,60} {0,20}\| /;

/** The mark of a quotation in a mail or in Markdown, not the `>` of curl. */
const QUOTED =
  /^\s{0,12}>(?: (?!(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT) |(?:host|user-agent|accept|expect|connection|authorization|content-\w{1,20}|x-[\w-]{1,40}|anthropic-[\w-]{1,40}): )|$)/i;

const MAX_PREFIXES = 8;

/** Reads a line whose colours are already blanks. */
export function readLine(text: string, start: number, end: number): TextLine {
  let at = 0;
  let time: string | undefined;
  let level: string | undefined;
  const head = text.slice(0, 300);
  for (const shape of [QUOTED, COMPOSE, QUOTED]) at += shape.exec(head.slice(at))?.[0].length ?? 0;
  let logged = false;
  for (let round = 0; round < MAX_PREFIXES; round += 1) {
    const rest = head.slice(at);
    // An indented line belongs to the line before it, unless it has a prefix.
    const prefix = firstOf(rest);
    if (prefix !== undefined) {
      const [found, says] = prefix;
      logged = true;
      if (says === 'time') time ??= found[1];
      if (says === 'level') level ??= found[1]?.toUpperCase();
      at += found[0].length;
      if (head[at] === ' ' || head[at] === ':') at += 1;
      continue;
    }
    if (!logged) break;
    const between = BETWEEN.map((shape) => shape.exec(rest)).find((one) => one !== null);
    if (between === undefined || between === null) break;
    // The program wrote a deeper indent.
    if (/^\s{2,}/.test(between[0]) && level !== undefined) break;
    at += between[0].length;
  }
  return { start, end, text, bodyAt: at, logged, time, level };
}

function firstOf(rest: string): readonly [found: RegExpExecArray, says: 'time' | 'level'] | undefined {
  for (const [shape, says] of PREFIXES) {
    const found = shape.exec(rest);
    if (found !== null) return [found, says];
  }
  return undefined;
}
