// The page of one rule or pattern, and pages about all of them.
import { html } from './html.ts';
import { pageHtml } from './layout.ts';
import { markdownToHtml } from './markdown.ts';

/**
 * A page of `docs`, as HTML.
 *
 * @throws Error when it links to no page
 */
export function rulePage(name: string, markdown: string, names: ReadonlySet<string>): string {
  const [title = name, summary = ''] = markdown.split('\n\n');
  return pageHtml({
    title: `${title.replace(/^# /, '')} · Sevenstep`,
    description: summary,
    root: '../',
    skipTo: { id: 'main', text: 'Skip to the text' },
    main: html`<article>\n${markdownToHtml(markdown, (href) => linkOf(href, name, names))}</article>
<p><a href="../index.html">Paste another error</a></p>`,
  });
}

/** Links between the pages are to Markdown; the index of them is on the front page. */
function linkOf(href: string, name: string, names: ReadonlySet<string>): string | undefined {
  if (/^https:/.test(href)) return href;
  // The address of a drill's server in the text of an error.
  if (/^http:/.test(href)) return undefined;
  const [, target = '', anchor = ''] = /^([\w.]+)\.md(#.*)?$/.exec(href) ?? [];
  if (target === 'README') return '../index.html#pages';
  if (!names.has(target)) throw new Error(`docs/${name}.md: the link ${href} leads to no page`);
  return `${target}.html${anchor}`;
}
