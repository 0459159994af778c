// `ticket`: what support asks for about the calls of a trace, shown and, if wished, written. Nothing is sent anywhere.
import { writeFile } from 'node:fs/promises';
import { isCall } from '@sevenstep/checklist';
import { ask } from '../ask.ts';
import { type Command, command } from '../command.ts';
import { EXIT, InputError, RefusedError, UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import type { Call } from '../report/call.ts';
import { CallGrouper } from '../report/call-grouper.ts';
import { keyOf } from '../report/trace.ts';
import { MOST_FILES, openSource, SOURCE_OPTIONS, SOURCE_USAGE } from '../sources/index.ts';
import type { Span } from '../spans/span.ts';
import { ticketMarkdown } from '../ticket/markdown.ts';
import { findSecret, planted } from '../ticket/scan.ts';
import { type Ticket, ticketOf } from '../ticket/ticket.ts';

/** Calls of one ticket. */
const MOST_CALLS = 20;

const { jaeger, trace } = SOURCE_OPTIONS;

export const ticket: Command = command({
  name: 'ticket',
  summary: 'What support asks for about a trace, ready to paste: ids, times, shapes, no content',
  usage: SOURCE_USAGE,
  examples: [
    ['ticket --trace 4bf92f3577b34da6a3ce929d0e0e4736', 'Out of the Jaeger on this machine, shown only'],
    [
      'ticket http://jaeger:16686/trace/4bf92f3577b34da6a3ce929d0e0e4736 --out ticket.md',
      'Shown, then written',
    ],
    [
      'ticket traces.json --trace 4bf92f3577b34da6a3ce929d0e0e4736 --out ticket.json',
      'As JSON, out of a file',
    ],
  ],
  positionals: [0, MOST_FILES],
  options: {
    jaeger,
    trace,
    span: { type: 'string', value: 'ID', help: 'The call with this span id only' },
    out: {
      type: 'string',
      value: 'FILE',
      help: 'Write it, after it was shown; as JSON where the name ends in .json',
    },
    yes: { type: 'boolean', short: 'y', help: 'Write without asking' },
    canary: {
      type: 'string',
      multiple: true,
      value: 'TEXT',
      help: 'Refuse a ticket that has this text in it; can be given several times',
    },
  },
  async run({ options, positionals, io, out, json }) {
    const { name, spans, problems } = await openSource(options, positionals, io);
    const made = await makeTicket(spans, name, options.span);
    const asJson = options.out?.toLowerCase().endsWith('.json') === true;
    const text = asJson ? `${JSON.stringify(made, null, 2)}\n` : ticketMarkdown(made);
    const line = JSON.stringify(made);
    const secret = findSecret(`${text}${line}`, planted(options.canary ?? [], io.env));
    if (secret !== undefined) {
      throw new RefusedError(`the ticket has ${secret}: it is neither shown nor written`);
    }
    out.line(text.trimEnd());
    json({ source: name, ticket: made });
    if (options.out !== undefined)
      await write(options.out, text, io, options.yes === true || options.json === true);
    // What was not read may belong to the call.
    return problems.length > 0 ? EXIT.usage : EXIT.ok;
  },
});

/** @throws InputError when there is no call, or the calls are of more than one trace. */
async function makeTicket(
  spans: AsyncIterable<Span>,
  name: string,
  spanId: string | undefined,
): Promise<Ticket> {
  const grouper = new CallGrouper();
  let traceId: string | undefined;
  for await (const span of spans) {
    if (isCall(span.attributes)) {
      traceId ??= span.traceId;
      if (keyOf(span.traceId) !== keyOf(traceId)) {
        throw new UsageError(`${name} has calls of more than one trace; choose one with --trace`);
      }
    }
    grouper.add(span);
  }
  const calls = grouper.rest().map(({ call }) => call);
  if (calls.length === 0) throw new InputError(`${name} has no call of Claude`);
  const chosen = choose(calls, spanId);
  if (chosen.length === 0) throw new InputError(`${name} has no call with the span id ${spanId}`);
  const kept = chosen.toSorted((a, b) => a.span.start - b.span.start).slice(0, MOST_CALLS);
  return ticketOf(kept, calls.length - kept.length);
}

/** The one asked for; else those that failed; else those with a finding; else all. */
function choose(calls: readonly Call[], spanId: string | undefined): readonly Call[] {
  if (spanId !== undefined) {
    const key = keyOf(spanId);
    return calls.filter(({ span, others }) => [span, ...others].some((one) => keyOf(one.spanId) === key));
  }
  const failed = calls.filter(({ finding }) => finding?.severity === 'error');
  const found = calls.filter(({ finding }) => finding !== undefined);
  return [failed, found, calls].find(({ length }) => length > 0) ?? [];
}

async function write(path: string, text: string, io: Io, consented: boolean): Promise<void> {
  // Without a terminal there is nobody to ask, and --out says what is wanted.
  const answer = consented || ((await ask(io, `Write this to ${path}?`)) ?? true);
  if (!answer) {
    io.stderr.write('Not written\n');
    return;
  }
  // For its owner only, and never over another file.
  await writeFile(path, text, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      error.code === 'EEXIST'
        ? `${path} exists already; name another file`
        : `${path} cannot be written: ${error.code}`,
    );
  });
  io.stderr.write(`Wrote ${path}\n`);
}
