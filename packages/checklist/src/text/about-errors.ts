// Tells a text about errors, such as documentation, source code or a changelog, from a printed error.

/** The longest beginning of a text that is examined. */
const MAX_READ = 16 * 1024;

/** Kinds of errors that documentation lists together. One failed call has few of them. */
const KINDS: readonly RegExp[] = [
  /\b400\b|invalid_request_error|BadRequest|ValidationException|InvalidRequest/,
  /\b401\b|authentication_error|AuthenticationE|Unauthorized|invalid x-api-key/i,
  /\b403\b|permission_error|PermissionDenied|AccessDenied|Forbidden/,
  /\b404\b|not_found_error|NotFound/,
  /\b413\b|request_too_large/,
  /\b429\b|rate_?limit|Throttl/i,
  /\b500\b|\bapi_error|InternalServer/,
  /\b529\b|overloaded/i,
  /\b(?:408|504)\b|\btime(?:d )?-?out/i,
  /ConnectionError|\bECONN|NetworkError|\bnetwork (?:error|trouble|issue)/,
  /credit balance|billing_error/i,
  /prompt is too long|context (?:window|length)/i,
];

/** A line of source code in one of many languages. */
const CODE =
  /^\s*(?:(?:export |public |private |protected |static |async |pub |final |abstract ){0,4}(?:def|class|function|func|fn|fun|const|let|var|from|import|use|package|namespace|interface|type|enum|struct|impl|module|require|include|return|raise|throw|try|catch|except|finally|if|elif|else|for|foreach|while|switch|case|when|with|match|describe|it|test|expect|assert\w{0,20}|await|yield|end|begin|rescue)\b.{0,300}[;:{(),[=>"')]\s*$|[})\]]{1,4}[;,)]{0,3}\s*$|[\w.$@]{1,60} (?:=|:=|\+=) (?!.{0,300},\s{0,4}$)\S|[\w.$@]{1,80}\(.{0,200}\)[;,]?\s{0,4}\{?$|\/\/ |\/\*|(?<=\s)\* |@\w{1,40}(?:\(.{0,200}\))?\s*$|#\[)/;

/** A line of a log: its time or its level. */
const LOG =
  /\d\d:\d\d:\d\d|^.{0,40}\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL)\b|"(?:time|ts|timestamp|level|severity)":|\blevel=\w/;

/** A question of the template of an issue, as a heading, a label or the whole line. */
const TEMPLATE =
  /^\s{0,4}(?:#{1,6} |\*\*|\d{1,2}[.)] |[-*] )?(?:describe the (?:bug|issue)|(?:steps )?to reproduce|steps|reproduc\w{1,6}|expected|actual|environment|observed|context|workaround|impact|what (?:happened|version|went wrong)|the problem|screenshots?|additional context|(?:\w{1,20} )?version|platform|operating system|os|bug|(?:relevant )?(?:error )?logs?|log output|diagnostics|description|问题描述|复现|环境|版本|日志|現象|環境|再現)\b.{0,40}$/i;

type Lines = readonly string[];

const linesWith = (lines: Lines, shape: RegExp): number => lines.filter((line) => shape.test(line)).length;
const times = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Something that shows what kind of text it is. */
interface Trait {
  /** How much of it the text has. */
  readonly amount: (text: string, lines: Lines) => number;
  /** The points for at least so much; the first row that applies counts. Negative points speak for a printed error. */
  readonly points: readonly (readonly [atLeast: number, points: number])[];
}

const TRAITS: readonly Trait[] = [
  // Several kinds of errors.
  {
    amount: (text) => KINDS.filter((kind) => kind.test(text)).length,
    points: [
      [5, 3],
      [4, 2],
      [3, 1],
    ],
  },
  // Source code, as a share of the lines.
  {
    amount: (_, lines) => (lines.length < 6 ? 0 : linesWith(lines, CODE) / lines.length),
    points: [
      [0.6, 3],
      [0.3, 2],
    ],
  },
  // Tests.
  {
    amount: (text) =>
      times(
        text,
        /\b(?:mock\w{0,20}|stub\w{0,20}|assert\w{0,30}|expect|describe|fixture|simulat\w{1,4}|unit test|should_\w{1,60})\b|@Test\b|"(?:urlPath|jsonBody|bodyFileName|scenarioName)":/gi,
      ),
    points: [
      [3, 2],
      [2, 1],
    ],
  },
  // Headings, beyond those of an issue.
  {
    amount: (_, lines) => lines.filter((line) => /^#{1,5} /.test(line) && !TEMPLATE.test(line)).length,
    points: [
      [4, 2],
      [2, 1],
    ],
  },
  // Tables.
  { amount: (_, lines) => linesWith(lines, /^\s{0,8}\|.*\|/), points: [[3, 1]] },
  // Names of documents.
  {
    amount: (text) =>
      times(
        text,
        /\b(?:changelog|release notes|(?:patch|minor) changes|user story|acceptance criteria|test plan|quiz|faq|preguntas frecuentes|foire aux questions)\b|この記事|リリースノート|更新履歴|更新日志|教程|常见问题|versionshinweise|notas de la versión|notes de version|^diff --git |^@@ -\d|"(?:mappings|refId|legendFormat)":|^(?:lab|part|chapter) \d/gim,
      ),
    points: [[1, 2]],
  },
  // Words of documents.
  {
    amount: (text) =>
      times(
        text,
        /\b(?:added|changed|fixed|scenario|pull request|runbook|guide|lesson|tutorial|chapter|module|reference|documentation|docs|troubleshooting|overview|examples?|article|summary|hierarchy|common errors|(?:error|status) codes?|symptom|severity|significa|signifie|bedeutet)\b|説明|指針|文档|常见/gi,
      ),
    points: [
      [4, 2],
      [2, 1],
    ],
  },
  // Words to a reader, and suppositions.
  {
    amount: (text) =>
      times(
        text,
        /\b(?:would you|what does|how do(?:es)? (?:you|i|we|it)|wondering|planning|for instance|e\.g\.|such as|suppose|if you|when you|you can|you should|your (?:app|code|api|key))\b/gi,
      ),
    points: [[2, 1]],
  },
  // Advice, per hundred words.
  {
    amount: (text) =>
      (100 *
        times(
          text,
          /\b(?:retr(?:y|ies|ying)|backoff|handl(?:e|es|ing)|should|check|verify|fix|causes?|means?|meaning|how to|best practices?|implement|configur\w{1,6}|upgrade|wait)\b/gi,
        )) /
      times(text, /\S+/g),
    points: [[4, 1]],
  },
  // Incidents that are over.
  {
    amount: (text) =>
      times(
        text,
        /\b(?:resolved|monitoring|incident report|identified|investigating|post-?mortem|no action needed)\b/gi,
      ),
    points: [
      [3, 4],
      [2, 2],
    ],
  },
  // Lines of a log.
  {
    amount: (_, lines) => linesWith(lines, LOG),
    points: [
      [2, -2],
      [1, -1],
    ],
  },
  // Ids of requests.
  { amount: (text) => times(text, /\breq_0\w{6}|\brequest_id\b/g), points: [[1, -2]] },
  // Stack frames.
  {
    amount: (text) =>
      times(
        text,
        /^Traceback|\bCell In\[\d|^\s{1,40}at \S.{0,200}[:(]|^\s{0,40}File ".{1,200}", line \d|\.(?:go|rb|java|kt|cs|rs|php|py|ts|js):\d/gm,
      ),
    points: [[1, -2]],
  },
  // The template of an issue.
  { amount: (_, lines) => linesWith(lines, TEMPLATE), points: [[2, -3]] },
  // The writer's own experience.
  {
    amount: (text) =>
      times(
        text,
        /\b(?:i|we|i'm|we're|my|our)\b[^.\n]{0,40}\b(?:get|got|getting|see|saw|keep|hit|hitting|fail\w{0,4}|tried|noticed|receive\w{0,3}|error|stuck|can'?t|cannot)\b|\b(?:ich|wir) |\b(?:je|nous|j'ai) |\b(?:me sale|tengo|estoy|recibo)\b|[我们]|私|エラーが(?:出|発生)|у меня|получаю|estou|recebo/gi,
      ),
    points: [[1, -1]],
  },
];

/** A shorter text is not a document. */
const FEW_WORDS = 25;

/** `document`: none of the errors that it names happened. `mixed`: only a complete error counts. `print`: it has lines of a log or a stack. */
export type TextKind = 'document' | 'mixed' | 'unknown' | 'print';

/** The kinds by their least points. */
const KINDS_OF_TEXT: readonly (readonly [atLeast: number, kind: TextKind])[] = [
  [3, 'document'],
  [2, 'mixed'],
  [-1, 'unknown'],
];

export function kindOfText(text: string): TextKind {
  const points = pointsOf(text);
  return KINDS_OF_TEXT.find(([atLeast]) => points >= atLeast)?.[1] ?? 'print';
}

function pointsOf(text: string): number {
  const read = text.slice(0, MAX_READ);
  if (times(read, /\S+/g) < FEW_WORDS) return 0;
  const lines = read.split('\n').filter((line) => line.trim() !== '');
  let sum = 0;
  for (const { amount, points } of TRAITS) {
    const found = amount(read, lines);
    sum += points.find(([atLeast]) => found >= atLeast)?.[1] ?? 0;
  }
  return sum;
}
