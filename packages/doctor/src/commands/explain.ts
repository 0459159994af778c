// `explain ID`: the page of a finding.
import { findId, nearest, RELEASED } from '@sevenstep/checklist';
import { type Command, command } from '../command.ts';
import { readEntry } from '../docs.ts';
import { EXIT, UsageError } from '../exit.ts';
import { PROGRAM } from '../help.ts';
import { renderMarkdown } from '../markdown.ts';
import { OwnText } from '../outgoing.ts';

export const explainCommand: Command = command({
  name: 'explain',
  summary: 'What a finding means, how to confirm it and how to fix it',
  usage: 'ID',
  examples: [
    ['explain limits.input_tokens_per_minute', 'The page of the id on a span: anthropic.diagnosis.id'],
    ['explain stream_interrupted', 'The part after the point is enough'],
    ['explain service.overloaded --json', 'The page as Markdown, with severity and action, for a program'],
  ],
  positionals: [1, 1],
  options: {},
  async run({ positionals: [typed = ''], out, json }) {
    const asked = findId(typed);
    const entry = asked === undefined ? undefined : await readEntry(asked);
    if (!entry) throw new UsageError(notFound(typed));
    if (entry.id !== asked) out.own(`${asked} is now called ${entry.id}.\n`);
    for (const line of renderMarkdown(entry.page, out)) out.own(line);
    const { id, page, summary, record } = entry;
    json({
      id,
      asked: typed,
      summary,
      severity: record?.severity,
      action: record?.action,
      retryable: record?.retryable,
      page: new OwnText(page),
    });
    return EXIT.ok;
  },
});

const slugOf = (id: string): string => id.slice(id.indexOf('.') + 1);

const MOST_SUGGESTED = 6;

function notFound(typed: string): string {
  const suggestions = suggest(typed.trim().toLowerCase());
  const search = `${PROGRAM} rules ${typed}`;
  if (suggestions.length === 0) return `there is no finding "${typed}"; search all pages: ${search}`;
  const more = suggestions.length > MOST_SUGGESTED ? ` All ${suggestions.length}: ${search}` : '';
  return `there is no finding "${typed}"; did you mean ${suggestions.slice(0, MOST_SUGGESTED).join(', ')}?${more}`;
}

/** Ids that contain what was typed, else the nearest by its letters. */
function suggest(typed: string): readonly string[] {
  const containing = RELEASED.filter((id) => id.includes(typed) || typed.endsWith(`.${slugOf(id)}`));
  if (containing.length > 0) return containing;
  const id = nearest(typed, RELEASED);
  const slug = nearest(slugOf(typed), RELEASED.map(slugOf));
  return id === undefined ? RELEASED.filter((candidate) => slugOf(candidate) === slug) : [id];
}
