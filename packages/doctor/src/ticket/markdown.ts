// Formats the ticket as Markdown to paste. Values are in code spans, so that none of them is markup.
import { oneLine } from '@sevenstep/wire';
import type { Entries, Ticket, TicketCall } from './ticket.ts';

export function ticketMarkdown({ traceId, calls, leftOut, runtime }: Ticket): string {
  const more = leftOut === 0 ? '' : ` ${leftOut} more calls of the trace are not in here.`;
  const [only] = calls;
  const blocks = [
    `# Support ticket: ${only?.diagnosis === undefined ? 'a call of the Claude API' : word(only.diagnosis.id)}`,
    `Trace ${code(traceId)}. Ids, times, shapes and counts: no keys, prompts or answers.${more}`,
    ...(only && calls.length === 1
      ? callBlocks(only, '##')
      : calls.flatMap((call, index) => [`## Call ${index + 1}`, ...callBlocks(call, '###')])),
    ...listed('## What ran it', runtime),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function callBlocks(call: TicketCall, level: string): string[] {
  const { diagnosis, also, ruledOut, tried, sections, limits } = call;
  return [
    `${level} What happened`,
    bullets([
      diagnosis === undefined
        ? 'The checklist finds nothing wrong with the call'
        : `${diagnosis.step === 0 ? 'Step not known' : `Step ${diagnosis.step}`}, ${code(diagnosis.id)} (${diagnosis.severity}): ${code(diagnosis.summary)}`,
      ...(diagnosis?.evidence ?? []).map((fact) => `Evidence: ${code(fact)}`),
      also.length > 0 && `Besides: ${also.map(code).join(', ')}`,
      `Began ${call.start}, took ${call.seconds.toFixed(3)} s`,
    ]),
    ...titled(
      `${level} What was tried`,
      tried.map(({ says }) => code(says)),
    ),
    `${level} Attempts`,
    attemptTable(call),
    ...headerBlocks(call),
    ...titled(
      `${level} Ruled out`,
      ruledOut.map(({ step, check, because }) => `Step ${step}, ${check}: ${code(because)}`),
    ),
    ...Object.entries(sections).flatMap(([title, entries]) => listed(`${level} ${title}`, entries)),
    ...listed(`${level} Limits`, limits),
  ];
}

/** A table of the attempts. A column is left out if no attempt has a value in it. */
function attemptTable({ attempts }: TicketCall): string {
  const columns = [...new Set(attempts.flatMap(({ facts }) => Object.keys(facts)))];
  const withRegion = attempts.some(({ region }) => region !== undefined);
  const head = ['#', 'began (UTC)', 'took', ...(withRegion ? ['region'] : []), ...columns];
  const rows = attempts.map(({ start, seconds, region, facts }, index) => [
    String(index + 1),
    start,
    `${seconds.toFixed(3)} s`,
    ...(withRegion ? [region === undefined ? '' : cell(region)] : []),
    ...columns.map((column) => (facts[column] === undefined ? '' : cell(facts[column]))),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function headerBlocks({ attempts }: TicketCall): string[] {
  const lines = attempts.flatMap(({ headers }, index) =>
    Object.entries(headers).map(([name, value]) => `Attempt ${index + 1}: ${code(`${name}: ${value}`)}`),
  );
  return titled('Headers of the answers:', lines);
}

const listed = (title: string, entries: Entries): string[] =>
  titled(
    title,
    Object.entries(entries).map(([label, value]) => `${word(label)}: ${code(value)}`),
  );

/** A list with its heading; empty without entries. */
const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, bullets(lines)];

const bullets = (lines: readonly (string | false)[]): string =>
  lines
    .filter((line) => line !== false)
    .map((line) => `- ${line}`)
    .join('\n');

/**
 * A value in a code span, so that none of it is markup, a link, a mention or an image. Backticks would end the span, so they
 * become apostrophes. Line breaks would begin a block, so they are removed.
 */
function code(text: string): string {
  const inside = oneLine(text).replaceAll('`', "'").trim();
  return inside === '' ? '(empty)' : `\`${inside}\``;
}

/** Text that cannot be markup stays as it is. Other text gets a code span. */
const word = (text: string): string =>
  /^(?:[A-Za-z0-9'(),.-]+|[a-z0-9]+(?:[._][a-z0-9]+)+)(?: [A-Za-z0-9'(),.-]+)*$/.test(text)
    ? text
    : code(text);

/**
 * A code span within a table. Markdown splits cells before it finds code spans, so each bar is escaped. A backslash before a
 * bar would disable that escape in some dialects, so a similar character takes its place.
 */
const cell = (text: string): string =>
  code(text.replace(/(?<!\\)\\+(?=\|)/g, (run) => '\u2216'.repeat(run.length))).replaceAll('|', '\\|');
