// Writes the page that leads from a message, a status, an error type, a code or a class to the pages of findings.
import { listTerms, type Term, type TermKind } from '../src/text.ts';
import { MEANINGS } from './meanings.ts';
import { type PhraseName, SIGHTINGS } from './sightings.ts';

/** So many pages of a term are listed. `doctor explain` lists all. */
const FIRST_PAGES = 5;

const KINDS: readonly (readonly [kind: TermKind, heading: string])[] = [
  ['status', 'HTTP status'],
  ['error_type', 'Error type'],
  ['error_code', 'Error code'],
  ['class', 'Class of an SDK'],
  ['connection_code', 'Code of a connection'],
  ['stop_reason', 'Stop reason'],
];

const STEPS = ['connection', 'endpoint', 'identity', 'request', 'limits', 'service', 'response'];

/** Every sentence that the checklist knows, with its pages. */
const MESSAGES = (Object.keys(SIGHTINGS) as PhraseName[]).map((name) => ({
  says: SIGHTINGS[name].says,
  ids: MEANINGS[name].rules,
}));

export function errorsPageText(): string {
  const terms = listTerms();
  return `# From error text to page

Written by \`UPDATE_DOCS=1 npm test\` from the terms and sentences that the checklist knows.

Do you have the whole text? \`npx @sevenstep/doctor < error.txt\` reads it and names one page. This page is for one word or one sentence of it.

- [Messages](#messages)
${KINDS.map(([, heading]) => `- [${heading}](#${heading.toLowerCase().replaceAll(' ', '-')})`).join('\n')}

## Messages

Search this page for a few words of the message. Names and numbers in it are examples.

${STEPS.map(messageTable).join('\n')}
${KINDS.map(([kind, heading]) => termTable(terms, kind, heading)).join('\n')}`;
}

function messageTable(step: string): string {
  const own = MESSAGES.filter(({ ids: [id = ''] }) => id.startsWith(`${step}.`));
  const rows = own.map(({ says, ids }) => `| ${cell(says)} | ${ids.map(linkTo).join(', ')} |`);
  return `| ${STEPS.indexOf(step) + 1} ${step} | page |\n| --- | --- |\n${rows.sort().join('\n')}\n`;
}

function termTable(all: readonly Term[], kind: TermKind, heading: string): string {
  const terms = all.filter((term) => term.kind === kind).sort((a, b) => (a.term < b.term ? -1 : 1));
  const rows = terms.map(({ term, pages }) => {
    const first = pages.slice(0, FIRST_PAGES).map(({ id }) => linkTo(id));
    const more = pages.length - first.length;
    const rest = more === 0 ? '' : `, and ${more} more: \`npx @sevenstep/doctor explain ${term}\``;
    return `| \`${term}\` | ${first.join(', ')}${rest} |`;
  });
  return `## ${heading}\n\n| text | pages, the likeliest first |\n| --- | --- |\n${rows.join('\n')}\n`;
}

const linkTo = (id: string): string => `[${id}](${id}.md)`;

/** A message as code, which no bar ends: a table's cell ends at one. */
const cell = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
};
