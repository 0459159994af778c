// Turns the Markdown of the checklist's pages into HTML.
import { Marked, Renderer } from 'marked';
import { escapeHtml, Html } from './html.ts';

/**
 * Markdown as HTML. Headings get the anchors that GitHub gives them, and `linkTo` says where every link leads, or
 * `undefined` for one that is shown as text. HTML in it is shown as text: our pages use none, and the texts of errors have some.
 *
 * @throws what `linkTo` throws, for a link that leads nowhere
 */
export function markdownToHtml(markdown: string, linkTo: (href: string) => string | undefined): Html {
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ depth, tokens, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const target = linkTo(href);
        return target === undefined ? text : `<a href="${escapeHtml(target)}">${text}</a>`;
      },
      // The policy lets no image in.
      image: ({ text }) => escapeHtml(text),
      html: ({ text }) => escapeHtml(text),
      table(token) {
        // It scrolls by itself where it is too wide, and with the keyboard when it has the focus.
        const table = Renderer.prototype.table.call(this, token);
        return `<div class="wide" tabindex="0" role="group" aria-label="Table">\n${table}</div>\n`;
      },
    },
  });
  return new Html(marked.parse(markdown, { async: false }));
}

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
