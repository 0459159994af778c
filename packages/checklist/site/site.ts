// The whole site as texts by their paths: the front page, a page for each rule, and the page for missing ones.
import { listTerms } from '../src/text.ts';
import { bundleScript } from './bundle.ts';
import { frontPage } from './front-page.ts';
import { html } from './html.ts';
import { pageHtml } from './layout.ts';
import { rulePage } from './rule-page.ts';
import { readPages } from './rule-pages.ts';

const DOCS = new URL('../docs/', import.meta.url);

/** Examples for the box: errors of four steps. */
const EXAMPLES = [
  'service.overloaded',
  'limits.input_tokens_per_minute',
  'identity.key_invalid',
  'request.context_window',
] as const;

interface SiteOptions {
  /** The folder of the pages. */
  readonly docs?: URL;
  /** Whether typedoc's pages of the packages are in `api`. @default true */
  readonly hasPackages?: boolean;
}

/** Path from the root of the site to text. @throws Error for a page that cannot be read, or a link that leads nowhere. */
export async function siteFiles({
  docs = DOCS,
  hasPackages = true,
}: SiteOptions = {}): Promise<ReadonlyMap<string, string>> {
  const { steps, markdownOf } = readPages(docs);
  const names = new Set(markdownOf.keys());
  const pages = steps.flatMap((step) => step.pages);
  const examples = EXAMPLES.map((id) => pages.find((page) => page.id === id)?.seen?.text ?? '');
  const script = await bundleScript();
  return new Map([
    ['index.html', frontPage({ steps, terms: listTerms(), examples, script, hasPackages })],
    ...[...markdownOf].map(
      ([name, markdown]) => [`pages/${name}.html`, rulePage(name, markdown, { names, hasPackages })] as const,
    ),
  ]);
}

/** For a server at the root of its host. */
export const missingPage = (): string =>
  pageHtml({
    title: 'There is no such page · Sevenstep',
    description: 'There is no page at this address.',
    root: '/',
    hasPackages: false,
    skipTo: { id: 'main', text: 'Skip to the text' },
    main: html`<h1>There is no such page</h1>
<p>Look the diagnosis up in the <a href="/index.html#pages">list of all pages</a>, or <a href="/index.html">paste the error</a>.</p>`,
  });
