// Writes the page of a rule or pattern from its record and from what its drill showed.
import type { Severity, SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Finding, Page, Rule } from '../src/index.ts';
import { alertAdvice } from './alert-advice.ts';
import { confirmText, fixText, type Proven } from './fix-text.ts';

/** The parts of one call on a page: the application's view, and the diagnosis. */
export interface Shown {
  /** The cause: the title of the drill, or why it has none. */
  readonly how: string;
  /** Class and message of the error, or what came instead. */
  readonly application?: string | undefined;
  readonly finding: Finding;
  readonly also: readonly string[];
  /** The near miss: its difference, and its diagnosis. */
  readonly nearMiss?: { readonly title: string; readonly diagnosis: string | undefined } | undefined;
  /** Whether `doctor drill` rehearses it. */
  readonly rehearsed: boolean;
  /** The numbers from the test of the fix. */
  readonly proven?: Proven | undefined;
  /** Found over many calls, not on one. */
  readonly manyCalls?: true;
}

const CHECK_QUESTIONS: Readonly<Record<string, string>> = {
  connection: 'Did the request reach a server at all?',
  endpoint: 'Was it the API that answered, on the path you meant?',
  identity: 'Are key, account and permission accepted?',
  request: 'Is the request itself valid and not too large?',
  limits: 'Are you within your limits?',
  service: 'Is the service healthy?',
  response: 'Did the whole answer arrive, and can you use it?',
};

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'The call failed.',
  warning: 'The call succeeded, but something needs attention.',
  info: 'The call succeeded; this is for information only.',
};

const GUIDES: Readonly<Record<string, string>> = {
  G0: 'Claude Console API Troubleshooting: Quick Fixes for 401, 429, and Interrupted Responses (Titikey, 2026)',
  G1: 'Claude Error Troubleshooting Guide: Fix API Connection Failures & Response Timeouts (Titikey, 2026)',
  G2: 'How to Troubleshoot Claude API Errors: A Practical Guide to Common Solutions (BeClaude, 2026)',
  G3: 'Claude API Error Codes & Troubleshooting Guide (claudeapi.cheap)',
  G4: 'Claude API Error Codes Explained and How to Fix Them (AI Learning Guides)',
};

/** Of some rules the facts of the call decide, so the drill of the page is only one case. */
const againText = (retryable: Rule['retryable']): string =>
  typeof retryable === 'function'
    ? '`anthropic.diagnosis.retryable` says whether the same request may pass later'
    : `the same request ${retryable ? 'may pass later' : 'fails again'}`;

export function pageText(
  record: Page & { readonly id: string } & Pick<Rule, 'retryable'>,
  shown: Shown,
): string {
  const { finding } = shown;
  const about = shown.manyCalls ? 'A finding over many calls.' : SEVERITY_WORDS[finding.severity];
  return `# ${record.id}

${finding.summary}.

${stepText(finding)}

${about} Severity \`${finding.severity}\`, action \`${finding.action}\`; ${againText(record.retryable)}.

## What it means

${finding.cause}

## How to fix

${finding.fix}
${fixText(record, shown.proven, shown.manyCalls === true)}
## How to confirm

${record.confirm}
${confirmText(record, shown.proven, shown.manyCalls === true)}${shown.nearMiss === undefined ? '' : `\n${nearMissText(shown.nearMiss)}.\n`}
## Evidence

${shown.how}
${shown.application === undefined ? '' : `\nThe application sees:\n\n\`\`\`text\n${shown.application}\n\`\`\`\n`}
The span says:

\`\`\`text
${[
  `anthropic.diagnosis.id        ${finding.id}`,
  `anthropic.diagnosis.severity  ${finding.severity}`,
  `anthropic.diagnosis.summary   ${finding.summary}`,
  `anthropic.diagnosis.evidence  ${finding.evidence.join(' | ')}`,
  ...(shown.also.length === 0 ? [] : [`anthropic.diagnosis.also      ${shown.also.join(', ')}`]),
].join('\n')}
\`\`\`
${shown.rehearsed ? `\nRehearse it with your application in place of \`app.mjs\`:\n\n\`\`\`sh\nnpx @sevenstep/doctor drill ${record.id} -- node app.mjs\n\`\`\`\n` : ''}
## What to alert on

\`anthropic.diagnosis.id = "${record.id}"\`: ${alertAdvice(finding, shown.manyCalls === true)}.

## Sources

${sourcesOf(record)
  .map((source) => `- ${source}`)
  .join('\n')}
`;
}

/** The vendor's pages, its code and public reports; a guide only where nothing else says it. */
function sourcesOf({ sources }: Page): readonly string[] {
  const others = sources.filter((source) => !(source in GUIDES));
  return others.length > 0 ? others : sources.map((source) => GUIDES[source] ?? source);
}

const stepText = ({ step, check }: Finding): string =>
  step === 0
    ? 'No step: the span does not say how far the call came.'
    : `Step ${step} of 7, ${check}: ${CHECK_QUESTIONS[check]}`;

const nearMissText = ({ title, diagnosis }: NonNullable<Shown['nearMiss']>): string =>
  `${diagnosis === undefined ? 'A similar call has no finding:' : `[${diagnosis}](${diagnosis}.md) looks similar, but there`} ${title.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())}`;

