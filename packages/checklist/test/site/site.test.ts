// The site: every page is there, no link is dead, every page has its policy, and the script is small and loads nothing.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitApiPage } from '../../site/api-pages.ts';
import { brokenLinks } from '../../site/links.ts';
import { siteFiles } from '../../site/site.ts';
import { patterns, rules } from '../../src/index.ts';
import { listTerms } from '../../src/text.ts';

/** Bytes, compressed: what it is and some room. All but 4 kB is the checklist for text, which is to shrink to 60 kB. */
const SCRIPT_BUDGET = 86_000;

let files: ReadonlyMap<string, string>;
let front: string;
beforeAll(async () => {
  files = await siteFiles();
  front = files.get('index.html') ?? '';
});

const rowOf = (kind: 'id' | 'term', name: string): string =>
  new RegExp(`<tr data-${kind}="${name}">[\\s\\S]*?</tr>`).exec(front)?.[0] ?? '';
const pagesIn = (text: string) => [...text.matchAll(/href="pages\/([\w.]+)\.html"/g)].map(([, id]) => id);
const scriptOf = (page: string): string => /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('pages', () => {
  it('has one for each rule and pattern, and for each page of `docs`', () => {
    const ids = [...rules, ...patterns].map(({ id }) => id);
    const docs = readdirSync(new URL('../../docs/', import.meta.url))
      .filter((name) => name !== 'README.md')
      .map((name) => name.replace(/\.md$/, ''));
    const names = [...files.keys()].map((path) => path.replace(/^pages\/|\.html$/g, ''));
    expect(names).toEqual(expect.arrayContaining(ids));
    expect(names.toSorted()).toEqual([...docs, 'index'].toSorted());
  });

  it('lists each of them on the front page, with its severity and what the application sees', () => {
    for (const { id, severity } of [...rules, ...patterns]) {
      const row = rowOf('id', id);
      expect(pagesIn(row), id).toEqual([id]);
      expect(row, id).toContain(`<span class="severity ${severity}">`);
    }
    expect(rowOf('id', 'limits.acceleration')).toContain('<code class="term">429</code>');
  });

  it('lists each term over them, with its pages in their order', () => {
    for (const { term, pages } of listTerms()) {
      const row = rowOf('term', term);
      expect(pagesIn(row), term).toEqual(pages.map(({ id }) => id));
      expect(front.indexOf(row), term).toBeLessThan(front.indexOf('id="pages"'));
    }
  });
});

describe('links', () => {
  const API = 'api/index.html';

  it('has none that leads nowhere', () => {
    expect(brokenLinks(files, (path) => files.has(path) || path === API)).toEqual([]);
  });

  it.each([
    [
      'a file that is missing',
      '<a href="pages/none.html">',
      ['index.html: the link pages/none.html leads nowhere'],
    ],
    ['an anchor that is missing', '<a class="x" href="#none">', ['index.html: the link #none leads nowhere']],
    [
      'an anchor of another page',
      '<a href="b.html#none">',
      ['index.html: the link b.html#none leads nowhere'],
    ],
    ['a file above the site', '<a href="../README.md">', ['index.html: the link ../README.md leads nowhere']],
    ['a script that is missing', '<script defer src="a.js">', ['index.html: the link a.js leads nowhere']],
    ['what is there', '<a href="b.html#here"><a href="#"><a href="https://example.com/">', []],
  ])('finds %s', (_, text, broken) => {
    const pages = new Map([
      ['index.html', text],
      ['b.html', '<p id="here">'],
    ]);
    expect(brokenLinks(pages)).toEqual(broken);
  });

  it('is not built with a link of `docs` to no page', async () => {
    await expect(siteOf('[gone](limits.gone.md)')).rejects.toThrow(
      'docs/limits.one.md: the link limits.gone.md leads to no page',
    );
  });
});

describe('policy', () => {
  it('stands on every page before style and script, and allows these by their hash alone', () => {
    for (const [path, text] of files) {
      const [, policy = '', style = ''] =
        /<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="([^"]*)">[\s\S]*<style>([\s\S]*)<\/style>/.exec(
          text,
        ) ?? [];
      const directives = policy.replaceAll('&#39;', "'").split('; ');
      const script = scriptOf(text);
      expect(directives, path).toEqual([
        "default-src 'none'",
        "connect-src 'none'",
        `script-src ${script === '' ? "'none'" : hashOf(script)}`,
        `style-src ${hashOf(style)}`,
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ]);
      expect(text.match(/<style|<script/g), path).toHaveLength(script === '' ? 1 : 2);
    }
  });

  it('has nothing that a browser would load', () => {
    for (const [path, text] of files) {
      expect(text.match(/<link\b[^>]*>/g), path).toEqual(['<link rel="icon" href="data:,">']);
      expect(text.replace(scriptOf(text), ''), path).not.toMatch(
        /<(?:img|iframe|object|embed|video|audio|source|base|form)\b|\s(?:src|srcset|style|on\w+)=|@import|url\(/,
      );
    }
  });
});

