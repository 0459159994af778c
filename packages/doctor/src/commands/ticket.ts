// `ticket`: what support asks for about the calls of a trace, shown and, if wished, written. It sends no data.
import { ask } from '../ask.ts';
import type { Call } from '../calls/call.ts';
import { CallGrouper } from '../calls/call-grouper.ts';
import { idKey } from '../calls/trace.ts';
import { type Command, command } from '../command.ts';
import { EXIT, InputError, RefusedError, UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import type { Outgoing } from '../outgoing.ts';
import { MOST_FILES, openSource, SOURCE_OPTIONS, SOURCE_USAGE } from '../sources/index.ts';
import type { Span } from '../spans/span.ts';
import { shownText } from '../terminal.ts';
import { ticketMarkdown } from '../ticket/markdown.ts';
import { findSecret, planted } from '../ticket/scan.ts';
import { type Ticket, ticketOf } from '../ticket/ticket.ts';
import { FORCE, writeOwnFile } from '../write-file.ts';

/** Calls of one ticket. */
const MOST_CALLS = 20;

const { jaeger, trace } = SOURCE_OPTIONS;

export const ticketCommand: Command = command({
  name: 'ticket',
  summary: 'Writes a support ticket about a trace: ids, times and shapes, no content',
  usage: SOURCE_USAGE,
  examples: [
    [
      'ticket --trace 4bf92f3577b34da6a3ce929d0e0e4736',
      'Reads the Jaeger on this machine, and only shows the ticket',
    ],
    [
      'ticket http://jaeger:16686/trace/4bf92f3577b34da6a3ce929d0e0e4736 --out ticket.md',
      'Shows the ticket, then writes it',
    ],
    [
      'ticket traces.json --trace 4bf92f3577b34da6a3ce929d0e0e4736 --out ticket.json',
      'Reads a file, and writes JSON',
    ],
  ],
  positionals: [0, MOST_FILES],
  options: {
    jaeger,
    trace,
    span: { type: 'string', value: 'ID', help: 'Only the call with this span id' },
    out: {
      type: 'string',
      value: 'FILE',
      help: 'Write the ticket after showing it; as JSON if the name ends in .json',
    },
    force: FORCE,
    yes: { type: 'boolean', short: 'y', help: 'Write without asking' },
    canary: {
      type: 'string',
      multiple: true,
      value: 'TEXT',
      help: 'Refuse a ticket that contains this text; can be repeated',
    },
  },
  async run({ options, positionals, io, out, say, json, outgoing }) {
    const { name, spans, problems } = await openSource(options, positionals, { io, say, outgoing });
    const made = await makeTicket(spans, name, options.span);
    const asJson = options.out?.toLowerCase().endsWith('.json') === true;
    const text = asJson ? `${JSON.stringify(outgoing.value(made), null, 2)}\n` : ticketMarkdown(made);
    const line = JSON.stringify(made);
    const secret = findSecret(`${text}${line}`, planted(options.canary ?? [], io.env));
    if (secret !== undefined) {
      throw new RefusedError(`the ticket has ${secret}: it is neither shown nor written`);
    }
    for (const line of text.trimEnd().split('\n')) out.line(line);
    json({ source: name, ticket: made });
    if (options.out !== undefined) {
      const consented = options.yes === true || options.json === true;
      if (consented || (await mayWrite(options.out, io, outgoing))) {
        await writeOwnFile(
          options.out,
          asJson ? text : shownText(text, outgoing.text),
          options.force === true,
        );
        say(`Wrote ${options.out}`);
      } else say('Not written');
    }
    // A part that was not read may belong to the call.
    return problems.length > 0 ? EXIT.usage : EXIT.ok;
  },
});

/** @throws InputError if there is no call, or the calls belong to more than one trace. */
async function makeTicket(
  spans: AsyncIterable<Span>,
  name: string,
  spanId: string | undefined,
): Promise<Ticket> {
  const grouper = new CallGrouper();
  const calls: Call[] = [];
  let traceId: string | undefined;
  for await (const span of spans) {
    if (span.role === 'call') {
      traceId ??= span.traceId;
      if (idKey(span.traceId) !== idKey(traceId)) {
        throw new UsageError(`${name} has calls of more than one trace; choose one with --trace`);
      }
    }
    grouper.add(span);
    for (const { call } of grouper.overflow()) calls.push(call);
  }
  for (const { call } of grouper.rest()) calls.push(call);
  if (calls.length === 0) throw new InputError(`${name} has no call of Claude`);
  const chosen = choose(calls, spanId);
  if (chosen.length === 0) throw new InputError(`${name} has no call with the span id ${spanId}`);
  const kept = chosen.toSorted((a, b) => a.span.start - b.span.start).slice(0, MOST_CALLS);
  return ticketOf(kept, calls);
}

/** The one asked for; else those that failed; else those with a finding; else all. */
function choose(calls: readonly Call[], spanId: string | undefined): readonly Call[] {
  if (spanId !== undefined) {
    const key = idKey(spanId);
    return calls.filter(({ span, others }) => [span, ...others].some((one) => idKey(one.spanId) === key));
  }
  const failed = calls.filter(({ finding }) => finding?.severity === 'error');
  const found = calls.filter(({ finding }) => finding !== undefined);
  return [failed, found, calls].find(({ length }) => length > 0) ?? [];
}

/** Asks first, if there is a terminal. */
async function mayWrite(path: string, io: Io, { text }: Outgoing): Promise<boolean> {
  // Without a terminal it cannot ask, and --out is consent.
  return (await ask(io, `Write this to ${path}?`, text)) ?? true;
}
