// Reads the checklist's pages, which are Markdown in `docs`, in the order of their index.
import { readdirSync, readFileSync } from 'node:fs';
import { type SeenError, seenError } from './seen-error.ts';

/** The page of a rule or pattern. */
export interface RulePage {
  readonly id: string;
  readonly severity: string;
  /** An example of what the checklist says, without a full stop. */
  readonly summary: string;
  /** The application's error when its drill runs. */
  readonly seen: SeenError | undefined;
  readonly markdown: string;
}

/** The pages of one step, under its question. */
export interface StepPages {
  /** `limits`, as an anchor. */
  readonly name: string;
  /** `5 limits: Are you within your limits?` */
  readonly title: string;
  readonly pages: readonly RulePage[];
}

/** All pages of `docs`. */
export interface Pages {
  readonly steps: readonly StepPages[];
  /** The Markdown of every id with a page, also of renamed and retired ids, which are in no index. */
  readonly markdownOf: ReadonlyMap<string, string>;
}

const INDEX = 'README.md';

/** @throws Error when a line of the index cannot be read. */
export function readPages(docs: URL): Pages {
  const markdownOf = new Map(
    readdirSync(docs)
      .filter((name) => name.endsWith('.md') && name !== INDEX)
      .map((name) => [name.slice(0, -'.md'.length), readFileSync(new URL(name, docs), 'utf8')]),
  );
  const steps = readFileSync(new URL(INDEX, docs), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => stepOf(section, markdownOf));
  return { steps, markdownOf };
}

function stepOf(section: string, markdownOf: ReadonlyMap<string, string>): StepPages {
  const [title = '', ...lines] = section.trim().split('\n');
  const pages = lines.filter((line) => line !== '').map((line) => pageOfLine(line, markdownOf));
  return { name: pages[0]?.id.split('.', 1)[0] ?? '', title, pages };
}

/** From `- [id](id.md) (severity, action): summary`. */
function pageOfLine(line: string, markdownOf: ReadonlyMap<string, string>): RulePage {
  const [, id = '', severity = '', summary = ''] =
    /^- \[([\w.]+)\]\(\1\.md\) \((\w+), \w+\): (.+)$/.exec(line) ?? [];
  const markdown = markdownOf.get(id);
  if (markdown === undefined)
    throw new Error(`docs/${INDEX}: expected "- [id](id.md) (severity, action): summary", got "${line}"`);
  return { id, severity, summary, seen: seenError(markdown), markdown };
}
