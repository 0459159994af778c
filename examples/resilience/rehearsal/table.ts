// Formats the measured results as lines for the terminal, and as the page RESULTS.md.
import { pageOf } from '@sevenstep/checklist';
import { SETTINGS } from '../settings.ts';
import { type Contestant, LOAD, type Measured, TOKENS } from './measure.ts';
import { checkOf, LEFT_OUT, type Situation, WORLDS } from './situations.ts';

export interface Row {
  readonly situation: Situation;
  readonly sdk: Measured;
  readonly resilient: Measured;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** The last column: the users who were not served, and the notes of the policies. */
function remarks({ refused, plain, later, notes }: Measured): string {
  if (refused) return `not started: ${refused}`;
  return [
    ...(plain > 0 ? [`${percent(plain)} plain`] : []),
    ...(later > 0 ? [`${percent(later)} later`] : []),
    ...Array.from(notes, ([note, count]) => `${note} ${count}`),
  ].join(', ');
}

const figures = ({ requests, served, p95, wasted }: Measured): string[] => [
  `${requests}`,
  percent(served),
  seconds(p95),
  `${wasted}`,
];

const WIDTHS = [34, 15, 5, 6, 6, 7, 7, 6, 6, 7];

export const HEADING: string = lineOf([
  'drill',
  'world',
  ...['sent', 'served', 'p95', 'wasted'],
  ...['| sent', 'served', 'p95', 'wasted'],
  'what the service did',
]);

export const line = ({ situation: { id, world }, sdk, resilient }: Row): string => {
  const [sent, ...rest] = figures(resilient);
  return lineOf([id, world, ...figures(sdk), `| ${sent?.padStart(4)}`, ...rest, remarks(resilient)]);
};

function lineOf(cells: readonly string[]): string {
  return cells
    .map((cell, i) => (i < 2 ? cell.padEnd(WIDTHS[i] ?? 0) : cell.padStart(WIDTHS[i] ?? 0)))
    .join(' ');
}

/** The worlds as rows of a table, each with all requests, wasted tokens and the average share of served users. */
export function summary(rows: readonly Row[]): string[] {
  const worlds = Object.keys(WORLDS).filter((world) => rows.some((row) => row.situation.world === world));
  return [
    ...[...worlds, ...(worlds.length > 1 ? ['all'] : [])].map((world) => {
      const mine = rows.filter(({ situation }) => world === 'all' || situation.world === world);
      const sum = (of: Contestant, figure: 'requests' | 'served' | 'plain' | 'wasted') =>
        mine.reduce((total, row) => total + row[of][figure], 0);
      const share = (of: Contestant, figure: 'served' | 'plain') => percent(sum(of, figure) / mine.length);
      const shares = (of: Contestant) => [
        `${sum(of, 'requests')}`,
        share(of, 'served'),
        `${sum(of, 'wasted')}`,
      ];
      return [world, `${mine.length}`, ...shares('sdk'), ...shares('resilient'), share('resilient', 'plain')];
    }),
  ].map((cells) => `| ${cells.join(' | ')} |`);
}

export const SUMMARY_HEADING: readonly string[] = [
  '| world | rows | sent | served | wasted | **sent** | served | wasted | plain |',
  '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
];

/** The rows in which the defaults serve more users. */
export function worse(rows: readonly Row[]): string {
  const names = rows
    .filter(({ sdk, resilient }) => resilient.served < sdk.served)
    .map(({ situation: { id, world } }) => `${id} (${world})`);
  const equal = rows.filter(({ sdk, resilient }) => resilient.served === sdk.served).length;
  return `The service serves more users than the defaults in ${rows.length - equal - names.length} of ${rows.length} rows, and as many in ${equal}. It serves fewer in ${names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`}.`;
}

/** Builds the page. */
export function page(rows: readonly Row[], measuredOn: string): string {
  const checks = [...new Set(rows.map(({ situation }) => sectionOf(situation)))];
  return `# What the policies bring

Written by \`npm run example resilience -- --write\`, from one run. ${measuredOn}
Columns before the bold one show the SDK with its defaults. The bold column and those after it show this service.

${[...SUMMARY_HEADING, ...summary(rows)].join('\n')}

${worse(rows)}
The service wastes more tokens if no answer ever ends, as in \`response.max_tokens\` and \`response.paused\`: it asks for ${SETTINGS.continuations + 1} pieces, the defaults for one.

- **Load**: ${LOAD.users} users, one every ${LOAD.everyMs} ms. A healthy answer takes about 150 ms. A user who has nothing after ${seconds(LOAD.patienceMs)} leaves.
- **sent**: requests, also those that reach no server. If the start ends with a diagnosis, the service sends at most three and serves no user.
- **served**: users who get a whole answer in time. *plain*: users who get a prepared sentence in time.
- *later*: users whose answer a job got within ${seconds(LOAD.jobsMs)} after the last user.
- **p95**: the time until a user gets an answer, a plain answer or an error, or leaves. An immediate error counts as fast, so compare it with *served*.
- **wasted**: tokens that were paid for but are in no whole answer. A request costs ${TOKENS.in} input tokens once the model has begun, and the part of its ${TOKENS.out} output tokens that was sent.
- Times are about a twentieth of real ones. [\`settings.ts\`](settings.ts) has all of them. Only waits between retries are real: they start at ${SETTINGS.firstRetryMs} ms in both.
- This matters for **heals**. The responses of \`limits\` and \`service\` ask to wait for 20 ms. The defaults then use both retries early, as they do in a real fault of 18 s.
  The responses of \`connection\` and \`endpoint\` do not ask to wait. The defaults then wait for 1.2 s or more. This is longer than the fault of 900 ms, but shorter than a real fault.

The worlds:

${Object.entries(WORLDS)
  .map(([world, what]) => `- **${world}**: ${what}`)
  .join('\n')}

These drills are left out:

${Object.entries(LEFT_OUT)
  .map(([id, why]) => `- \`${id}\`: ${why}`)
  .join('\n')}
${checks
  .map((check) =>
    section(
      check,
      rows.filter(({ situation }) => sectionOf(situation) === check),
    ),
  )
  .join('')}`;
}

const linked = (id: string): string => {
  const docs = pageOf(id);
  return docs === undefined ? id : `[\`${id}\`](../../packages/checklist/${docs})`;
};

/** The section of a situation. The id of a checklist drill contains its check. */
const sectionOf = (situation: Situation): string =>
  situation.id.includes('.') ? checkOf(situation) : 'beside the checklist';

const section = (check: string, rows: readonly Row[]): string => `
## ${check}

| drill | world | sent | served | p95 | wasted | **sent** | served | p95 | wasted | what the service did |
| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |
${rows
  .map(
    ({ situation: { id, world }, sdk, resilient }) =>
      `| ${linked(id)} | ${world} | ${figures(sdk).join(' | ')} | ${figures(resilient)
        .map((figure, i) => (i === 0 ? `**${figure}**` : figure))
        .join(' | ')} | ${remarks(resilient)} |`,
  )
  .join('\n')}
`;
