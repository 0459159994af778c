// Writes the report as text for a terminal.
import { count, duration, plural, readString } from '@sevenstep/checklist';
import type { Call } from '../calls/call.ts';
import { waterfall } from '../calls/waterfall.ts';
import { printFinding } from '../print-finding.ts';
import type { Terminal } from '../terminal.ts';
import type { Group, Report } from './collect.ts';
import { writeHeading } from './heading.ts';

/** @param show how many calls of each group to show as waterfalls */
export function writeReport(report: Report, name: string, show: number, out: Terminal): void {
  out.line(`${out.style('bold', headline(report))}  (${name})`);
  report.groups.forEach((group, index) => {
    out.line();
    writeGroup(group, index + 1, show, out);
  });
  const also = [...report.also].map(([id, calls]) => `${id} (${plural(calls, 'call')})`);
  if (also.length > 0) {
    out.line();
    out.labelled('besides', also.join(', '), 0);
  }
  if (report.groups.length > 1) {
    out.line();
    out.line(ORDER);
  }
}

/** The order of a report, explained for the reader. */
export const ORDER = 'Most costly first: by failed calls, then time spent in them, then attempts.';

/** The result in one line. */
export function headline({ calls, healthy, unended, found, from, to }: Report): string {
  const parts = [
    found.error > 0 && `${count(found.error)} failed`,
    found.warning > 0 && plural(found.warning, 'warning'),
    found.info > 0 && `${count(found.info)} with a note`,
    unended > 0 && `${count(unended)} without an end`,
    healthy > 0 && (healthy === calls ? 'healthy' : `${count(healthy)} healthy`),
  ].filter((part) => part !== false);
  return `${plural(calls, 'call')} in ${duration((to - from) / 1000)}: ${parts.join(', ')}`;
}

/** The cost of a group. */
export function cost({ calls, failed, seconds: spent, attempts }: Group): string {
  const what = failed === calls ? plural(calls, 'failed call') : plural(calls, 'call');
  return `${what}, ${duration(spent)}, ${plural(attempts, 'attempt')}`;
}

function writeGroup(group: Group, number: number, show: number, out: Terminal): void {
  const { finding, worst } = group;
  writeHeading(`${number}  ${finding.id}`, finding, `: ${cost(group)}`, out);
  printFinding(out, finding);
  for (const call of worst.slice(0, show)) writeCall(call, out);
  const left = group.calls - Math.min(worst.length, show);
  if (left > 0) out.line(`  and ${plural(left, 'more call')}: --show, --html or --json has more of them`);
}

function writeCall(call: Call, out: Terminal): void {
  const { span } = call;
  const requestId = readString(span.attributes, 'anthropic.request.id');
  const where = [
    `trace ${span.traceId}`,
    span.service,
    requestId && `request ${requestId}`,
    new Date(span.start).toISOString(),
  ];
  out.beside('  ', 2, where.filter(Boolean).join(', '), 'dim');
  for (const line of waterfall(call, out.width - INDENT)) out.line(`${' '.repeat(INDENT)}${line}`);
}

/** The indent of a waterfall. */
const INDENT = 4;
