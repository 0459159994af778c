// `watch`: calls as they come, through an OTLP receiver on this machine.

import { CallGrouper, type CallUpdate } from '../calls/call-grouper.ts';
import { type Command, command } from '../command.ts';
import { EXIT } from '../exit.ts';
import { listenProblem } from '../listen-problem.ts';
import { readWholeOption } from '../numbers.ts';
import { isLoopback } from '../otlp/own-host.ts';
import { type Receiver, type ReceiverOptions, startReceiver } from '../otlp/receiver.ts';
import { spansOfLogs } from '../spans/log-calls.ts';
import { errorsOfRequest } from '../texts/text-input.ts';
import { callJson, callLine, totalsLine } from '../watch/lines.ts';
import { logJson, logLine } from '../watch/log-lines.ts';
import { LoggedFailures } from '../watch/logged-failures.ts';
import { StatusLine } from '../watch/status-line.ts';
import { WatchTotals } from '../watch/totals.ts';

/** A log is exported sooner than the span of its call: how long it waits for it, in milliseconds. */
const LOG_GRACE_MS = 600;
/** How long further spans of the same call are waited for, in milliseconds: exporters send spans of a trace together. */
const GRACE_MS = 300;

export const watchCommand: Command = command({
  name: 'watch',
  summary: 'Receives spans and logs over OTLP, and prints one line per call with its diagnosis',
  usage: '',
  examples: [
    ['watch', 'Listens at the default of OTEL_EXPORTER_OTLP_ENDPOINT; Ctrl-C ends it'],
    ['watch', 'For Claude Code: set CLAUDE_CODE_ENABLE_TELEMETRY=1 and OTEL_LOGS_EXPORTER=otlp there'],
    ['watch --port 4319 --json', 'On another port, with one line of JSON per call'],
    ['watch --count 1', 'Ends after the first call'],
  ],
  options: {
    port: {
      type: 'string',
      value: 'N',
      default: '4318',
      help: 'The port to listen on (default: 4318; 0: any free port)',
    },
    host: {
      type: 'string',
      value: 'ADDRESS',
      default: '127.0.0.1',
      help: 'The address to listen on (default: 127.0.0.1, which other machines cannot reach)',
    },
    'allow-host': {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'A host name that senders may use in addition to the address; can be repeated',
    },
    count: { type: 'string', value: 'N', help: 'End after N calls (default: never)' },
  },
  async run({ options, io, out, say, json, outgoing }) {
    const count =
      options.count === undefined
        ? Number.POSITIVE_INFINITY
        : readWholeOption('--count', options.count, 1, 1e9);
    const port = readWholeOption('--port', options.port ?? '', 0, 65_535);
    const host = options.host ?? '127.0.0.1';
    const totals = new WatchTotals();
    const status = new StatusLine(io.stdout, options.json === true, outgoing.text);
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    io.interrupted().addEventListener('abort', end, { once: true });

    const grouper = new CallGrouper();
    const logged = new LoggedFailures();
    /** @param before when logs came that have waited long enough */
    const tell = (all: readonly CallUpdate[], before: number) => {
      for (const { call, before: earlier } of all) {
        const update = { call: outgoing.value(call), before: earlier && outgoing.value(earlier) };
        if (totals.calls >= count && update.before === undefined) continue;
        const shown = logged.reported(update.call);
        if (shown !== undefined) totals.addLogged(shown, -1);
        totals.add(update);
        if (shown?.candidates[0].id === update.call.finding?.id && shown !== undefined) continue;
        status.clear();
        out.line(callLine(update.call, out));
        json(callJson(update.call));
      }
      // Last, so that these calls are known.
      const errors = logged.settled(before);
      for (const error of errors) {
        if (totals.calls >= count) break;
        totals.addLogged(error);
        status.clear();
        out.line(logLine(error, Date.now(), out));
        json(logJson(error));
      }
      if (all.length + errors.length > 0) status.show(totalsLine(totals));
      if (totals.calls >= count) end();
    };
    const receiver = await listen({
      port,
      host,
      allowedHosts: options['allow-host'],
      onSpans: (spans) => {
        for (const span of spans) grouper.add(span, Date.now());
      },
      onLogs: (request) => {
        for (const span of spansOfLogs(request)) grouper.add(span, Date.now());
        for (const error of outgoing.value(errorsOfRequest(request))) logged.add(error, Date.now());
      },
      onProblem: (line) => {
        status.clear();
        say(line);
      },
    });
    const timer = setInterval(() => {
      const calls = [...grouper.settled(Date.now() - GRACE_MS), ...grouper.overflow()];
      tell(calls, Date.now() - LOG_GRACE_MS);
    }, GRACE_MS / 2);
    if (!isLoopback(host)) say(`Listening on ${host}: other machines may reach this`);
    // Under --json, too, whoever started this has to know the address.
    const write = options.json === true ? say : out.line;
    for (const line of [
      `Listening on ${receiver.url}, OTLP over HTTP`,
      `export OTEL_EXPORTER_OTLP_ENDPOINT=${receiver.url}`,
      '',
    ]) {
      write(line);
    }
    await over;
    clearInterval(timer);
    await receiver.close();
    tell(grouper.rest(), Number.POSITIVE_INFINITY);
    status.clear();
    out.line(totalsLine(totals));
    return EXIT.ok;
  },
});

async function listen(options: ReceiverOptions & { readonly host: string }): Promise<Receiver> {
  try {
    return await startReceiver(options);
  } catch (error) {
    throw listenProblem(options.host, options.port, error);
  }
}
