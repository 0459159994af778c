// The prose lint finds each kind of fault at the right place, in pages and sources, and its ratchet only falls.
import { expect, test } from 'vitest';
import { lint } from '../docs-lint/lint.ts';
import { beyond, countsOf, lowered } from '../docs-lint/ratchet.ts';
import { rules } from '../docs-lint/rules/index.ts';
import { MAX_WORDS } from '../docs-lint/rules/sentences.ts';
import { SAMPLES } from '../docs-lint/rules/tables.ts';

const rulesIn = async (file: string, text: string, options = {}) =>
  (await lint(file, text, options)).findings.map(({ rule, line, column }) => `${rule} ${line}:${column}`);

test.each(rules)('$id asks for $asks', async ({ id, bad, good }) => {
  const found = (await lint('page.md', `# A page\n\n${bad}\n`)).findings;
  expect(found.filter(({ rule }) => rule === id)).not.toEqual([]);
  expect((await lint('page.md', `# A page\n\n${good}\n`)).findings).toEqual([]);
});

test.each(SAMPLES)('$rule: $sample', async ({ rule, sample, write }) => {
  const found = (await lint('page.md', `${sample}\n`)).findings.filter((finding) => finding.rule === rule);
  expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(write)]);
});

test('a finding says what to write instead', async () => {
  const [finding] = (await lint('docs/page.md', '# A page\n\nThe others\nlikewise.\n')).findings;
  expect(finding).toEqual({
    file: 'docs/page.md',
    line: 4,
    column: 1,
    rule: 'phrases',
    message: '"likewise": write "also" or "too"',
  });
});

test('code, quotations and addresses are not prose', async () => {
  const page = [
    'It prints `likewise`, and "nobody is told of it".',
    '',
    '```sh',
    'likewise',
    '```',
    '',
    '[A page](https://opentelemetry.io/likewise) <!-- likewise -->',
  ];
  expect((await lint('page.md', page.join('\n'))).findings).toEqual([]);
});

test('headings, cells, lists and quotations of a page are read', async () => {
  const page = '# Likewise\n\n| a |\n| --- |\n| likewise |\n\n- likewise\n\n> likewise\n';
  expect(await rulesIn('page.md', page)).toEqual(
    [1, 5, 7, 9].map((line) => expect.stringContaining(`phrases ${line}:`)),
  );
});

test('comments and texts of TypeScript are read', async () => {
  const source = `// Likewise.
/**
 * A call
 * likewise, see \`likewise\`.
 *
 * @param likewise likewise
 * @example
 * likewise();
 */
function call(likewise: string) {
  // biome-ignore lint/x: likewise
  const a = 'Waits for the others likewise.';
  return \`It ends \${likewise} and the rest likewise.\` + likewise; // likewise
}
`;
  const comments = ['phrases 1:4', 'phrases 4:4', 'phrases 6:20', 'phrases 13:70'];
  expect(await rulesIn('a.ts', source)).toEqual(comments);
  expect(await rulesIn('a.ts', source, { strings: true })).toEqual([
    ...comments.slice(0, 3),
    'phrases 12:35',
    'phrases 13:44',
    'phrases 13:70',
  ]);
});

test('lines of a comment and sums of strings are one text', async () => {
  const words = (count: number) => 'A '.repeat(count).trim();
  const long = `// ${words(13)}\n// ${words(13)}.\nconst text = 'The ${words(12)} ' +\n  '${words(13)}';\n`;
  expect(await rulesIn('a.ts', long, { strings: true })).toEqual([
    'sentence-length 1:4',
    'sentence-length 3:15',
  ]);
  expect(await rulesIn('a.md', `${words(MAX_WORDS)}.\n\n${words(MAX_WORDS)}.\n`)).toEqual([]);
});

test('a page of long words is hard to read', async () => {
  const page = (sentence: string) => `${sentence}\n`.repeat(12);
  const hard = await lint(
    'page.md',
    page('Observability instrumentation necessitates comprehensive configuration.'),
  );
  expect(hard.findings.map(({ rule, message }) => [rule, message])).toEqual([
    ['readability', expect.stringMatching(/^grade \d\d\.\d, over \d/)],
  ]);
  const easy = await lint('page.md', page('The span has the name of the call.'));
  expect(easy.findings).toEqual([]);
  expect(easy.readability?.wordsPerSentence).toBe(8);
});

test('the ratchet accepts no more than before, and falls', () => {
  const at = (line: number) => ({ file: 'a.md', line, column: 1, rule: 'phrases', message: '' });
  expect(beyond([at(1), at(2)], { phrases: { 'a.md': 2 } })).toEqual([]);
  expect(beyond([at(1), at(2)], { phrases: { 'a.md': 1 } })).toHaveLength(2);
  expect(beyond([at(1)], { phrases: { 'b.md': 1 } })).toHaveLength(1);
  const accepted = { phrases: { 'a.md': 2, 'b.md': 1 }, units: { 'a.md': 1 } };
  expect(lowered(accepted, countsOf([at(1)]))).toEqual({ phrases: { 'a.md': 1 }, units: {} });
  expect(lowered(accepted, countsOf([at(1), at(2), at(3)]))).toEqual({ phrases: { 'a.md': 2 }, units: {} });
});
