// Runs axe-core, which checks accessibility, on a page in the browser.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** One line for each element that breaks a rule: of all rules that are not experimental, and of the size of what is touched. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate<
    string[]
  >(`axe.run({ rules: { 'target-size': { enabled: true } } }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + ' at ' + target + ': ' + failureSummary)))`);
}
