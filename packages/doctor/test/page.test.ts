// The HTML report shows any text of a span as text, in every place where it shows parts of a span.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html, Markup, withCode } from '../src/report/markup.ts';
import { otlpLine } from './support/otlp.ts';
import { run } from './support/run.ts';

/** Markup that would run, break out of an attribute, or load something, by the place it was put in. */
const hostile = (place: string): string => `<script src="//x.test/${place}">'"&</script>`;
const shown = (place: string): string =>
  `&lt;script src=&quot;//x.test/${place}&quot;&gt;&#39;&quot;&amp;&lt;/script&gt;`;

/** Every place of the page, in order. */
const PLACES = [
  'what',
  'why',
  'fix',
  'evidence',
  'service',
  'request',
  'name',
  'stream',
  'attempt',
  'type',
] as const;

let folder: string;
let page: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-page-'));
  const call = {
    'gen_ai.provider.name': 'anthropic',
    'anthropic.sdk.method': 'messages.create',
    'anthropic.diagnosis.id': 'request.our_own',
    'anthropic.diagnosis.severity': 'error',
    'anthropic.diagnosis.summary': hostile('what'),
    'anthropic.diagnosis.cause': hostile('why'),
    'anthropic.diagnosis.fix': hostile('fix'),
    'anthropic.diagnosis.evidence': [hostile('evidence')],
    'anthropic.request.id': hostile('request'),
    'anthropic.stream.outcome': 'interrupted',
    'anthropic.stream.last_event': hostile('stream'),
    'error.type': hostile('type'),
  };
  const first = { trace: 't1', service: hostile('service'), name: hostile('name') };
  const stdin = [
    otlpLine({ ...first, id: 'c1', at: [0, 4], attributes: call }),
    otlpLine({
      ...first,
      id: 'a1',
      parent: 'c1',
      at: [0, 1],
      attributes: { 'http.request.method': 'POST', 'error.type': hostile('attempt') },
      scope: '@sevenstep/instrumentation-anthropic',
    }),
    otlpLine({
      ...first,
      id: 'a2',
      parent: 'c1',
      at: [2, 4],
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200 },
      scope: '@sevenstep/instrumentation-anthropic',
    }),
  ].join('');
  const path = join(folder, 'report.html');
  const { code } = await run(['diagnose', '-', '--html', path], { stdin });
  expect(code).toBe(3);
  page = await readFile(path, 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a span with markup in every text', () => {
  test.each(PLACES)('%s stands in the page, escaped', (place) => {
    expect(page).toContain(shown(place));
  });

  test('no tag is of the span', () => {
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag));
    const own = [
      ...'html head meta title style body header main h1 h2 p section dl dt dd bdi code span'.split(' '),
      ...'table caption thead tbody tr th td svg rect'.split(' '),
    ];
    expect([...tags].filter((tag) => !own.includes(tag ?? ''))).toEqual([]);
    expect(page).not.toContain('<script');
  });

  test('the page allows nothing to run or load', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy).toMatch(
      /^default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;$/,
    );
  });
});

test('the template escapes five signs, leaves markup, and shows nothing for nothing', () => {
  expect(
    html`<p>${'<>&"\''}${new Markup('<b>')}${undefined}${false}${0}${[new Markup('<i>'), new Markup('</i>')]}</p>`
      .text,
  ).toBe('<p>&lt;&gt;&amp;&quot;&#39;<b>0<i></i></p>');
});

test('bars are drawn to scale: begin and width of each row in thousandths of the call', () => {
  const bars = [...page.matchAll(/<rect x="([\d.]+)" width="([\d.]+)"/g)].map(([, x, width]) => [x, width]);
  expect(bars).toEqual([
    ['0.0', '1000.0'],
    ['0.0', '250.0'],
    ['250.0', '250.0'],
    ['500.0', '500.0'],
    ['997.0', '3.0'],
  ]);
});

test('draws a call without a request id, and a call that took no time', async () => {
  const path = join(folder, 'least.html');
  const stdin = otlpLine({
    at: [0, 0],
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'http.response.status_code': 529,
      'error.type': 'overloaded_error',
    },
  });
  await run(['diagnose', '-', '--html', path], { stdin });
  const least = await readFile(path, 'utf8');
  expect(least).toContain('<rect x="0.0" width="3.0"');
  expect(least).toContain('service.overloaded');
  expect(least).not.toContain('request <code>');
});

test('a page of texts without a failed call says so in its title', async () => {
  const path = join(folder, 'nothing.html');
  await run(['diagnose', '-', '--html', path], { stdin: 'listening on 8080\nready\n' });
  expect(await readFile(path, 'utf8')).toContain('<title>No failed call of Claude in 2 lines</title>');
});

const failed = (id: string, second: number, type: string) =>
  otlpLine({
    id,
    trace: id,
    at: [second, second + 1],
    attributes: { 'gen_ai.provider.name': 'anthropic', 'error.type': type, 'http.response.status_code': 529 },
  });

test('several findings have a list that leads to each, and one has none', async () => {
  const path = join(folder, 'several.html');
  const stdin = `${failed('c1', 0, 'overloaded_error')}x-api-key header is required\n401 authentication_error\n`;
  await run(['diagnose', '-', '--html', path], { stdin });
  const several = await readFile(path, 'utf8');
  const links = [...several.matchAll(/<a href="#([^"]*)">([^<]*)</g)].map(([, to, id]) => [to, id]);
  expect(links[0]).toEqual(['finding-1', 'service.overloaded']);
  expect(links.length).toBeGreaterThan(1);
  for (const [to] of links) expect(several).toContain(`<h2 id="${to}">`);
  expect(page).not.toContain('<nav');
});

test('calls of a finding beyond those that are kept are counted', async () => {
  const path = join(folder, 'many.html');
  const stdin = Array.from({ length: 22 }, (_, index) => failed(`c${index}`, index, 'overloaded_error')).join(
    '',
  );
  await run(['diagnose', '-', '--html', path], { stdin });
  const many = await readFile(path, 'utf8');
  expect(many).toContain('<summary>19 more calls</summary>');
  expect(many).toContain('2 more calls of this finding are not on this page.');
});

test('what stands in backticks is code', () => {
  expect(withCode('Set `max_tokens` < `8`').text).toBe('Set <code>max_tokens</code> &lt; <code>8</code>');
  expect(withCode('one ` alone').text).toBe('one ` alone');
});
