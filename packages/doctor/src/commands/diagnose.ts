// `diagnose`: what went wrong in traces, grouped by diagnosis.
import { plural } from '@sevenstep/checklist';
import { type Command, command } from '../command.ts';
import { EXIT, InputError } from '../exit.ts';
import { readWholeOption } from '../numbers.ts';
import { collect, type Report } from '../report/collect.ts';
import { reportJson } from '../report/json.ts';
import { reportPage } from '../report/page.ts';
import { writeReport } from '../report/text.ts';
import { MOST_FILES, openSource, SOURCE_OPTIONS, SOURCE_USAGE } from '../sources/index.ts';
import { FORCE, writeOwnFile } from '../write-file.ts';

/** Calls of a group that JSON and page have. */
const KEPT = 20;

export const diagnoseCommand: Command = command({
  name: 'diagnose',
  summary: 'What went wrong in traces: out of Jaeger, a file or standard input',
  usage: SOURCE_USAGE,
  examples: [
    ['diagnose --trace 4bf92f3577b34da6a3ce929d0e0e4736', 'One trace of the Jaeger on this machine'],
    [
      'diagnose --jaeger http://jaeger:16686 --service shop --last 2h',
      "A service's traces of the last two hours",
    ],
    [
      'diagnose http://jaeger:16686/trace/4bf92f3577b34da6a3ce929d0e0e4736',
      'The address of a page in Jaeger',
    ],
    [
      'diagnose traces.json',
      "OTLP JSON or Jaeger's, or JSON lines, as the Collector's file exporter writes them",
    ],
    ['diagnose traces-*.jsonl', 'The spans of several files together, as the file exporter rotates them'],
    ['diagnose - --html report.html < traces.jsonl', 'Also as a page to send on, with nothing to load'],
  ],
  positionals: [0, MOST_FILES],
  options: {
    ...SOURCE_OPTIONS,
    show: {
      type: 'string',
      value: 'N',
      help: 'Calls to show of each finding, those that took longest (default 1)',
    },
    html: { type: 'string', value: 'FILE', help: 'Write the report as one page that loads nothing' },
    force: FORCE,
  },
  async run({ options, positionals, io, out, json, outgoing }) {
    const show = readWholeOption('--show', options.show ?? '1', 0);
    const { name, spans, problems } = await openSource(options, positionals, io);
    const report = outgoing.value(await collect(spans, Math.max(KEPT, show)));
    if (report.calls === 0)
      throw new InputError(`${name}: none of ${plural(report.spans, 'span')} is a call of Claude`);
    writeReport(report, name, show, out);
    if (options.html !== undefined) {
      await writeOwnFile(options.html, reportPage(report, outgoing.text(name)), options.force === true);
      out.line();
      out.line(`Wrote ${options.html}`);
    }
    json({ source: name, problems, ...reportJson(report) });
    return exitCode(report, problems);
  },
});

/** What was not read may have failed: then nothing is said to be well. A call without an end may have, too. */
function exitCode({ found, unended }: Report, problems: readonly string[]): number {
  if (found.error > 0) return EXIT.fail;
  if (problems.length > 0) return EXIT.usage;
  return found.warning + unended > 0 ? EXIT.warnings : EXIT.ok;
}
