// The page of supported versions has the versions that the matrix and the set-ups used, and the compilers of the tests.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NODES, type SetUp } from '../frameworks/set-up.ts';
import { SET_UPS } from '../frameworks/set-ups/index.ts';
import { CELLS, PLACEMENTS, PLATFORMS } from '../sdk-matrix/cells.ts';
import { versions } from '../sdk-matrix/recorded.ts';
import { expectGeneratedSection } from '../support/generated.ts';

const PAGE = new URL('../../packages/instrumentation-anthropic/docs/support.md', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

const installed: readonly Readonly<Record<string, string>>[] = [
  ...SET_UPS.map(({ dependencies }: SetUp) => dependencies),
  ...[...CELLS, ...PLACEMENTS.map(({ on }) => on)].map(({ otel }) => otel.packages),
];
const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');
/** Without duplicates, the oldest first. */
const sorted = (all: readonly (string | undefined)[]): string[] =>
  [...new Set(all.filter((one) => one !== undefined))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
const listed = (all: readonly string[]): string => all.join(', ').replace(/, ([^,]*)$/, ' and $1');
const versionsOf = (name: string): string[] => sorted(installed.map((packages) => packages[name]));
const minorsOf = (name: string): string => listed(sorted(versionsOf(name).map(minorOf)));

/** Versions from the rows with the README's set-up, and from the matrix. */
const OTEL = sorted([
  ...SET_UPS.map(({ id, title }) => (id.startsWith('readme-') ? / ([\d.]+)$/.exec(title)?.[1] : undefined)),
  ...[...CELLS, ...PLACEMENTS.map(({ on }) => on)].map(({ otel }) => minorOf(otel.packages[otel.sdk] ?? '')),
]);

const compilers = ['test/package.json', 'package.json'].map((file) =>
  minorOf(JSON.parse(textOf(file)).devDependencies.typescript),
);
const pinned: string = JSON.parse(textOf('package.json')).devDependencies.node;
const workerd = `workerd ${minorOf(versionsOf('workerd').at(-1) ?? '')}`;
const since = /compatibilityDate = "([\d-]+)"/.exec(textOf('test/frameworks/apps/workerd/config.capnp'))?.[1];

const ROWS: readonly (readonly string[])[] = [
  ['', 'supported', 'tested'],
  ['---', '---', '---'],
  [
    '`@anthropic-ai/sdk`',
    '`>=0.50 <2`',
    `${versions.length} versions from ${versions[0]} to ${versions.at(-1)}, each as CommonJS and ES modules, see [the matrix](../README.md#supported-versions)`,
  ],
  [
    'Bedrock, Vertex, Foundry and AWS clients',
    'those that go with SDK 1.x',
    Object.entries(PLATFORMS)
      .map(([name, version]) => `\`${name}\` ${version}`)
      .join(', '),
  ],
  ['OpenTelemetry SDK', '1.30, 2.x and 3.x', listed(OTEL)],
  ['`@opentelemetry/api`', '`^1.9.0`', listed(versionsOf('@opentelemetry/api'))],
  [
    'Node.js',
    '`>=20.6`; the doctor `>=20.12`',
    `${listed(sorted(Object.values(NODES)))} in [set-ups](set-ups.md); all else on ${pinned}`,
  ],
  [
    'TypeScript',
    '5.9 and newer, `moduleResolution` `node16`, `nodenext` or `bundler`',
    listed(sorted(compilers)),
  ],
  [
    'Bun, Deno',
    'with `@sevenstep/register` as preload; SDK 0.101 and newer also through its middleware',
    `Bun ${minorsOf('bun')}, Deno ${minorsOf('deno')}`,
  ],
  [
    'Edge runtimes',
    'SDK 0.101 and newer, through its middleware',
    `${workerd}, with compatibility date ${since}; the edge runtime of Next.js ${minorsOf('next')}`,
  ],
];

test('the page says what was tested', () => {
  expect(ROWS.flat().join()).not.toMatch(/undefined|, ,| $/);
  expectGeneratedSection(
    PAGE,
    'tested',
    ROWS.map((row) => `| ${row.join(' | ')} |`.replace('|  |', '| |')).join('\n'),
  );
});
