// The page `docs/set-ups.md`: which set-ups were tried, what came of it, and how to set them up.

import type { RecordedRow } from './recorded.ts';
import { type Aspect, NODES, type NodeLine, nodesOf, type Problem, type SetUp } from './set-up.ts';
import { SECTIONS } from './set-ups/index.ts';

export const PAGE: URL = new URL('../../packages/instrumentation-anthropic/docs/set-ups.md', import.meta.url);

const INTRODUCTION = `# Set-ups

[Choose your way in](ways-in.md) is the short version of this page. \`npm run test:frameworks -- --table\` writes it.

Each row is an application that ran as a real process, with our packages and without them. It makes five calls: a healthy one, a 429 and then an answer, a 401, a stream,
and a stream that is cut. Frameworks make two more calls, in a loop with a tool.

- **Calls**: each call has exactly one of our spans.
- **Parents**: each call span has the parent that the application gives it.
- **Others**: spans of other instrumentations are the same with and without us.
- **Diagnosed**: the diagnosis is on the span. \`processor\`: \`DiagnosisSpanProcessor\` wrote it. \`option\`: the instrumentation's \`diagnose\` wrote it.
- **Application**: its output, requests and exit code are the same with and without us.

✓ yes, ✗ no. The last column says why.`;

/** The page's text. */
export const page = (recorded: ReadonlyMap<string, RecordedRow>): string =>
  `${[INTRODUCTION, ...[...SECTIONS].map(([title, rows]) => section(title, rows, recorded))].join('\n\n')}\n`;

function section(title: string, rows: readonly SetUp[], recorded: ReadonlyMap<string, RecordedRow>): string {
  return [
    `## ${title}`,
    '',
    line(['Set-up', 'Node.js', 'Calls', 'Parents', 'Others', 'Diagnosed', 'Application', 'How, and notes']),
    line(['---', '---', ':-:', ':-:', ':-:', ':-:', ':-:', '---']),
    ...rows.map((setUp) => row(setUp, problemsOf(setUp, recorded.get(setUp.id)))),
  ].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function row(setUp: SetUp, problems: readonly Pick<Problem, 'aspect'>[]): string {
  const { expect, notes } = setUp;
  const mark = (aspect: Aspect, good = '✓') =>
    problems.some((problem) => problem.aspect === aspect) ? '✗' : good;
  const { diagnosed, known = [] } = expect;
  return line([
    `${setUp.title}${versions(setUp)}`,
    nodesOf(setUp).map(nodeName).join(', '),
    mark('calls'),
    mark('parents'),
    mark('others'),
    typeof diagnosed === 'string' ? mark('diagnosed', `✓ ${diagnosed}`) : '✗',
    mark('application'),
    [
      setUp.setUp,
      ...(typeof diagnosed === 'string' ? [] : [`Not diagnosed: ${diagnosed.not}`]),
      ...new Set(known.map(({ why }) => why)),
      ...(notes ? [notes] : []),
    ]
      .map((text) => (text.endsWith('.') ? text : `${text}.`))
      .join(' '),
  ]);
}

/** The problems of a row, and its known ones. */
const problemsOf = ({ expect }: SetUp, row: RecordedRow | undefined) => [
  ...Object.values(row?.nodes ?? {}).flat(),
  ...(expect.known ?? []),
];

const nodeName = (line: NodeLine): string =>
  NODES[line]
    .split('.')
    .slice(0, line.includes('.') ? 3 : 1)
    .join('.');

/** Without what every row has, and exporters. */
const USUAL = /^@anthropic-ai\/sdk$|^@opentelemetry\/(api|core|exporter-.*|semantic-conventions)$/;

function versions({ dependencies }: SetUp): string {
  const named = Object.entries(dependencies).filter(([name]) => !USUAL.test(name));
  return named.length === 0
    ? ''
    : `<br>${named.map(([name, version]) => `\`${name}\` ${version}`).join(', ')}`;
}
