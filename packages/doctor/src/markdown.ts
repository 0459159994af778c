// The pages' Markdown for a terminal: headings bold, code set off, paragraphs wrapped.
import { type Terminal, wrap } from './terminal.ts';

/** The lines of a page. A link to another page is its id. Other links and inline code stay as they are: they can be read and copied. */
export function renderMarkdown(page: string, out: Terminal): string[] {
  let inCode = false;
  return page
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('```')) {
        inCode = !inCode;
        return [];
      }
      if (inCode) return [`    ${out.style('cyan', line)}`];
      const heading = /^#+ (.*)/.exec(line)?.[1];
      return heading === undefined
        ? wrap(line.replace(PAGE_LINK, '$1'), out.width)
        : [out.style('bold', heading)];
    });
}

const PAGE_LINK = /\[([\w.]+)\]\(\1\.md\)/g;
