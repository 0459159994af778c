// What axe-core, which checks pages for accessibility, finds wrong with a page in the browser.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** One line for each element that breaks a rule; all rules that are not experimental. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate<
    string[]
  >(`axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + ' at ' + target + ': ' + failureSummary)))`);
}
