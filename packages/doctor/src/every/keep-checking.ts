// Repeats the checks: shows changes, and exports each result.
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
  /** Does one run. It starts no further probe once the signal is aborted. */
  readonly probe: (stop: AbortSignal) => Promise<readonly ProbeResult[]>;
  /** The results of a run as JSON, in the form of a single `check`. */
  readonly json: (probes: readonly ProbeResult[]) => Readonly<Record<string, unknown>>;
  /** The lines above the first run. */
  readonly title: readonly string[];
}

/** The interval for resending the last state between rare runs. In Prometheus a series ends five minutes after its last sample. */
const RESEND_MS = 60_000;
/** The time limit for the last export after a stop signal. Kubernetes and systemd wait longer. */
const LAST_EXPORT_MS = 5000;

/** Runs until an interrupt, then exports one last time. */
export async function keepChecking(
  { io, out, say, json, options, outgoing }: Context,
  { everyMs, telemetry, probe, json: runJson, title }: KeepCheckingOptions,
): Promise<void> {
  const stop = io.interrupted();
  const asJson = options.json === true;
  const status = new StatusLine(io.stdout, asJson, outgoing.text);
  const write = (line: string) => {
    status.clear();
    // Shown even with --json, because the user must know where telemetry goes.
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