describe('script', () => {
  it('is on the front page alone', () => {
    expect([...files].filter(([, text]) => scriptOf(text) !== '').map(([path]) => path)).toEqual([
      'index.html',
    ]);
  });

  it(`has at most ${SCRIPT_BUDGET} bytes, compressed, with every rule`, () => {
    const script = scriptOf(front);
    const plain = script.replaceAll('\\', '');
    const fixes = rules.map(({ fix }) => fix).filter((fix) => typeof fix === 'string');
    expect(fixes.length).toBeGreaterThan(50);
    expect(fixes.filter((fix) => !plain.includes(fix))).toEqual([]);
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(SCRIPT_BUDGET);
  });

  it('has none of the texts that only pages show', () => {
    const script = scriptOf(front);
    const confirmed = [...rules, ...patterns].map(({ confirm }) => JSON.stringify(confirm).slice(1, -1));
    expect(confirmed.filter((text) => script.includes(text))).toEqual([]);
    expect(script).not.toMatch(/\b(?:confirm|sources):/);
  });

  it('is no module and needs no Node.js', () => {
    expect(scriptOf(front)).not.toMatch(/\bimport\b[^`'"]{0,40}from|\brequire\(|["'`]node:/);
  });
});

describe('text of errors', () => {
  it('is text on the pages', async () => {
    const hostile = `<img src=x onerror="a"> "><script>b</script> </style> [x](javascript:c) ![picture](https://example.com/x.png) <!-- & &lt;`;
    await expect(siteOf(hostile)).rejects.toThrow('the link javascript:c leads to no page');
    const site = await siteOf(hostile.replace('javascript:c', 'https://example.com/?"><script>'));
    const page = site.get('pages/limits.one.html') ?? '';
    expect(page).toContain('&lt;img src=x onerror=&quot;a&quot;&gt;');
    expect(page.match(/<(?:script|img|\/style)/g)).toEqual(['</style']);
    const index = site.get('index.html') ?? '';
    const front = index.replace(scriptOf(index), '');
    expect(front.includes('&lt;b&gt;bold&lt;/b&gt; <code>&lt;i&gt;</code>')).toBe(true);
    expect(front.match(/<(?:b|i|img)\b/g)).toBeNull();
  });
});

describe('pages of typedoc', () => {
  const names = new Set(['limits.quota']);
  const page = '<header><div id="tsd-toolbar-links"></div></header>';

  it('have a link to the box', () => {
    expect(fitApiPage('index.html', page, names)).toContain('<a href="../index.html">Paste an error</a>');
    expect(fitApiPage('types/a.html', page, names)).toContain('<a href="../../index.html">');
  });

  it('lead to our page where both have one', () => {
    const moved = fitApiPage('documents/packages_checklist_docs_limits.quota.html', page, names);
    expect(moved).toContain('content="0; url=../../pages/limits.quota.html"');
    const index = fitApiPage('documents/packages_checklist_docs_README.html', page, names);
    expect(index).toContain('url=../../index.html#pages');
  });

  it('are refused when typedoc writes others', () => {
    expect(() => fitApiPage('index.html', '<header></header>', names)).toThrow(
      'api/index.html: expected <div',
    );
  });
});

let folder: string | undefined;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

/** The site of one page. */
async function siteOf(text: string): Promise<ReadonlyMap<string, string>> {
  folder ??= mkdtempSync(join(tmpdir(), 'site-'));
  writeFileSync(
    join(folder, 'README.md'),
    '# Every finding\n\n## 5 limits: <b>?\n\n- [limits.one](limits.one.md) (error, slow_down): <b>bold</b> `<i>`\n',
  );
  const seen = `The application sees:\n\n\`\`\`text\nError: 400 ${text}\n\`\`\`\n`;
  writeFileSync(join(folder, 'limits.one.md'), `# limits.one\n\n${text}\n\n${seen}`);
  return siteFiles({ docs: pathToFileURL(`${folder}/`) });
}
