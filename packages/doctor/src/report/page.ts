// Writes the report as one page to share: findings and waterfalls, without scripts or external files.
import { createHash } from 'node:crypto';
import { findPattern, findRule, plural, readString } from '@sevenstep/checklist';
import type { TextDiagnosis } from '@sevenstep/checklist/text';
import type { Severity } from '@sevenstep/semantic-conventions';
import { redact } from '@sevenstep/wire';
import type { Call } from '../calls/call.ts';
import { type Row, rowsOf } from '../calls/waterfall.ts';
import type { TextGroup } from '../texts/text-totals.ts';
import type { Group, Report } from './collect.ts';
import { html, Markup, withCode } from './markup.ts';
import { stepText } from './step-text.ts';
import { STYLE } from './style.ts';
import { cost, headline, ORDER } from './text.ts';
import { groupLines, groupText, missingFacts, type TextReport, textHeadline } from './text-errors.ts';

/** Even if a text were not escaped, the browser would not run or load anything. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export function reportPage(report: Report, name: string, texts: TextReport = NO_TEXTS): string {
  const title = [
    report.calls > 0 && headline(report),
    (report.calls === 0 || texts.groups.length > 0) && textHeadline(texts),
  ]
    .filter((part) => part !== false)
    .join('; ');
  const sections = [
    ...report.groups.map((group, index) => groupSection(group, index + 1)),
    ...texts.groups.map((group, index) => textSection(group, report.groups.length + index + 1)),
  ];
  const also = [...report.also].map(([id, calls]) => `${id} (${plural(calls, 'call')})`).join(', ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="quiet"><bdi>${name}</bdi>${report.calls > 0 && html`; ${isoTime(report.from)} to ${isoTime(report.to)}`}</p>
</header>
${sections.length > 1 && contents(report, texts)}
<main>
${sections.length === 0 && html`<p>No finding.</p>`}${sections}
${also !== '' && html`<p>Besides: ${also}</p>`}
</main>
</body>
</html>
`.text;
}

/** A linked list of the findings, if there are several. */
function contents({ groups }: Report, texts: TextReport): Markup {
  const entries = [
    ...groups.map((group) => [severityText(group.finding.severity), group.finding.id, cost(group)] as const),
    ...texts.groups.map(
      (group) => [severityText(group.candidates[0].severity), idsOf(group), groupText(group)] as const,
    ),
  ];
  return html`<nav aria-label="Findings">
<ol>
${entries.map(
  ([severity, id, text], index) =>
    html`<li><a href="#${anchor(index + 1)}">${id}</a>: ${severity}, ${text}</li>
`,
)}</ol>
${groups.length > 1 && html`<p class="quiet">${ORDER}</p>`}
</nav>`;
}

const anchor = (number: number): string => `finding-${number}`;

const severityText = (severity: Severity): Markup =>
  html`<span class="severity ${severity}">${severity}</span>`;

const isoTime = (time: number): string => new Date(time).toISOString();

function groupSection(group: Group, number: number): Markup {
  const { finding, worst, calls } = group;
  const { id, severity } = finding;
  const documented = findRule(id) ?? findPattern(id);
  const [first, ...others] = worst.map(callTable);
  const left = calls - worst.length;
  return html`<section class="${severity}" aria-labelledby="${anchor(number)}">
<h2 id="${anchor(number)}">${number}. ${id}</h2>
<p class="quiet">${severityText(severity)}, ${stepText(finding)}: ${cost(group)}</p>
<dl>
${entry('what', finding.summary)}
${entry('why', finding.cause)}
${entry('fix', finding.fix)}
${entry('confirm', documented?.confirm)}
${entry('evidence', finding.evidence.join('; '))}
${documented !== undefined && pageEntry(id)}
</dl>
${first}
${others.length > 0 && html`<details><summary>${plural(others.length, 'more call')}</summary>${others}</details>`}
${left > 0 && html`<p class="quiet">${plural(left, 'more call')} of this finding ${left === 1 ? 'is' : 'are'} not on this page.</p>`}
</section>
`;
}

function textSection(group: TextGroup, number: number): Markup {
  const { candidates } = group;
  const [first, ...others] = candidates;
  return html`<section class="${first.severity}" aria-labelledby="${anchor(number)}">
<h2 id="${anchor(number)}">${number}. ${idsOf(group)}</h2>
${
  others.length === 0
    ? html`<p class="quiet">${textStep(first)}: ${groupText(group)}</p>
${textEntries(first)}`
    : html`<p class="quiet">${groupText(group)}</p>
${candidates.map(
  (candidate) => html`<h3>${candidate.id}</h3>
<p class="quiet">${textStep(candidate)}</p>
${textEntries(candidate)}`,
)}`
}
<dl>
${groupLines(group).map(([label, text]) => entry(label, text) || html``)}
${missingFacts(group).map(([what, how]) => html`<dt>missing</dt><dd>${withCode(what)}<br><code>${how}</code></dd>`)}
</dl>
</section>
`;
}

const idsOf = ({ candidates }: TextGroup): string => candidates.map(({ id }) => id).join(' or ');

const textStep = (found: TextDiagnosis): Markup => html`${severityText(found.severity)}, ${stepText(found)}`;

const textEntries = ({ id, summary, cause, fix }: TextDiagnosis): Markup => html`<dl>
${entry('what', summary)}
${entry('why', cause)}
${entry('fix', fix)}
${pageEntry(id)}
</dl>
`;

const NO_TEXTS: TextReport = { lines: 0, groups: [] };

/** `dir="auto"`, because texts from outside may run from right to left. */
const entry = (term: string, text: string | undefined): Markup | false =>
  text !== undefined && text !== '' && html`<dt>${term}</dt><dd dir="auto">${withCode(redact(text))}</dd>`;

/** A command that works even if the reader has not installed the doctor. */
const pageEntry = (id: string): Markup =>
  html`<dt>page</dt><dd><code>npx @sevenstep/doctor explain ${id}</code></dd>`;

function callTable(call: Call): Markup {
  const { span } = call;
  const requestId = readString(span.attributes, 'anthropic.request.id');
  return html`<table>
<caption>trace <code>${span.traceId}</code>${span.service !== undefined && html`, <bdi>${span.service}</bdi>`}${
    requestId !== undefined && html`, request <code>${requestId}</code>`
  }, ${isoTime(span.start)}</caption>
<thead><tr><th scope="col">Part of the call</th><th scope="col">Took</th><th scope="col">Result</th></tr></thead>
<tbody>
${rowsOf(call).map((row) => tableRow(row, call))}</tbody>
</table>
`;
}

/** The full width of a bar, in units of its drawing, and the smallest visible width. */
const WIDTH = 1000;
const LEAST = 3;

function tableRow({ label, kind, failed, start, end, note }: Row, { call }: Call): Markup {
  const scale = WIDTH / Math.max(call.end - call.start, 0.001);
  const within = (value: number) => Math.min(Math.max(value, 0), WIDTH);
  const from = Math.min(within((start - call.start) * scale), WIDTH - LEAST);
  const width = Math.max(within((end - call.start) * scale) - from, LEAST);
  return html`<tr class="${kind}${failed && ' failed'}"><th scope="row"><span><bdi>${redact(label)}</bdi><svg viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${from.toFixed(1)}" width="${width.toFixed(1)}"/></svg></span></th><td>${(end - start).toFixed(0)} ms</td><td dir="auto">${redact(note)}</td></tr>
`;
}
