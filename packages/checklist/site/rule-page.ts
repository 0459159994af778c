// The page of one rule or pattern, and pages about all of them.
import { Html, html } from './html.ts';
import { pageHtml } from './layout.ts';
import { markdownToHtml } from './markdown.ts';

/**
 * A page of `docs`, as HTML.
 *
 * @throws Error when it links to no page
 */
export function rulePage(
  name: string,
  markdown: string,
  { names, hasPackages }: { readonly names: ReadonlySet<string>; readonly hasPackages: boolean },
): string {
  const [title = name, summary = ''] = markdown.split('\n\n');
  return pageHtml({
    title: `${title.replace(/^# /, '')} · Sevenstep`,
    description: summary,
    root: '../',
    hasPackages,
    skipTo: { id: 'main', text: 'Skip to the text' },
    main: html`<article>
${withSectionLinks(markdownToHtml(markdown, (href) => linkOf(href, name, names)))}</article>
<p><a href="../index.html">Paste another error</a></p>`,
  });
}

/** Links to the sections, in front of the first one: a reader in a hurry goes on to the fix. */
function withSectionLinks({ text }: Html): Html {
  const sections = [...text.matchAll(/<h2 id="([^"]*)">(.*)<\/h2>/g)];
  const [first] = sections;
  if (first === undefined) return new Html(text);
  const links = sections.map(
    ([, id = '', title = '']) => html`<li><a href="#${id}">${new Html(title)}</a></li>`,
  );
  const nav = html`<nav aria-label="Sections"><ul class="links">${links}</ul></nav>\n`;
  return new Html(text.slice(0, first.index) + nav.text + text.slice(first.index));
}

/** Links between the pages are to Markdown; the index of them is on the front page. */
function linkOf(href: string, name: string, names: ReadonlySet<string>): string | undefined {
  if (/^(?:https:|#)/.test(href)) return href;
  // The address of a drill's server in the text of an error, and what the repository has beside the pages.
  if (/^(?:http:|\.\.\/)/.test(href)) return undefined;
  const [, target = '', anchor = ''] = /^([\w.]+)\.md(#.*)?$/.exec(href) ?? [];
  if (target === 'README') return '../index.html#pages';
  if (!names.has(target)) throw new Error(`docs/${name}.md: the link ${href} leads to no page`);
  return `${target}.html${anchor}`;
}
