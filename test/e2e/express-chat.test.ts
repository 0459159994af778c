// The page of the Express example in a browser shows an answer as it arrives, and names a failed call in a few words.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLES } from '../../examples/start/src/examples.ts';
import { runExample } from '../../examples/start/src/run-example.ts';
import { startChromium } from '../support/chromium.ts';

const NAME = 'express-chat';

/** The texts that the page showed, in order. */
const WATCH = `
  const answer = document.querySelector('pre');
  window.shown = [];
  new MutationObserver(() => window.shown.push(answer.textContent)).observe(answer, { childList: true, subtree: true });
`;

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

/** Types a question and gives what the page showed until it could be asked again. */
async function ask(page: Page, question: string): Promise<string[]> {
  await page.evaluate('window.shown = []');
  await page.getByLabel('Ask:').fill(question);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('pre:not(:empty)').waitFor();
  await page.locator('button:enabled').waitFor();
  return page.evaluate('window.shown');
}

test('three questions: an answer, one that breaks off, one that is refused; then nobody is there', async () => {
  const problems: string[] = [];
  let page: Page | undefined;
  const { spans } = await runExample(NAME, {
    visit: async (address) => {
      page = await browser.newPage();
      page.on('pageerror', ({ message }) => problems.push(message));
      await page.goto(address);
      await page.evaluate(WATCH);

      const answer = await ask(page, 'How is tea made? <b>&');
      expect(answer.at(-1)).toBe('Tea is made with hot water.');
      const pieces = new Set(answer.filter((text) => text !== ''));
      expect(pieces.size, 'the answer came in one piece').toBeGreaterThan(2);

      expect((await ask(page, 'And coffee?')).at(-1)).toMatch(/^\S.*\n\[the answer breaks off: \w.*\]$/);
      expect((await ask(page, 'And cocoa?')).at(-1)).toBe('[no answer: authentication_error]');
    },
  });
  if (!page) throw new Error('the page was not visited');
  expect((await ask(page, 'Still there?')).at(-1)).toBe('[the server cannot be reached]');
  expect(problems).toEqual([]);
  expect(spans.flatMap(({ diagnosis }) => diagnosis ?? [])).toEqual(EXAMPLES[NAME]?.diagnoses);
});
