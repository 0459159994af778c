// The page to paste an error into, in a browser: from a file and from a server, by keyboard, on a phone, in the dark.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { siteFiles } from '../../packages/checklist/site/site.ts';
import { axeViolations } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';

/** Errors with different request ids, because the same id means the same error. */
const overloaded = (count: number): string =>
  `529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUq${String(count).padStart(4, '0')}"}`;
const OVERLOADED = overloaded(0);
const QUOTA =
  '429 {"type":"error","error":{"type":"rate_limit_error","message":"You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."}}';

/** A path of a server that is not its root. */
const SUB_PATH = '/docs/sevenstep/';

let folder: string;
let server: Server;
let browser: Browser;
let paths: readonly string[];
const fromFile = (path: string): string => pathToFileURL(join(folder, path)).href;
const fromServer = (path: string): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}${SUB_PATH}${path}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'));
  const files = await siteFiles();
  paths = [...files.keys()];
  await Promise.all(
    [...files].map(async ([path, text]) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }),
  );
  server = createServer(async ({ url = '' }, response) => {
    const path = url.startsWith(SUB_PATH) ? url.slice(SUB_PATH.length) || 'index.html' : '';
    if (!paths.includes(path)) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/html').end(await readFile(join(folder, path)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

let requested: string[];
let complaints: string[];
let page: Page;
afterEach(() => page?.context().close());

async function open(url: string, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext(options);
  page = await context.newPage();
  requested = [];
  complaints = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url, { waitUntil: 'load' });
}

const box = () => page.getByRole('textbox');
const results = () => page.getByRole('region', { name: 'Diagnosis' });
const status = () => page.getByRole('status');
const finding = (summary: string | RegExp) => results().getByRole('article', { name: summary });
/** The id or the text of what has the focus. */
const focused = () =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.textContent.trim()');

describe.each([
  ['a file', (path: string) => fromFile(path)],
  ['a server, under a path', (path: string) => fromServer(path)],
])('from %s', (_, at) => {
  test('a text that is pasted is diagnosed, and nothing leaves the page', async () => {
    await open(at('index.html'));
    await box().fill(OVERLOADED);
    await finding('The API is overloaded').waitFor();
    expect(await status().textContent()).toBe('1 error: service.overloaded.');
    const shown = await results().textContent();
    expect(shown).toContain('Step 6 of 7: service');
    expect(shown).toContain('Retry after 1, 2, 4, 8 s with jitter');
    expect(requested).toEqual([page.url()]);
    expect(complaints).toEqual([]);
  });

  test('the diagnosis leads to its page, and from there to others and back', async () => {
    await open(at('index.html'));
    await box().fill(OVERLOADED);
    await finding('The API is overloaded').getByRole('link', { name: 'service.overloaded' }).click();
    await page.getByRole('heading', { name: 'How to fix' }).waitFor();
    expect(page.url()).toBe(at('pages/service.overloaded.html'));
    await page.getByRole('article').getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: /^\w+\.\w+$/ }).waitFor();
    await page.getByRole('link', { name: 'All pages' }).click();
    await page.waitForURL(`${at('index.html')}#pages`);
    expect(complaints).toEqual([]);
  });
});

test('the diagnosis comes as one types', async () => {
  await open(fromFile('index.html'));
  await box().pressSequentially(OVERLOADED.slice(0, -40));
  await finding('The API is overloaded').waitFor();
});