/** The page that remains of a renamed id. */
export const renamedPageText = (id: string, now: string): string =>
  `# ${id}\n\nThis finding is called [${now}](${now}.md) now.\n`;

/** The page of an id that was retired: the last one of its rule, with the reason on top, once. */
export function retiredPageText(page: string, reason: string): string {
  const [title = '', ...rest] = page.split('\n\n');
  const note = `Retired: ${reason}`;
  return [title, note, ...(rest[0] === note ? rest.slice(1) : rest)].join('\n\n');
}

interface IndexRow {
  readonly id: string;
  readonly step: number;
  readonly severity: string;
  readonly action: string;
  readonly summary: string;
}

const indexLine = ({ id, severity, action, summary }: IndexRow): string =>
  `- [${id}](${id}.md) (${severity}, ${action}): ${summary}`;

export function indexText(rows: readonly IndexRow[]): string {
  const sections = Object.entries(CHECK_QUESTIONS).map(([check, question], index) => {
    const own = rows.filter(({ step }) => step === index + 1);
    const lines = own.map(indexLine);
    return `## ${index + 1} ${check}: ${question}\n\n${lines.join('\n')}\n`;
  });
  const unplaced = rows.filter(({ step }) => step === 0).map(indexLine);
  sections.push(`## No step: how far the call came is not known\n\n${unplaced.join('\n')}\n`);
  return `# Every finding\n\nWritten by \`UPDATE_DOCS=1 npm test\` from the records and from what their drills show.\nTo start from a message, a status or a class, see [from error text to page](errors.md).\n[Tested fixes](fixes.md) shows what a test of each fix counted.\n\nIn brackets: the severity and the action.\n\n${sections.join('\n')}`;
}

/** A call of the drill, in the times of a real one. */
export interface Timed {
  readonly attributes: SpanAttributes;
  readonly durationSeconds: number;
}

/** Seconds of a real call, in place of those of a drill, which does not wait. */
const REAL: SpanAttributes = {
  'anthropic.retry.after': 12,
  'anthropic.retry.delay': 14,
  'anthropic.ratelimit.requests.reset': 12,
  'anthropic.ratelimit.tokens.reset': 12,
  'anthropic.ratelimit.input_tokens.reset': 12,
  'anthropic.ratelimit.output_tokens.reset': 12,
  'anthropic.request.timeout': 600,
  'anthropic.stream.longest_gap': 0.4,
  'anthropic.stream.silence': 0.2,
  'anthropic.stream.consumer_wait': 0.1,
};

type Own = { readonly durationSeconds?: number } & {
  readonly [Name in keyof SpanAttributes]?: SpanAttributes[Name] | undefined;
};

/** Where the rule is about a time, or a figure of {@link REAL} would tell another story. */
const OWN: Readonly<Record<string, Own>> = {
  'connection.deadline': { durationSeconds: 180, 'anthropic.request.timeout': 60 },
  'connection.request_timeout': { durationSeconds: 600 },
  'connection.recovered': { 'anthropic.retry.delay': 0.7 },
  'connection.headers_timeout': { durationSeconds: 300.4 },
  'endpoint.gateway_timeout': { durationSeconds: 60.2 },
  'endpoint.recovered': { 'anthropic.retry.delay': 0.5 },
  'identity.retried': { 'anthropic.retry.delay': 0.5 },
  'response.body_timeout': { durationSeconds: 340 },
  'response.interrupted': { durationSeconds: 31 },
  'response.slow_consumer': { durationSeconds: 121, 'anthropic.stream.consumer_wait': 94 },
  'response.stream_stalled': { 'anthropic.stream.longest_gap': 47 },
  'response.stream_incomplete': { 'anthropic.stream.silence': 30 },
  'response.stream_interrupted': { 'anthropic.stream.silence': 60.2 },
  'response.stream_timeout': {
    durationSeconds: 180,
    'anthropic.stream.silence': 171,
    'anthropic.stream.longest_gap': 171,
  },
  'service.recovered': { 'anthropic.retry.delay': 0.5 },
};

/** How long a real call of that rule takes, where that matters. */
export const realSeconds = (id: string): number | undefined => OWN[id]?.durationSeconds;

/** The call as it would be if the drill were not sped up: every time that it has, in figures of a real call. */
export function inRealTime(id: string, attributes: SpanAttributes): Timed {
  const { durationSeconds = 0.4, ...own } = OWN[id] ?? {};
  // Drills of the service have the header so that tests need not wait. The API seldom sends it there.
  const wanted = {
    ...REAL,
    ...(id.startsWith('service.') && { 'anthropic.retry.after': undefined }),
    ...own,
  };
  const real = { ...attributes, ...wanted };
  const kept = Object.entries(real).filter(([name, value]) => name in attributes && value !== undefined);
  return { attributes: Object.fromEntries(kept) as SpanAttributes, durationSeconds };
}

/** The same for what was found over many calls: those of a drill come at once. */
export const inRealSeconds = (finding: Finding): Finding => ({
  ...finding,
  evidence: finding.evidence.map((fact) =>
    /^in (?:[\d.]+ ms|\d(?:\.\d)? s|less than 1 ms)$/.test(fact) ? 'in 40 s' : fact,
  ),
});

/** Removes values that depend on the run or the machine: ports, and messages of a resolver without a network. */
export function steady(text: string): string {
  return text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8787').replaceAll('EAI_AGAIN', 'ENOTFOUND');
}
