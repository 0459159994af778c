// The load hook: which files it touches, and that what it appends reports and cannot fail.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { PATCH_POINTS } from '../../instrumentation-anthropic/src/sdk/patch-points.ts';
import { load, loadInDeno, loadSync, reportOf, SDK_CLASSES } from '../src/sdk-loader.ts';

const SLOT = Symbol.for('@sevenstep/sdk-modules.v1');
const SDK = new URL('../../../test/node_modules/@anthropic-ai/sdk/', import.meta.url).href;
const loaded = (source: unknown) => () => ({ format: 'module', source });
const textOf = (url: string, source: unknown) => loadSync(url, {}, loaded(source)).source;

/** Packages by the name of their folder, with the name in their `package.json`. */
const project = mkdtempSync(join(tmpdir(), 'sevenstep-alias-'));
afterAll(() => rmSync(project, { recursive: true }));
function installed(folder: string, name: string): string {
  const path = join(project, 'node_modules', folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
  return pathToFileURL(`${path}/`).href;
}

test('the files are those of the patch points, and that of an old SDK', () => {
  expect(Object.keys(SDK_CLASSES).toSorted()).toEqual(
    [...PATCH_POINTS.map(({ file }) => file), 'index'].toSorted(),
  );
});

describe('files that stay as they are', () => {
  test.each([
    'file:///app/client.mjs',
    'file:///app/node_modules/@anthropic-ai/sdk/lib/client.mjs',
    'file:///app/node_modules/@anthropic-ai/sdk/client.js',
    'file:///app/node_modules/@anthropic-ai/sdk/client.mjs?iitm=true',
    'file:///app/node_modules/@anthropic-ai/sdk/constructor.mjs',
    'file:///app/node_modules/not-@anthropic-ai/sdk-x/client.mjs',
    'file:///app/node_modules/.nitro/@anthropic-ai/sdk@1.2.3/lib/client.mjs',
    'file:///app/node_modules/.nitro/@anthropic-ai/sdk@1.2.3/client.mjs?iitm=true',
    'file:///app/node_modules/.nitro/@anthropic-ai/sdk-x@1.2.3/client.mjs',
    `${installed('other', 'other')}client.mjs`,
    `${installed('claude', '@anthropic-ai/sdk')}lib/client.mjs`,
    `${installed('claude', '@anthropic-ai/sdk')}client.mjs?iitm=true`,
    'node:fs',
    'data:text/javascript,0',
  ])('%s', (url) => {
    expect(textOf(url, 'export {};')).toBe('export {};');
  });

  test.each([null, undefined, 42])('a source that is %s', (source) => {
    expect(textOf(`${SDK}client.mjs`, source)).toBe(source);
  });
});

test('in Deno, the hook returns nothing but files of the SDK', () => {
  const inDeno = (url: string) => loadInDeno(url, {}, loaded('{}'))?.source;
  expect(inDeno('file:///app/node_modules/@grpc/grpc-js/package.json')).toBeUndefined();
  expect(inDeno('file:///app/node_modules/addon/build/Release/addon.node')).toBeUndefined();
  expect(inDeno(`${SDK}client.mjs`)).toContain('BaseAnthropic');
});

test.each(Object.entries(SDK_CLASSES))('%s reports its version and its classes', async (file, names) => {
  const reports: { file: string; version: string; exports: Record<string, unknown> }[] = [];
  const global = globalThis as { [SLOT]?: unknown };
  const before = global[SLOT];
  global[SLOT] = { report: (one: (typeof reports)[number]) => reports.push(one) };
  try {
    const source = new TextEncoder().encode(names.map((name) => `class ${name} {}`).join('\n'));
    const { source: changed } = await load(`${SDK}${file}.mjs`, {}, async () => loaded(source)());
    await import(`data:text/javascript,${encodeURIComponent(String(changed))}`);
  } finally {
    global[SLOT] = before;
  }
  expect(reports).toEqual([
    {
      file,
      version: expect.stringMatching(/^1\./),
      exports: Object.fromEntries(names.map((name) => [name, expect.any(Function)])),
    },
  ]);
});

describe('files that report', () => {
  test.each([
    ['under an alias of npm', `${installed('claude', '@anthropic-ai/sdk')}client.mjs`],
    ['under an alias with a scope', `${installed('@legacy/claude', '@anthropic-ai/sdk')}index.mjs`],
    ['under an alias, in CommonJS', `${installed('claude', '@anthropic-ai/sdk')}core/api-promise.js`],
    [
      'in a folder of Nitro, with the version',
      `${installed('.nitro/@anthropic-ai/sdk@1.2.3', '@anthropic-ai/sdk')}client.mjs`,
    ],
    [
      'in a folder of Nitro, in CommonJS',
      `${installed('.nitro/@anthropic-ai/sdk@1.2.3', '@anthropic-ai/sdk')}resources/messages/messages.js`,
    ],
    [
      "in Bun's cache",
      `${installed('@anthropic-ai/sdk@1.2.3@@@1', '@anthropic-ai/sdk')}core/api-promise.mjs`,
    ],
    [
      "in Deno's cache",
      `${installed('@anthropic-ai/sdk/1.2.3', '@anthropic-ai/sdk')}resources/beta/messages/messages.mjs`,
    ],
    ['with a query, as of tsx', `${SDK}client.mjs?tsx-namespace=1762345678`],
    ['under an alias and with a query', `${installed('claude', '@anthropic-ai/sdk')}client.mjs?v=1`],
  ])('%s', (_, url) => {
    expect(textOf(url, 'export {};')).toMatch(/version:"1\./);
  });
});

test('the statement is put there once, and does nothing where classes or listeners are missing or throw', async () => {
  const url = `${SDK}client.mjs`;
  const once = textOf(url, '0;');
  expect(textOf(url, once)).toBe(once);
  const global = globalThis as { [SLOT]?: unknown };
  const before = global[SLOT];
  try {
    for (const slot of [
      undefined,
      {},
      {
        report: () => {
          throw new Error('from a listener');
        },
      },
    ]) {
      global[SLOT] = slot;
      await import(`data:text/javascript,${encodeURIComponent(`${once}//${String(slot)}${Math.random()}`)}`);
    }
  } finally {
    global[SLOT] = before;
  }
});

test('a package without a version that can be read has none', () => {
  const url = 'file:///nowhere/@anthropic-ai/sdk/client.mjs';
  expect(reportOf(url)).toContain('version:undefined');
  expect(fileURLToPath(url)).toContain('nowhere');
});
