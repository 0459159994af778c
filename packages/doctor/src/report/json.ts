// Builds the report as JSON for programs.
import type { Finding } from '@sevenstep/checklist';
import type { Call } from '../calls/call.ts';
import { rowsOf } from '../calls/waterfall.ts';
import type { Group, Report } from './collect.ts';

export const reportJson = (report: Report): Readonly<Record<string, unknown>> => ({
  spans: report.spans,
  calls: report.calls,
  healthy: report.healthy,
  unended: report.unended,
  found: report.found,
  ...(report.calls > 0 && {
    from: new Date(report.from).toISOString(),
    to: new Date(report.to).toISOString(),
  }),
  groups: report.groups.map(groupJson),
  also: Object.fromEntries(report.also),
});

const groupJson = ({ finding, worst, ...sums }: Group) => ({
  ...findingJson(finding),
  ...sums,
  worst: worst.map(callJson),
});

const findingJson = ({ specificity: _, ...finding }: Finding) => finding;

const callJson = (call: Call) => ({
  traceId: call.span.traceId,
  spanId: call.span.spanId,
  service: call.span.service,
  start: new Date(call.span.start).toISOString(),
  seconds: call.seconds,
  requestId: call.span.attributes['anthropic.request.id'],
  summary: call.finding?.summary,
  evidence: call.finding?.evidence,
  also: call.also,
  waterfall: rowsOf(call).map(({ start, end, ...row }) => ({
    ...row,
    startSeconds: (start - call.span.start) / 1000,
    seconds: (end - start) / 1000,
  })),
});
