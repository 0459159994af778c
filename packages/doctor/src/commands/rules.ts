// `rules [WORD…]`: every finding there is, or those whose id, summary or page has the words.
import { plural } from '@sevenstep/checklist';
import { CHECKS } from '@sevenstep/semantic-conventions';
import { type Command, command } from '../command.ts';
import { type Entry, readEntries, recordJson } from '../docs.ts';
import { EXIT } from '../exit.ts';
import { SEVERITY_STYLES } from '../terminal.ts';

export const rulesCommand: Command = command({
  name: 'rules',
  summary: 'Lists every finding of the checklist, or the findings with the given words',
  usage: '[WORD…]',
  examples: [
    ['rules', 'All of them, step by step'],
    ['rules rate limit', 'Findings with both words in their id, summary or page'],
    ['rules "Connection error"', 'Findings whose page has the text that the application printed'],
  ],
  positionals: [0, Number.POSITIVE_INFINITY],
  options: {},
  async run({ positionals, out, json }) {
    const words = positionals.map((word) => word.toLowerCase());
    // Patterns come after the rules, each of another step.
    const found = search(await readEntries(), words).toSorted((a, b) => stepOfId(a.id) - stepOfId(b.id));
    const width = Math.max(0, ...found.map(({ id }) => id.length)) + 2;
    let check = '';
    for (const { id, record, summary } of found) {
      const [own = ''] = id.split('.');
      if (own !== check) {
        check = own;
        out.line(out.style('bold', stepOf(check) === 0 ? 'step not known' : `${stepOf(check)} ${check}`));
      }
      const severity = record?.severity;
      const mark =
        severity === undefined ? 'retired ' : out.style(SEVERITY_STYLES[severity], severity.padEnd(8));
      out.beside(`  ${id.padEnd(width)}${mark} `, width + 11, summary);
    }
    if (found.length > 0) out.line();
    out.line(found.length === 0 ? `No finding has ${quoted(positionals)}.` : plural(found.length, 'finding'));
    json({
      rules: found.map(({ id, record, summary }) => ({
        id,
        step: stepOfId(id),
        ...recordJson(record),
        summary,
      })),
    });
    return EXIT.ok;
  },
});

const stepOf = (check: string): number => (CHECKS as readonly string[]).indexOf(check) + 1;

const stepOfId = (id: string): number => stepOf(id.slice(0, id.indexOf('.')));

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(' and ');

/** Entries with the words in id or summary; if no entry has them, entries with the words on their page. */
function search(entries: readonly Entry[], words: readonly string[]): readonly Entry[] {
  const having = (text: (entry: Entry) => string) =>
    entries.filter((entry) => words.every((word) => text(entry).toLowerCase().includes(word)));
  const close = having(({ id, summary }) => `${id} ${summary}`);
  return close.length > 0 ? close : having(({ page }) => page);
}
