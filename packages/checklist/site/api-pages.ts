// Fits the pages that typedoc wrote into the site: a link to the box on each, and one page for each rule, which is ours.
import { html } from './html.ts';

/** Where typedoc puts the checklist's pages. */
const RULE_PAGE = /^documents\/packages_checklist_docs_(.+)\.html$/;
const TOOLBAR = '<div id="tsd-toolbar-links">';

/**
 * A page of typedoc as it is in the site.
 *
 * @param path from typedoc's folder, which is a folder of the site
 * @param names the pages in `pages`
 * @throws Error when the page is not as typedoc 0.28 writes it
 */
export function fitApiPage(path: string, text: string, names: ReadonlySet<string>): string {
  const name = RULE_PAGE.exec(path)?.[1];
  if (name === 'README') return leadTo('../../index.html#pages');
  if (name !== undefined && names.has(name)) return leadTo(`../../pages/${name}.html`);
  const root = '../'.repeat(path.split('/').length);
  const link = html`<a href="${root}index.html">Paste an error</a>`.text;
  if (!text.includes(TOOLBAR)) throw new Error(`api/${path}: expected ${TOOLBAR}`);
  return text.replace(TOOLBAR, TOOLBAR + link);
}

const leadTo = (target: string): string =>
  html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=${target}">
<title>Moved</title>
<p><a href="${target}">The page is here.</a></p>
</html>
`.text;