test('what is pasted from the clipboard beside the box goes into it', async () => {
  await open(fromServer('index.html'), { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(OVERLOADED)})`);
  await page.getByRole('heading', { name: 'All pages' }).click();
  await page.keyboard.press('Control+v');
  await finding('The API is overloaded').waitFor();
  expect(await focused()).toBe('text');
});

test('errors of a log are grouped by diagnosis, and each is shown once', async () => {
  await open(fromFile('index.html'));
  await box().fill([OVERLOADED, QUOTA, overloaded(1), OVERLOADED].join('\n'));
  await finding('The API is overloaded').waitFor();
  expect(await status().textContent()).toBe('3 errors, 2 diagnoses.');
  expect(await results().getByRole('article').count()).toBe(2);
  expect(await finding('The API is overloaded').textContent()).toContain('2 times');
});

test('evidence is a button that selects it in the text', async () => {
  await open(fromFile('index.html'));
  await box().fill(`${'a healthy line\n'.repeat(100)}${OVERLOADED}`);
  const quote = finding('The API is overloaded').getByRole('button').first();
  const part = await quote.textContent();
  await quote.click();
  expect(await focused()).toBe('text');
  expect(await page.evaluate('document.activeElement.scrollTop')).toBeGreaterThan(0);
  const selected =
    'document.activeElement.value.slice(...[document.activeElement].flatMap((box) => [box.selectionStart, box.selectionEnd]))';
  expect(await page.evaluate(selected)).toBe(part);
});

test('two candidates of one error are shown as two, each with what would tell', async () => {
  await open(fromFile('index.html'));
  const error = { type: 'authentication_error', message: 'x-api-key header is required' };
  await box().fill(`401 ${JSON.stringify({ type: 'error', error })}`);
  const both = results().getByRole('group', { name: 'One error, 2 candidates' });
  await both.waitFor();
  expect(await status().textContent()).toBe(
    '1 error: identity.missing_credentials or identity.header_stripped.',
  );
  const findings = await both.getByRole('article').allTextContents();
  expect(findings).toHaveLength(2);
  for (const text of findings) {
    expect(text).toContain('likely');
    expect(text).toContain('To be surer');
  }
});

/** Sets the text as if a long one was pasted, because typing takes minutes. */
const paste = (text: string) =>
  page.evaluate(`(() => {
    const box = document.querySelector('#text');
    box.value = ${JSON.stringify(text)};
    box.dispatchEvent(new InputEvent('input'));
  })()`);

/** Long enough that it is read in slices. */
const LONG_LOG = Array.from(
  { length: 500 },
  (_, count) => `${'2026-11-28T03:00:00Z INFO GET /health 200 in 3 ms\n'.repeat(20)}${overloaded(count)}\n`,
).join('');

test('a long log is read in slices: what is found is shown on the way, and Esc ends it', async () => {
  await open(fromFile('index.html'));
  await page.evaluate(`(() => {
    window.said = [];
    const status = document.querySelector('#status');
    const look = () => window.said.push([status.textContent, document.querySelectorAll('article').length]);
    new MutationObserver(look).observe(status, { childList: true });
  })()`);
  await paste(LONG_LOG);
  await status().getByText('500 errors, 1 diagnosis.').waitFor();
  const said = await page.evaluate<[string, number][]>('window.said');
  expect(said.some(([text, findings]) => /^Reading: \d+ %$/.test(text) && findings === 1)).toBe(true);
  expect(await finding('The API is overloaded').textContent()).toContain('500 times');

  // The page itself presses it as soon as it reads. On a fast machine, the test would come too late.
  await page.evaluate(`(() => {
    const status = document.querySelector('#status');
    const observer = new MutationObserver(() => {
      if (!status.textContent.startsWith('Reading: ')) return;
      observer.disconnect();
      document.querySelector('#text').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    observer.observe(status, { childList: true });
  })()`);
  await paste(`${LONG_LOG} `);
  await results().waitFor({ state: 'hidden' });
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
  expect(await status().textContent()).toBe('');
});

test.each([
  ['a healthy log line', '2026-11-28T03:00:00Z INFO GET /health 200 in 3 ms'],
  ['an error of a database', 'Error: connect ECONNREFUSED 127.0.0.1:5432 at TCPConnectWrap (postgres)'],
])('%s is no failed call, and the page says so', async (_, text) => {
  await open(fromFile('index.html'));
  await box().fill(text);
  await status().getByText('No failed Claude API call in this text').waitFor();
  expect(await results().isVisible()).toBe(false);
});

test.each([
  ['a status', '529', 'service.overloaded'],
  ['an error type', 'overloaded_error', 'service.overloaded'],
  ['a class', 'anthropic.APIConnectionTimeoutError', 'connection.request_timeout'],
  ['a stop reason', 'refusal', 'response.refusal'],
  ['words of a message', 'ramp limit', 'limits.acceleration'],
])('%s leads to its pages', async (_, query, id) => {
  await open(fromFile('index.html'));
  await box().fill(query);
  await results().getByRole('link', { name: id }).waitFor();
  expect(await status().textContent()).toMatch(/^\d+ pages? match/);
});

test('all is reached with the keyboard, and Esc clears the box', async () => {
  await open(fromFile('index.html'));
  expect(await focused()).toBe('text');
  await page.keyboard.insertText(OVERLOADED);
  await finding('The API is overloaded').waitFor();
  for (const wanted of ['clear', 'example', /^529/, 'service.overloaded']) {
    await page.keyboard.press('Tab');
    while (wanted === 'service.overloaded' && (await focused()) !== wanted) await page.keyboard.press('Tab');
    expect(await focused()).toMatch(wanted);
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(fromFile('pages/service.overloaded.html'));
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the text');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${fromFile('pages/service.overloaded.html')}#main`);

  await page.goto(fromFile('index.html'));
  await page.keyboard.insertText(OVERLOADED);
  await finding('The API is overloaded').waitFor();
  await page.keyboard.press('Escape');
  await results().waitFor({ state: 'hidden' });
  expect(await box().inputValue()).toBe('');
  expect(await status().textContent()).toBe('');
  expect(await focused()).toBe('text');
});

test('an example is shown on request, another one each time, and each has a diagnosis', async () => {
  await open(fromFile('index.html'));
  const texts = new Set<string>();
  for (let count = 0; count < 4; count++) {
    await page.getByRole('button', { name: 'Show an example' }).click();
    await status()
      .getByText(/^1 error/)
      .waitFor();
    texts.add(await box().inputValue());
    await page.getByRole('button', { name: 'Clear' }).click();
    await results().waitFor({ state: 'hidden' });
  }
  expect(texts.size).toBe(4);
});

test('no page scrolls sideways on a phone of 360 px', async () => {
  await open(fromFile('index.html'), {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  const width = () => page.evaluate('document.documentElement.scrollWidth');
  // A touch screen would show its keyboard.
  expect(await focused()).not.toBe('text');
  await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
  expect(await width()).toBe(360);
  await box().fill(`${'x'.repeat(300)} ${OVERLOADED}`);
  await finding('The API is overloaded').waitFor();
  expect(await width()).toBe(360);
  const wide: string[] = [];
  for (const path of paths) {
    await page.goto(fromFile(path), { waitUntil: 'load' });
    if ((await width()) !== 360) wide.push(path);
  }
  expect(wide).toEqual([]);
});

/** The lowest contrast between a text and its background, over all elements with text. */
const LOWEST_CONTRAST = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
  };
  const all = [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((element) => element.checkVisibility());
  const contrasts = all.map((element) => {
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
  return Math.min(...contrasts);
})()`;

test.each(['light', 'dark'] as const)('text can be read in the %s', async (colorScheme) => {
  await open(fromFile('index.html'), { colorScheme });
  await box().fill(OVERLOADED);
  await finding('The API is overloaded').waitFor();
  const [red = 0] = await page.evaluate<number[]>(
    'getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)',
  );
  expect(red < 50).toBe(colorScheme === 'dark');
  // WCAG 2.2, 1.4.3: 4.5 for text.
  expect(await page.evaluate(LOWEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  await page.goto(fromFile('pages/service.overloaded.html'));
  expect(await page.evaluate(LOWEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
});

// The test above covers axe's checks of colours, including dark mode.
test('axe finds nothing, also on a phone', async () => {
  await open(fromFile('index.html'), { viewport: { width: 360, height: 740 } });
  await box().fill(`401 x-api-key header is required\n${OVERLOADED}`);
  await finding('The API is overloaded').waitFor();
  await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
  expect(await axeViolations(page)).toEqual([]);
  await page.goto(fromFile('pages/service.overloaded.html'));
  expect(await axeViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(await axeViolations(page)).toEqual([]);
});

/** Values that run or load something where they are not escaped. */
const HOSTILE = [
  '<img src=x onerror="window.ran = 1">',
  '<script>window.ran = 1</script>',
  '</textarea><svg onload="window.ran = 1">',
  '<a href="javascript:window.ran = 1">`code`</a>',
];

test('what is pasted is shown as text, whatever it is', async () => {
  await open(fromServer('index.html'));
  const elements = () => page.locator('img, svg, a[href^=javascript], [onerror], [onload], script').count();
  const before = await elements();
  for (const value of HOSTILE) {
    const message = `model: ${value}`;
    const error = { type: 'error', error: { type: 'not_found_error', message } };
    await box().fill(`${value} 404 ${JSON.stringify(error)}`);
    await status()
      .getByText(/^1 error/)
      .waitFor();
    expect(await elements()).toBe(before);
    await box().fill('');
    await results().waitFor({ state: 'hidden' });
  }
  expect(await page.evaluate("'ran' in window")).toBe(false);
  expect(requested).toEqual([page.url()]);
});

test('a key in the text is in no diagnosis', async () => {
  const key = `sk-ant-api03-${'Ab1'.repeat(30)}`;
  await open(fromFile('index.html'));
  const message = `invalid x-api-key: ${key}`;
  const error = { type: 'error', error: { type: 'authentication_error', message } };
  await box().fill(`x-api-key: ${key}\nHTTP/1.1 401 Unauthorized\n${JSON.stringify(error)}`);
  await status()
    .getByText(/^1 error/)
    .waitFor();
  const shown = await page.locator('#results').innerHTML();
  expect(shown).toContain('identity.key_invalid');
  expect(shown).not.toContain('Ab1Ab1');
});

/** Tries every way out, and waits until the browser has refused each. */
const BREAK_OUT = `new Promise((resolve) => {
  const refused = new Set();
  const wanted = 5;
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    refused.add(effectiveDirective);
    if (refused.size === wanted) resolve({ refused: [...refused].sort(), ran: 'ran' in window });
  });
  fetch('http://127.0.0.1:1/sent').catch(() => {});
  navigator.sendBeacon('http://127.0.0.1:1/sent', 'text');
  new Image().src = 'http://127.0.0.1:1/loaded';
  try { document.body.innerHTML += '<p>'; } catch {}
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = 'http://127.0.0.1:1/loaded';
  const form = document.createElement('form');
  form.action = 'http://127.0.0.1:1/sent';
  document.body.append(style, form);
  form.submit();
})`;

test('the policy keeps in what would get out all the same', async () => {
  await open(fromServer('index.html'));
  expect(await page.evaluate(BREAK_OUT)).toEqual({
    refused: ['connect-src', 'form-action', 'img-src', 'require-trusted-types-for', 'style-src-elem'],
    ran: false,
  });
});

test('without JavaScript the tables and pages are there, and the box says what it needs', async () => {
  await open(fromFile('index.html'), { javaScriptEnabled: false });
  expect(await page.getByText('This box needs JavaScript').isVisible()).toBe(true);
  expect(await box().isDisabled()).toBe(true);
  await page.locator('tr[data-term="529"]').getByRole('link', { name: 'service.overloaded' }).click();
  await page.getByRole('heading', { name: 'How to fix' }).waitFor();
  expect(page.url()).toBe(fromFile('pages/service.overloaded.html'));
});
