// `npm run lint:docs`: checks the prose of pages, comments, options and messages by the rules, and fails on what is new.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Finding, lint } from './lint.ts';
import { beyond, countsOf, lowered, readRatchet, writeRatchet } from './ratchet.ts';

const USAGE = `Usage: npm run lint:docs -- [options] [files and folders]

Without a path it looks at everything and prints what is more than accepted. With paths it prints all that it finds there.

  --rule RULE   only this rule
  --grades      also print the readability of each page
  --lower       lower the accepted counts to what is there now
`;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PATHS = ['*.md', '*.ts'];
/** API reports repeat the sources; a migration guide names what it leaves. */
const NO_PROSE = /\.api\.md$/;
/** Published texts: their strings are prose. Elsewhere comments are. */
const HAS_TEXTS = /^(?:packages\/[\w-]+\/(?:src|site)|examples)\//;
/** Strings here are words of others: messages that libraries, providers and the API print. */
const QUOTES_OTHERS =
  /^packages\/(?:checklist\/src\/(?:phrases|text|dialects|conditions|facts)|anthropic-simulator\/src\/(?:api|answer|request)|wire\/src\/request)\//;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rule: { type: 'string' },
    grades: { type: 'boolean', default: false },
    lower: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit();
}

const asked = positionals.map((path) => relative(ROOT, resolve(path)));
const missing = asked.filter((path) => !existsSync(resolve(ROOT, path)));
if (missing.length > 0) {
  console.error(`lint:docs: ${missing.join(', ')}: no such file or folder`);
  process.exit(2);
}
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...PATHS], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => !NO_PROSE.test(file) && existsSync(resolve(ROOT, file)))
  .filter(
    (file) =>
      asked.length === 0 || asked.some((path) => path === '' || file === path || file.startsWith(`${path}/`)),
  );

const findings: Finding[] = [];
for (const file of files) {
  const text = readFileSync(resolve(ROOT, file), 'utf8');
  const linted = await lint(file, text, { strings: HAS_TEXTS.test(file) && !QUOTES_OTHERS.test(file) });
  findings.push(...linted.findings.filter(({ rule }) => values.rule === undefined || rule === values.rule));
  if (values.grades && linted.readability) {
    const { grade, wordsPerSentence } = linted.readability;
    console.log(`${file}: grade ${grade.toFixed(1)}, ${wordsPerSentence.toFixed(1)} words a sentence`);
  }
}

const found = countsOf(findings);
let accepted = readRatchet();
if (values.lower) {
  if (asked.length > 0 || values.rule)
    throw new Error('--lower looks at everything: leave the paths and --rule out');
  // A new rule begins with what it finds.
  accepted = lowered({ ...found, ...accepted }, found);
  writeRatchet(accepted);
}

const excess = beyond(findings, accepted);
const shown = asked.length > 0 || values.rule ? findings : excess;
for (const { file, line, column, rule, message } of shown)
  console.log(`${file}:${line}:${column}: ${rule}: ${message}`);

const total = (counts: Readonly<Record<string, number>> = {}) =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);
for (const rule of [...new Set([...Object.keys(found), ...Object.keys(accepted)])].sort()) {
  if (asked.length === 0)
    console.log(
      `${rule.padEnd(18)} ${String(total(found[rule])).padStart(5)} found, ${total(accepted[rule])} accepted`,
    );
}
console.log(
  `${files.length} files, ${findings.length} findings, ${excess.length} in files with more than accepted`,
);
process.exitCode = excess.length > 0 ? 1 : 0;
