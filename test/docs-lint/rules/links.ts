// Addresses are whole and encrypted. Whether a link in the repository leads somewhere is tested in test/packages/pages.test.ts.
import type { Rule } from './rule.ts';

const LOCAL = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|[\w-]+)$|\.(?:local|internal|example|test)$/;

function problemOf(url: string): string | undefined {
  if (!/^[a-z][a-z+.-]*:/.test(url)) return undefined;
  if (!URL.canParse(url)) return 'is not an address';
  const { protocol, hostname } = new URL(url);
  if (LOCAL.test(hostname) || protocol === 'mailto:') return undefined;
  if (protocol !== 'https:') return 'is not encrypted: write https';
  return /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/.test(hostname) ? undefined : `has no host: "${hostname}"`;
}

export const links: Rule = {
  id: 'links',
  asks: 'whole addresses, with https',
  bad: 'Read [the page](http://opentelemetry.io/docs).',
  good: 'Read [the page](https://opentelemetry.io/docs).',
  *check(block) {
    for (const { at, url } of block.links) {
      const problem = problemOf(url);
      if (problem) yield { at, message: `${url} ${problem}` };
    }
  },
};
