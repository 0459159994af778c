// Checks that every link of the site leads to a file and, where it names one, to an anchor in it.
import { posix } from 'node:path';

const LINK = /<(?:a|link|script|img|use)\b[^>]*?\s(?:href|src)="([^"]*)"/g;
const ANCHOR = /\sid="([^"]*)"/g;
/** Somewhere else, or in the link itself. */
const ELSEWHERE = /^(?:[a-z][a-z+.-]*:|$)/;

/**
 * The links that lead nowhere, each with its page.
 *
 * @param pages the text of each page of HTML by its path
 * @param exists whether there is a file at a path
 */
export function brokenLinks(
  pages: ReadonlyMap<string, string>,
  exists: (path: string) => boolean = (path) => pages.has(path),
): readonly string[] {
  const anchors = new Map(
    [...pages].map(([path, text]) => [path, new Set([...text.matchAll(ANCHOR)].map(([, id]) => id))]),
  );
  const leads = (page: string, link: string): boolean => {
    const [path = '', anchor = ''] = link.split('#').map(decodeURIComponent);
    const target = path === '' ? page : posix.join(posix.dirname(page), path);
    // A link out of the site may lead to anything on the same server.
    if (target.startsWith('..') || !exists(target)) return false;
    return anchor === '' || !pages.has(target) || (anchors.get(target)?.has(anchor) ?? false);
  };
  return [...pages].flatMap(([page, text]) =>
    [...text.matchAll(LINK)]
      .map(([, link = '']) => link.replaceAll('&amp;', '&').replaceAll('&#39;', "'"))
      .filter((link) => !ELSEWHERE.test(link) && !leads(page, link))
      .map((link) => `${page}: the link ${link} leads nowhere`),
  );
}
