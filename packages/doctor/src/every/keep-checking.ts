// Checks again and again: shows what changes, and exports what each check came to.
import { plural } from '@sevenstep/checklist';
import type { ProbeResult } from '../check/probe.ts';
import type { Context } from '../command.ts';
import { StatusLine } from '../watch/status-line.ts';
import { Changes } from './changes.ts';
import { checkResults } from './check-result.ts';
import { CheckExporter } from './export.ts';
import { changeJson, changeLine, statusLine } from './lines.ts';
import { repeat } from './repeat.ts';
import type { CheckTelemetry } from './telemetry.ts';

interface KeepCheckingOptions {
  readonly everyMs: number;
  readonly telemetry: CheckTelemetry;
  /** One run. It begins no further probe once the signal is aborted. */
  readonly probe: (stop: AbortSignal) => Promise<readonly ProbeResult[]>;
  /** The results of a run for a program, as a single `check` writes them. */
  readonly json: (probes: readonly ProbeResult[]) => Readonly<Record<string, unknown>>;
  /** Lines above the first run. */
  readonly title: readonly string[];
}

/** A series ends in Prometheus five minutes after its last sample: between rare runs the last state is sent again. */
const RESEND_MS = 60_000;
/** What may pass between the signal to stop and the end. Kubernetes and systemd wait for longer. */
const LAST_EXPORT_MS = 5000;

/** Ends when it is told to stop, after a last export. */
export async function keepChecking(
  { io, out, say, json, options, outgoing }: Context,
  { everyMs, telemetry, probe, json: runJson, title }: KeepCheckingOptions,
): Promise<void> {
  const stop = io.interrupted();
  const asJson = options.json === true;
  const status = new StatusLine(io.stdout, asJson, outgoing.text);
  const write = (line: string) => {
    status.clear();
    // Under --json, too, whoever started this has to know where telemetry goes.
    if (asJson) say(line);
    else out.line(line);
  };
  const exporter = new CheckExporter(telemetry, io.env, (line) => {
    status.clear();
    say(line);
  });
  for (const line of [...title, ...exporter.says]) write(line);
  const changes = new Changes();
  let runs = 0;
  await repeat(
    async (nextAt) => {
      const probes = outgoing.value(await probe(stop));
      if (stop.aborted) return;
      const now = Date.now();
      const results = checkResults(probes);
      const changed = changes.of(results, now);
      telemetry.measure(results);
      telemetry.note(changed, now);
      runs += 1;
      status.clear();
      for (const change of changed) out.line(changeLine(change, now, out));
      json({
        run: runs,
        time: new Date(now).toISOString(),
        ...runJson(probes),
        states: Object.fromEntries(results.map(({ check, state }) => [check, state])),
        changed: changed.map(changeJson),
      });
      await exporter.export();
      status.show(statusLine(runs, results, nextAt(Date.now())));
    },
    { everyMs, stop, between: { everyMs: RESEND_MS, run: () => exporter.export() } },
  );
  status.clear();
  await exporter.finish(LAST_EXPORT_MS);
  write(`Stopped after ${plural(runs, 'run')}`);
}
