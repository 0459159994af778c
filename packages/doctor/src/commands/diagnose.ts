// `diagnose`: what went wrong, by traces, logs or a pasted text, grouped by diagnosis.
import { plural } from '@sevenstep/checklist';
import { type Command, command } from '../command.ts';
import { EmptyInputError, EXIT, InputError, UsageError } from '../exit.ts';
import { readWholeOption } from '../numbers.ts';
import { collect, type Report } from '../report/collect.ts';
import { reportJson } from '../report/json.ts';
import { reportPage } from '../report/page.ts';
import { writeReport } from '../report/text.ts';
import { exitCodeOf, type TextReport, textReportJson, writeTextReport } from '../report/text-errors.ts';
import { MOST_FILES, openSource, SOURCE_OPTIONS, SOURCE_USAGE } from '../sources/index.ts';
import { NOTHING_TO_READ } from '../sources/search.ts';
import type { SourceOptions } from '../sources/source-options.ts';
import type { Span } from '../spans/span.ts';
import { ReportedCalls } from '../texts/reported-calls.ts';
import { TextInput } from '../texts/text-input.ts';
import { TextTotals } from '../texts/text-totals.ts';
import { FORCE, writeOwnFile } from '../write-file.ts';

/** Calls of a group that JSON and page have. */
const KEPT = 20;

export const diagnoseCommand: Command = command({
  name: 'diagnose',
  summary: 'Diagnoses an error text, a log or traces from a file, standard input or Jaeger',
  usage: SOURCE_USAGE,
  examples: [
    ['diagnose error.txt', 'Any error text: a stack, a response of curl, a line of a CLI'],
    ['diagnose app.log', 'A log of any length: text, JSON lines of pino or winston, OTLP log records'],
    ['diagnose - < error.txt', 'Standard input. Piped text needs no command'],
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
    [
      'diagnose traces-*.jsonl',
      'The spans of several files together, such as rotated files of the file exporter',
    ],
    ['diagnose - --html report.html < traces.jsonl', 'Also writes the report as a page that you can send on'],
  ],
  positionals: [0, MOST_FILES],
  options: {
    ...SOURCE_OPTIONS,
    show: {
      type: 'string',
      value: 'N',
      help: 'The calls to show of each finding, the longest first (default: 1)',
    },
    html: { type: 'string', value: 'FILE', help: 'Write the report as one HTML page that loads nothing' },
    force: FORCE,
  },
  async run(context) {
    const { options, positionals, io, out, json, outgoing } = context;
    const show = readWholeOption('--show', options.show ?? '1', 0);
    const isPiped = positionals.length === 0 && io.stdin.isTTY !== true && !asksJaeger(options);
    const inputs = new TextInputs();
    const opened = await openSource(options, isPiped ? ['-'] : positionals, context, {
      restOf: (file) => inputs.open(file),
      until: () => io.interrupted(),
    });
    const { name, problems } = opened;
    const read = await inputs.readWith(opened.spans, Math.max(KEPT, show)).catch((error: unknown) => {
      throw isPiped && error instanceof EmptyInputError ? new UsageError(NOTHING_TO_READ) : error;
    });
    const { report, texts } = outgoing.value(read);
    if (report.calls === 0 && texts.lines === 0) {
      const spans = `none of ${plural(report.spans, 'span')} is a call of Claude`;
      throw new InputError(report.spans === 0 ? `${name} has only blank lines` : `${name}: ${spans}`);
    }
    if (report.calls > 0) writeReport(report, name, show, out);
    // If calls were found, a log without further errors needs no line.
    if (report.calls > 0 && texts.groups.length > 0) out.line();
    if (report.calls === 0 || texts.groups.length > 0) writeTextReport(texts, name, out);
    if (options.html !== undefined) {
      const page = reportPage(report, outgoing.text(name), texts);
      await writeOwnFile(options.html, page, options.force === true);
      out.line();
      out.line(`Wrote ${options.html}`);
    }
    json({ source: name, problems, ...reportJson(report), text: textReportJson(texts) });
    return exitCode(report, texts, problems);
  },
});

const asksJaeger = ({ jaeger, trace, service, last, limit }: SourceOptions): boolean =>
  [jaeger, trace, service, last, limit].some((option) => option !== undefined);

/** The texts in all files of a command line, in addition to their spans. */
class TextInputs {
  readonly #inputs: TextInput[] = [];
  readonly #totals = new TextTotals();

  open(file: string | undefined): TextInput {
    const input = new TextInput(file, (error) => this.#totals.add(error));
    this.#inputs.push(input);
    return input;
  }

  /** Reads spans, and with them the texts, to their end. */
  async readWith(
    spans: AsyncIterable<Span>,
    keep: number,
  ): Promise<{ readonly report: Report; readonly texts: TextReport }> {
    const reported = new ReportedCalls();
    const report = await collect(spans, keep, (call) => reported.add(call));
    for (const input of this.#inputs) input.end();
    const lines = this.#inputs.reduce((sum, input) => sum + input.lines, 0);
    return { report, texts: { lines, groups: this.#totals.groups((error) => reported.has(error)) } };
  }
}

/** Whether an unread part or an unfinished call may have failed, so that the exit code is not 0. */
function exitCode({ found, unended }: Report, { groups }: TextReport, problems: readonly string[]): number {
  const ofTexts = exitCodeOf(groups);
  if (found.error > 0 || ofTexts === EXIT.fail) return EXIT.fail;
  if (problems.length > 0) return EXIT.usage;
  return found.warning + unended > 0 ? EXIT.warnings : ofTexts;
}
