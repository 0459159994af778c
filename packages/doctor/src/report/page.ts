// The report as one page to send on: findings and waterfalls, no script, nothing to load.
import { createHash } from 'node:crypto';
import { findPattern, findRule, plural, readString } from '@sevenstep/checklist';
import { redact } from '@sevenstep/wire';
import type { Call } from '../calls/call.ts';
import { type Row, rowsOf } from '../calls/waterfall.ts';
import type { TextGroup } from '../texts/text-totals.ts';
import type { Group, Report } from './collect.ts';
import { html, Markup } from './markup.ts';
import { stepText } from './step-text.ts';
import { STYLE } from './style.ts';
import { cost, headline, ORDER } from './text.ts';
import { groupLines, groupText, missingFacts, type TextReport, textHeadline } from './text-errors.ts';

/** Even if something were not escaped, nothing would run or be loaded. */
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
  const also = [...report.also].map(([id, calls]) => `${id} (${plural(calls, 'call')})`).join(', ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
<p class="quiet">${name}${report.calls > 0 && html`; ${new Date(report.from).toISOString()} to ${new Date(report.to).toISOString()}. ${ORDER}`}</p>
${report.groups.map(groupSection)}
${texts.groups.map(textSection)}
${also !== '' && html`<p>Besides: ${also}</p>`}
</body>
</html>
`.text;
}

function groupSection(group: Group, index: number): Markup {
  const { finding, worst } = group;
  const { id, severity } = finding;
  const confirm = (findRule(id) ?? findPattern(id))?.confirm;
  const [first, ...others] = worst.map(callTable);
  return html`<section class="${severity}">
<h2>${index + 1}. ${id}</h2>
<p class="quiet">${severity}, ${stepText(finding)}: ${cost(group)}</p>
<dl>
${entry('what', finding.summary)}
${entry('why', finding.cause)}
${entry('fix', finding.fix)}
${confirm !== undefined && html`<dt>confirm</dt><dd>${confirm}</dd>`}
${entry('evidence', finding.evidence.join('; '))}
</dl>
${first}
${others.length > 0 && html`<details><summary>${plural(others.length, 'more call')}</summary>${others}</details>`}
</section>
`;
}

function textSection(group: TextGroup): Markup {
  const { candidates } = group;
  return html`<section class="${candidates[0].severity}">
<h2>${candidates.map(({ id }) => id).join(' or ')}</h2>
<p class="quiet">${groupText(group)}</p>
${candidates.map(
  (candidate) => html`<p class="quiet">${candidate.id}: ${candidate.severity}, ${stepText(candidate)}</p>
<dl>
${entry('what', candidate.summary)}
${entry('why', candidate.cause)}
${entry('fix', candidate.fix)}
</dl>
`,
)}
<dl>
${groupLines(group).map(([label, text]) => entry(label, text) || html``)}
${missingFacts(group).map(([what, how]) => html`<dt>missing</dt><dd>${what}<br><code>${how}</code></dd>`)}
</dl>
</section>
`;
}

const NO_TEXTS: TextReport = { lines: 0, groups: [] };

const entry = (term: string, text: string | undefined): Markup | false =>
  text !== undefined && text !== '' && html`<dt>${term}</dt><dd>${redact(text)}</dd>`;

function callTable(call: Call): Markup {
  const { span } = call;
  const requestId = readString(span.attributes, 'anthropic.request.id');
  return html`<p class="quiet">trace <code>${span.traceId}</code>${span.service !== undefined && html`, ${span.service}`}${
    requestId !== undefined && html`, request <code>${requestId}</code>`
  }, ${new Date(span.start).toISOString()}</p>
<table>${rowsOf(call).map((row) => tableRow(row, call))}</table>
`;
}

/** Width of a bar's whole, in the units of its drawing, and the least of what can be seen. */
const WIDTH = 1000;
const LEAST = 3;

function tableRow({ label, kind, failed, start, end, note }: Row, { call }: Call): Markup {
  const scale = WIDTH / Math.max(call.end - call.start, 0.001);
  const within = (value: number) => Math.min(Math.max(value, 0), WIDTH);
  const from = Math.min(within((start - call.start) * scale), WIDTH - LEAST);
  const width = Math.max(within((end - call.start) * scale) - from, LEAST);
  return html`<tr class="${kind}${failed && ' failed'}"><td>${redact(label)}</td><td><svg viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${from.toFixed(1)}" width="${width.toFixed(1)}" height="10"/></svg></td><td>${(end - start).toFixed(0)} ms</td><td>${redact(note)}</td></tr>
`;
}
