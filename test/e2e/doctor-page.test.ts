// The page of `sevenstep-doctor diagnose --html` in a browser: on a screen, a phone and paper; nothing runs, nothing is loaded.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drills } from '@sevenstep/checklist/drills';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { runDoctor } from '../support/doctor.ts';
import { asOtlpLines, runDrills } from '../support/stored-traces.ts';

const IDS = ['service.overloaded', 'response.stream_interrupted', 'response.max_tokens'] as const;

/** Values that run or load something where they are not escaped. */
const HOSTILE = [
  '<script>window.ran = 1</script>',
  '"><img src="http://127.0.0.1:1/loaded" onerror="window.ran = 1">',
  "' onmouseover='window.ran = 1",
  '</style><script>window.ran = 1</script>',
  '</title><svg onload="window.ran = 1">',
  '<link rel="stylesheet" href="http://127.0.0.1:1/loaded">',
  '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/loaded">',
];

const hostileSpan = (value: string, index: number) => {
  const attributes = {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': value,
    'error.type': 'not_found_error',
    'anthropic.error.message': `model: ${value}`,
    'anthropic.request.id': value,
    'anthropic.diagnosis.id': `request.${value}`,
    'anthropic.diagnosis.summary': value,
    'anthropic.stream.outcome': value,
    'anthropic.stream.last_event': value,
  };
  return {
    traceId: value,
    spanId: `s${index}`,
    name: value,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000001500000000',
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  };
};
const hostileLine = `${JSON.stringify({
  resourceSpans: HOSTILE.map((value, index) => ({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: value } }] },
    scopeSpans: [{ scope: {}, spans: [hostileSpan(value, index)] }],
  })),
})}\n`;

/** Texts that are long, have no place to break, or run from right to left. */
const ODD = [
  'x'.repeat(400),
  '模型名称'.repeat(80),
  'نص طويل جدا باللغة العربية '.repeat(10),
  '`code` '.repeat(60),
];
const oddLine = `${JSON.stringify({
  resourceSpans: ODD.map((value, index) => ({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: value } }] },
    scopeSpans: [{ scope: {}, spans: [hostileSpan(value, 100 + index)] }],
  })),
})}\n`;

/** More than one call of a finding: the others are folded. */
const MANY = Array.from({ length: 4 }, () => IDS[0]);

let folder: string;
let browser: Browser;
let page: Page;
const requested: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  const { spans } = await runDrills([...IDS, ...MANY].map((id) => drills[id] ?? { title: id }));
  const file = join(folder, 'traces.jsonl');
  await writeFile(file, (await asOtlpLines(spans)) + hostileLine + oddLine);
  const path = join(folder, 'report.html');
  const { stderr } = await runDoctor(['diagnose', file, '--html', path]);
  expect(stderr).toBe('');
  browser = await startChromium();
  page = await browser.newPage();
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

test('every finding can be seen, with its waterfall', async () => {
  for (const id of IDS) {
    const section = page.locator('section', { has: page.getByRole('heading', { name: id }) });
    expect(await section.isVisible()).toBe(true);
    expect(await section.getByText('fix', { exact: true }).first().isVisible()).toBe(true);
    const bar = await section.locator('svg rect').first().boundingBox();
    expect(bar?.width).toBeGreaterThan(100);
  }
  const section = page.locator('section', { hasText: 'service.overloaded' }).first();
  const attempts = section.locator('table').first().locator('tr.attempt');
  expect(await attempts.count()).toBe(3);
});

test('the style sheet is let through by the policy', async () => {
  const style = "getComputedStyle(document.querySelector('section.error')).borderLeftWidth";
  expect(await page.evaluate(style)).toBe('4px');
});

test('what spans say stands there as text', async () => {
  const text = await page.locator('body').textContent();
  for (const value of HOSTILE) expect(text).toContain(value);
});

test('nothing ran, and nothing was loaded', async () => {
  // A refresh or a late error would have come by now: all of the page has been read above.
  const loading = 'img, link, iframe, object, [onload], [onerror], [onmouseover]';
  expect(await page.evaluate("'ran' in window")).toBe(false);
  expect(await page.locator('script').count()).toBe(0);
  expect(await page.locator(loading).count()).toBe(0);
  expect(requested).toEqual([page.url()]);
});

/** Adds what runs and what loads, and waits until the browser has refused both. */
const BREAK_IN = `new Promise((resolve) => {
  const refused = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    refused.push(effectiveDirective);
    if (refused.length === 2) resolve({ refused: refused.sort(), ran: 'ran' in window });
  });
  const script = document.createElement('script');
  script.textContent = 'window.ran = 1';
  const image = document.createElement('img');
  image.src = 'http://127.0.0.1:1/loaded';
  document.body.append(script, image);
})`;

test('the policy keeps out what would get in all the same', async () => {
  expect(await page.evaluate(BREAK_IN)).toEqual({ refused: ['img-src', 'script-src-elem'], ran: false });
});

describe.each([
  ['a wide screen', { viewport: { width: 1280, height: 900 } }],
  ['a wide screen in the dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['a phone', { viewport: { width: 360, height: 800 }, isMobile: true, hasTouch: true }],
] as const)('%s', (_, options) => {
  let opened: Page;
  beforeAll(async () => {
    opened = await browser.newPage(options);
    await opened.goto(page.url(), { waitUntil: 'load' });
  });
  afterAll(() => opened?.context().close());

  test('axe finds nothing, whether calls are folded or not', async () => {
    expect(await axeViolations(opened)).toEqual([]);
    await opened.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await axeViolations(opened)).toEqual([]);
  });

  test('the page does not scroll sideways, and no text is cut', async () => {
    const { width } = options.viewport;
    expect(await opened.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const cut = `[...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > ${width})
      .map(({ outerHTML }) => outerHTML)`;
    expect(await opened.evaluate(cut)).toEqual([]);
  });
});

test('the list of findings and the folded calls work by keyboard', async () => {
  const opened = await browser.newPage();
  await opened.goto(page.url(), { waitUntil: 'load' });
  const focused = () => opened.evaluate<string>('document.activeElement.textContent');
  await opened.keyboard.press('Tab');
  const first = await focused();
  expect(await opened.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  await opened.keyboard.press('Enter');
  await opened.waitForURL(/#finding-1$/);
  expect(await opened.locator(':target').textContent()).toBe(`1. ${first}`);
  while (!/more calls?$/.test(await focused())) await opened.keyboard.press('Tab');
  await opened.keyboard.press('Enter');
  expect(await opened.locator('details[open] table').count()).toBeGreaterThan(0);
  await opened.context().close();
});

test('on paper the folded calls are open, in black on white', async () => {
  const opened = await browser.newPage({ colorScheme: 'dark' });
  await opened.goto(page.url(), { waitUntil: 'load' });
  const folded = opened.locator('details:not([open]) td').first();
  expect(await folded.isVisible()).toBe(false);
  await opened.emulateMedia({ media: 'print' });
  expect((await folded.boundingBox())?.height).toBeGreaterThan(5);
  const colours = '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]';
  expect(await opened.evaluate(colours)).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  await opened.context().close();
});
