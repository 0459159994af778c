// Mutants made by hand: subtle mistakes that once passed every test, each with the tests that must fail on it now.

export interface HandMade {
  /** What a user would see of it. */
  readonly breaks: string;
  /** The folder of the package. The text is looked for in all of its sources, so a file may move. */
  readonly package: string;
  /** Stands exactly once in the package's sources. */
  readonly search: string;
  readonly replace: string;
  /** Of these files at least one test fails. */
  readonly tests: readonly [string, ...string[]];
}

const PROCESSOR = 'packages/diagnosis-span-processor';
const CHECKLIST = 'packages/checklist';
const DOCTOR = 'packages/doctor';
const ALERTS = 'packages/alerts';

export const HAND_MADE: readonly HandMade[] = [
  {
    breaks: 'a request that fails again after a minute is no longer reproducible',
    package: PROCESSOR,
    search: 'history.at > windowSeconds',
    replace: 'history.at > windowSeconds / 10',
    tests: [`${PROCESSOR}/test/window-edges.test.ts`],
  },
  {
    breaks: 'windows reach back half as long again as documented',
    package: PROCESSOR,
    search: 'windowSeconds: 60,',
    replace: 'windowSeconds: 90,',
    tests: [`${PROCESSOR}/test/window-edges.test.ts`],
  },
  {
    breaks: 'refusals of keys that lie hours apart count as one run',
    package: PROCESSOR,
    search: ' || endedAt - run.at > windowSeconds',
    replace: '',
    tests: [`${PROCESSOR}/test/window-edges.test.ts`],
  },
  {
    breaks: 'tool loops are remembered for every trace there ever was',
    package: PROCESSOR,
    search: 'if (this.#entries.size > this.#most) {',
    replace: 'if (false) {',
    tests: [`${PROCESSOR}/test/bounded.test.ts`],
  },
  {
    breaks: 'a limit of input tokens per day is taken for one of a minute',
    package: CHECKLIST,
    search: '(?:input |output )?tokens per day',
    replace: 'tokens per day',
    tests: [`${CHECKLIST}/test/limits.test.ts`],
  },
  {
    breaks: 'evidence does not name the intermediary in `via`',
    package: CHECKLIST,
    search: 'facts.via !== undefined &&',
    replace: 'false &&',
    tests: [`${CHECKLIST}/test/evidence.test.ts`],
  },
  {
    breaks: 'an error envelope inside a list is not opened',
    package: CHECKLIST,
    search: 'Array.isArray(value) ? value[0] : value',
    replace: 'value',
    tests: [`${CHECKLIST}/test/envelope.test.ts`],
  },
  {
    breaks: 'a key in the summary of a finding keeps the ticket from being shown',
    package: DOCTOR,
    search: "summary: clean(finding.summary) ?? '',",
    replace: 'summary: finding.summary,',
    tests: [`${DOCTOR}/test/ticket.test.ts`],
  },
  {
    breaks: 'the exit code of a file that could be read in part only is that of warnings',
    package: DOCTOR,
    search: 'if (problems.length > 0) return EXIT.usage;',
    replace: 'if (problems.length > 0) return EXIT.warnings;',
    tests: [`${DOCTOR}/test/exit-codes.test.ts`],
  },
  {
    breaks: 'texts of spans are markup in the HTML report',
    package: DOCTOR,
    search: "(character) => ESCAPES[character] ?? ''",
    replace: '(character) => character',
    tests: [`${DOCTOR}/test/page.test.ts`],
  },
  {
    breaks: 'a search in Jaeger begins in the future',
    package: DOCTOR,
    search: 'start: to - parseDuration',
    replace: 'start: to + parseDuration',
    tests: [`${DOCTOR}/test/jaeger.test.ts`],
  },
  {
    breaks: 'a quota that is used up wakes nobody',
    package: ALERTS,
    search: "name: 'AnthropicQuotaUsedUp',\n    severity: 'page',",
    replace: "name: 'AnthropicQuotaUsedUp',\n    severity: 'ticket',",
    tests: [`${ALERTS}/test/intended.test.ts`],
  },
  {
    breaks: 'a gap of the scrape of twenty minutes makes old failures new',
    package: ALERTS,
    search: 'const MEMORY = HOUR;',
    replace: 'const MEMORY = HOUR / 4;',
    tests: [`${ALERTS}/test/intended.test.ts`],
  },
  {
    breaks: 'the first failure of a service is no alert',
    package: ALERTS,
    search: 'signOfLife(source)}',
    replace: 'selector}',
    tests: [`${ALERTS}/test/intended.test.ts`],
  },
];
