// The page on the cost of observing has the results of the bench. `UPDATE_DOCS=1` writes them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import recorded from '../bench/recorded.json' with { type: 'json' };
import { expectGeneratedSection } from '../support/generated.ts';

const PAGE = new URL('../../packages/instrumentation-anthropic/docs/cost.md', import.meta.url);

type Name = keyof typeof recorded;
type Figures = readonly [figure: number | null, share: number | null];

const figuresOf = (name: Name): Figures => recorded[name] as unknown as Figures;

function figureOf(name: Name): number {
  const [figure] = figuresOf(name);
  if (figure === null) throw new Error(`test/bench/recorded.json: no figure of "${name}"`);
  return figure;
}

/** The share that we add to the SDK's own cost. */
function share(name: Name): string {
  const [, added] = figuresOf(name);
  if (added === null) throw new Error(`test/bench/recorded.json: no share of "${name}"`);
  return `${(1 + added).toFixed(1)} times the SDK alone`;
}

const figure = (name: Name, unit: string, digits = 0): string => `${figureOf(name).toFixed(digits)} ${unit}`;

const times = (name: Name, of: string): string => `${figureOf(name).toFixed(1)} times ${of}`;

/** Memory beyond the SDK's own. A measured figure may be slightly less. */
const memory = (name: Name, unit: 'KiB' | 'MiB'): string =>
  Math.round(figureOf(name)) <= 0 ? 'nothing' : `${figure(name, unit)} more`;

const ROWS: readonly (readonly [what: string, cost: string])[] = [
  ['CPU time of a call', share('a call')],
  ['CPU time of a call that is not sampled', share('a call, not sampled')],
  ['CPU time of a call, no OpenTelemetry SDK registered', share('a call, no provider')],
  ['CPU time of a call with two retries (429, 429, 200)', share('429, 429, 200')],
  ['CPU time of an event of `create({ stream: true })`', share('an event, `create`')],
  ['CPU time of an event of `messages.stream()`', share('an event, `messages.stream`')],
  ['Heap allocated for a call', `${figure('heap allocated, a call', 'kB')} more`],
  ['Bytes of a call in an OTLP batch', figure('protobuf of a call', 'bytes')],
  ['Bytes of a call with two retries, which has four spans', figure('protobuf of 429, 429, 200', 'bytes')],
  ['Attributes of a call span', figure('attributes of a call', 'attributes')],
  ['Memory of an open stream', figure('an open stream', 'KiB', 1)],
  ['Memory at the peak of a 20 MB answer', memory('an answer of 20 MB, at the highest', 'MiB')],
  ['Memory kept after 100 000 calls', memory('kept after 100 000 calls', 'KiB')],
  [
    'Longest block of the event loop while 40 MB pass',
    times('the longest block while 40 MB pass, to the SDK without it', 'the SDK alone'),
  ],
  [
    'Time to import',
    times('import, to @opentelemetry/instrumentation alone', '`@opentelemetry/instrumentation` alone'),
  ],
  ['Size of the package, packed', figure('the instrumentation, packed', 'kB')],
];

test('the table is that of the recorded figures', () => {
  const rows = ROWS.map(([what, cost]) => `| ${what} | ${cost} |`);
  expectGeneratedSection(PAGE, 'cost', `| what | cost |\n| --- | --- |\n${rows.join('\n')}`);
});

test('the page promises no time, which the machine decides', () => {
  expect(readFileSync(PAGE, 'utf8')).not.toMatch(/\d (?:µs|ms)\b/);
});
