// `npm run jaeger`: the links and the order of tags in Jaeger's page, the pages behind the links, and taken ports.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { RELEASED } from '@sevenstep/checklist';
import { ATTRIBUTES } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGES_PORT, type Pages, servePages } from '../../examples/jaeger/src/pages.ts';
import { assertPortsFree } from '../../examples/jaeger/src/taken-ports.ts';

const UI = JSON.parse(
  readFileSync(new URL('../../examples/jaeger/jaeger-ui.json', import.meta.url), 'utf8'),
) as {
  readonly topTagPrefixes: readonly string[];
  readonly linkPatterns: readonly { readonly key: string; readonly url: string }[];
};

test('the tags on top are attributes that spans have, the verdict first', () => {
  const names = [...Object.keys(ATTRIBUTES), 'otel.status_description'];
  for (const prefix of UI.topTagPrefixes)
    expect(
      names.some((name) => name.startsWith(prefix)),
      prefix,
    ).toBe(true);
  const verdict = ['summary', 'fix', 'evidence', 'id'].map((part) => `anthropic.diagnosis.${part}`);
  expect(UI.topTagPrefixes.slice(0, 4)).toEqual(verdict);
});

describe('the pages', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await servePages(0);
  });
  afterAll(() => pages.close());

  test('are where the link of an id leads', async () => {
    const [link] = UI.linkPatterns;
    expect(link?.key).toBe('anthropic.diagnosis.id');
    for (const id of RELEASED) {
      const url = new URL((link?.url ?? '').replaceAll('#{anthropic.diagnosis.id}', id));
      expect(Number(url.port)).toBe(PAGES_PORT);
      const response = await fetch(new URL(url.pathname, pages.url));
      expect(response.status, id).toBe(200);
      expect(await response.text()).toContain(id);
    }
  });

  test('have a front page to paste an error into, and nothing else', async () => {
    expect(await (await fetch(pages.url)).text()).toContain('<textarea');
    const missing = await fetch(new URL('pages/constructor.html', pages.url));
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('There is no such page');
  });

  test('lead nowhere that is not served', async () => {
    for (const path of ['', 'pages/limits.quota.html', 'nowhere/at/all']) {
      const at = new URL(path, pages.url);
      const text = await (await fetch(at)).text();
      const links = [...text.matchAll(/<a [^>]*href="([^"#]+)/g)].map(([, to = '']) => new URL(to, at));
      const own = new Set(links.filter(({ host }) => host === at.host).map(({ href }) => href));
      expect(own.size).toBeGreaterThan(0);
      for (const href of own) expect((await fetch(href)).status, href).toBe(200);
    }
  });
});

test('a taken port is named with its variable and the process that holds it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  try {
    await expect(assertPortsFree({ JAEGER_QUERY_PORT: port })).rejects.toThrow(
      new RegExp(
        `^Port ${port} is taken by (.+ \\(process ${process.pid}\\)|another process)\\. Stop it, or set JAEGER_QUERY_PORT to another port\\.$`,
      ),
    );
  } finally {
    server.close();
  }
  await assertPortsFree({ JAEGER_QUERY_PORT: port });
});
