// `explain`: the page of a finding, by its id, by a term of an error, or by the error's whole text.
import { findId, nearest, RELEASED } from '@sevenstep/checklist';
import { diagnoseText, lookUp, type Term } from '@sevenstep/checklist/text';
import { type Command, type Context, command } from '../command.ts';
import { type Entry, readEntry, recordJson } from '../docs.ts';
import { EXIT, UsageError } from '../exit.ts';
import { explainLine, PROGRAM } from '../help.ts';
import { renderMarkdown } from '../markdown.ts';
import { OwnText } from '../outgoing.ts';
import { exitCodeOf, textReportJson, writeTextReport } from '../report/text-errors.ts';
import { errorsOf } from '../texts/text-error.ts';
import { TextTotals } from '../texts/text-totals.ts';

export const explainCommand: Command = command({
  name: 'explain',
  summary: 'Explains a finding and its fix, by its id, a term of an error, or the whole error text',
  usage: 'ID | TERM | TEXT…',
  examples: [
    ['explain limits.input_tokens_per_minute', 'The page of the id on a span: anthropic.diagnosis.id'],
    ['explain stream_interrupted', 'The part after the dot is enough'],
    ['explain 429', 'The pages of a status; also of a type, a code, a class or a stop reason'],
    ['explain overloaded_error', 'The same for the type of an error'],
    ['explain "529 Overloaded"', 'The errors in a text'],
    ['explain service.overloaded --json', 'The page as Markdown, with severity and action, for a program'],
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  options: {},
  async run(context) {
    const typed = context.positionals.join(' ');
    const id = findId(typed);
    if (id !== undefined) return await showPage(id, typed, context);
    const terms = lookUp(typed.trim());
    const exact = terms.filter((term) => term.exact);
    if (exact.length > 0) return await showTerms(exact, typed, context);
    const code = showDiagnoses(typed, context);
    if (code === undefined) throw new UsageError(notFound(typed, terms));
    return code;
  },
});

async function showPage(asked: string, typed: string, { out, json }: Context): Promise<number> {
  const entry = await readEntry(asked);
  if (!entry) throw new UsageError(notFound(typed, []));
  if (entry.id !== asked) out.own(`${asked} is now called ${entry.id}.\n`);
  for (const line of renderMarkdown(entry.page, out)) out.own(line);
  out.own(`\nThis page: ${entry.file}`);
  json({ ...pageJson(entry), asked: typed });
  return EXIT.ok;
}

const pageJson = ({ id, summary, record, page, file }: Entry): Readonly<Record<string, unknown>> => ({
  id,
  summary,
  ...recordJson(record),
  page: new OwnText(page),
  file,
});

/** Shows one page; of several pages, the differences. */
async function showTerms(terms: readonly Term[], typed: string, context: Context): Promise<number> {
  const { out, json } = context;
  const pages = new Map(terms.flatMap((term) => term.pages).map(({ id, when }) => [id, when]));
  const [only] = pages.keys();
  if (pages.size === 1 && only !== undefined) {
    out.line(`${typed} leads to ${only}.`);
    out.line();
    return await showPage(only, typed, context);
  }
  const kinds = [...new Set(terms.map(({ kind }) => kind.replaceAll('_', ' ')))].join(', ');
  out.line(`${out.style('bold', typed)} (${kinds}) has ${pages.size} pages. What happened?`);
  const width = Math.max(...[...pages.keys()].map((id) => id.length)) + 2;
  for (const [id, when] of pages) out.beside(`  ${id.padEnd(width)}`, width + 2, when);
  out.line();
  out.beside(
    '',
    0,
    `One page: ${explainLine('ID')}. With the whole error text, the doctor chooses: npx @sevenstep/doctor diagnose -`,
  );
  json({ asked: typed, terms });
  return EXIT.ok;
}

/** @returns the exit code; `undefined` for an unknown term, which is not a text */
function showDiagnoses(text: string, { out, json, outgoing }: Context): number | undefined {
  const totals = new TextTotals();
  for (const error of errorsOf(diagnoseText(text))) totals.add(error);
  const report = outgoing.value({ lines: text.split('\n').length, groups: totals.groups(() => false) });
  if (report.groups.length === 0 && !/\s/.test(text.trim())) return undefined;
  writeTextReport(report, 'this text', out);
  json({ asked: text, text: textReportJson(report) });
  return exitCodeOf(report.groups);
}

const slugOf = (id: string): string => id.slice(id.indexOf('.') + 1);

const MOST_SUGGESTED = 6;

function notFound(typed: string, terms: readonly Term[]): string {
  const suggestions = suggest(typed.trim().toLowerCase(), terms);
  const search = `${PROGRAM} rules ${typed}`;
  if (suggestions.length === 0) return `there is no finding "${typed}"; search all pages: ${search}`;
  const more = suggestions.length > MOST_SUGGESTED ? ` All ${suggestions.length}: ${search}` : '';
  return `there is no finding "${typed}"; did you mean ${suggestions.slice(0, MOST_SUGGESTED).join(', ')}?${more}`;
}

/** Ids that contain the typed text, else similar terms, else the id with the most similar letters. */
function suggest(typed: string, terms: readonly Term[]): readonly string[] {
  const containing = RELEASED.filter((id) => id.includes(typed) || typed.endsWith(`.${slugOf(id)}`));
  if (containing.length > 0) return containing;
  const id = nearest(typed, RELEASED);
  if (id !== undefined && typed.includes('.')) return [id];
  if (terms.length > 0) return [...new Set(terms.map(({ term }) => term))];
  const slug = nearest(slugOf(typed), RELEASED.map(slugOf));
  return id === undefined ? RELEASED.filter((candidate) => slugOf(candidate) === slug) : [id];
}
