// The frame of every page of the site: its head with the policy, the links on top, the style.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Html, html } from './html.ts';

const STYLE = readFileSync(new URL('style.css', import.meta.url), 'utf8');

/** A page before it is in its layout. */
export interface PageParts {
  readonly title: string;
  readonly description: string;
  /** The path from the page to the root of the site, which works under any path. Only pages that any address can show have absolute links. */
  readonly root: '' | '../' | '/';
  /** Whether the site has the pages of packages, in `api`. */
  readonly hasPackages: boolean;
  /** Where the skip link leads. */
  readonly skipTo: { readonly id: string; readonly text: string };
  readonly main: Html;
  readonly script?: string | undefined;
}

/** The whole text of a page. */
export function pageHtml({ title, description, root, hasPackages, skipTo, main, script }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${description}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#${skipTo.id}">${skipTo.text}</a>
<header>
<a class="home" href="${root}index.html">Sevenstep</a>
<nav aria-label="Site">
<a href="${root}index.html#terms">Error texts</a>
<a href="${root}index.html#pages">All pages</a>
${
  hasPackages
    ? html`<a href="${root}api/index.html">Packages</a>
`
    : ''
}</nav>
</header>
<main id="main">
${main}
</main>
${script === undefined ? '' : html`<script>${new Html(script)}</script>\n`}</body>
</html>
`.text;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The page loads and sends no data. Style and script are in the page and allowed by their hash: `'self'` has no meaning
 * for a page from `file:`.
 */
function policy(script: string | undefined): string {
  return [
    "default-src 'none'",
    "connect-src 'none'",
    `script-src ${script === undefined ? "'none'" : hashOf(script)}`,
    `style-src ${hashOf(STYLE)}`,
    // The empty icon keeps browsers from asking the server for one.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    // Text becomes HTML nowhere in the script.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
