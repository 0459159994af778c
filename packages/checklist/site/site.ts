// The whole site as texts by their paths: the front page, and a page for each rule.
import { listTerms } from '../src/text.ts';
import { bundleScript } from './bundle.ts';
import { frontPage } from './front-page.ts';
import { rulePage } from './rule-page.ts';
import { readPages } from './rule-pages.ts';

const DOCS = new URL('../docs/', import.meta.url);

/** What the box shows on request: errors of four steps. */
const EXAMPLES = [
  'service.overloaded',
  'limits.input_tokens_per_minute',
  'identity.key_invalid',
  'request.context_window',
] as const;

/** Path from the root of the site to text. @throws Error for a page that cannot be read, or a link that leads nowhere. */
export async function siteFiles(docs: URL = DOCS): Promise<ReadonlyMap<string, string>> {
  const { steps, markdownOf } = readPages(docs);
  const names = new Set(markdownOf.keys());
  const pages = steps.flatMap((step) => step.pages);
  const examples = EXAMPLES.map((id) => pages.find((page) => page.id === id)?.seen?.text ?? '');
  const script = await bundleScript();
  return new Map([
    ['index.html', frontPage({ steps, terms: listTerms(), examples, script })],
    ...[...markdownOf].map(
      ([name, markdown]) => [`pages/${name}.html`, rulePage(name, markdown, names)] as const,
    ),
  ]);
}
