// Exports the telemetry of the checks, and reports once if it does not arrive.
import type { Io } from '../io.ts';
import { type Destination, destinationOf, type OtlpSignal, switchedOff } from '../otlp/destination.ts';
import { codeOfFailure, sendOtlp } from '../otlp/send.ts';
import { redirectText } from '../redirect.ts';
import type { Json } from '../spans/span.ts';
import type { CheckTelemetry } from './telemetry.ts';

type Exported = Exclude<OtlpSignal, 'traces'>;
const SIGNALS: readonly Exported[] = ['metrics', 'logs'];
const NAMES: Readonly<Record<Exported, string>> = { metrics: 'metrics', logs: 'log events' };

/** Statuses after which to send the same request again. https://opentelemetry.io/docs/specs/otlp/#failures-1 */
const RETRYABLE = new Set([429, 502, 503, 504]);

/** The destination of a signal, or the reason why it is not exported. */
type Way = { readonly to: Destination } | { readonly not: string };

export class CheckExporter {
  readonly #telemetry: CheckTelemetry;
  readonly #say: (line: string) => void;
  readonly #ways: ReadonlyMap<Exported, Way>;
  /** The problems reported for each signal since it last arrived, the newest last. */
  readonly #problems = new Map<Exported, readonly string[]>();
  /** The export under way. The next waits for it, so that it does not send the same telemetry again. */
  #underWay: Promise<void> = Promise.resolve();
  /** The requests under way. */
  readonly #requests = new Set<AbortController>();

  /** @param say writes a line for people */
  constructor(telemetry: CheckTelemetry, env: Io['env'], say: (line: string) => void) {
    this.#telemetry = telemetry;
    this.#say = say;
    this.#ways = new Map(SIGNALS.map((signal) => [signal, wayOf(env, signal)]));
  }

  /** A line for each destination. */
  get says(): readonly string[] {
    const lines = [...this.#ways].map(
      ([signal, way]) =>
        [
          signal,
          'to' in way ? `go to ${hostOf(way.to)} (${way.to.variable})` : `are not exported: ${way.not}`,
        ] as const,
    );
    return grouped(lines);
  }

  /** Sends the telemetry so far. Never throws. */
  export(): Promise<void> {
    this.#underWay = this.#underWay.then(() => this.#export());
    return this.#underWay;
  }

  /** Sends the remaining measurements, within this number of milliseconds. */
  async finish(mostMs: number): Promise<void> {
    const end = performance.now() + mostMs;
    const timer = setTimeout(() => {
      for (const request of this.#requests) request.abort(timeOver());
    }, mostMs);
    await this.#underWay;
    clearTimeout(timer);
    const left = end - performance.now();
    if (left > 0) await this.#export(left);
  }

  async #export(mostMs: number = Number.POSITIVE_INFINITY): Promise<void> {
    const before = new Map(this.#problems);
    await Promise.all(SIGNALS.map((signal) => this.#exportSignal(signal, mostMs)));
    const fresh = [...this.#problems].flatMap(([signal, all]) =>
      all.slice(before.get(signal)?.length ?? 0).map((text) => [signal, `do not arrive: ${text}`] as const),
    );
    for (const line of grouped(fresh)) this.#say(`${line} The checks continue.`);
    const again = [...before.keys()].filter((signal) => !this.#problems.has(signal));
    for (const line of grouped(again.map((signal) => [signal, 'arrive again']))) this.#say(line);
  }

  async #exportSignal(signal: Exported, mostMs: number): Promise<void> {
    const way = this.#ways.get(signal);
    if (way === undefined || !('to' in way)) {
      if (signal === 'logs') this.#telemetry.taken();
      return;
    }
    const request = signal === 'metrics' ? this.#telemetry.metrics(Date.now()) : this.#telemetry.logs();
    if (request === undefined) return;
    // Not `AbortSignal.any`: some versions of Node.js keep every signal that depends on a long-lived one.
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(timeOver()), Math.min(way.to.timeoutMs, mostMs));
    this.#requests.add(limit);
    const problem = await send(way.to, signal, request, limit.signal);
    this.#requests.delete(limit);
    clearTimeout(timer);
    if (problem === undefined) this.#problems.delete(signal);
    else {
      const said = this.#problems.get(signal) ?? [];
      if (!said.includes(problem.says)) this.#problems.set(signal, [...said, problem.says]);
    }
    // Metrics are sums since the start, so the next export makes up for a lost one. Events are sent once.
    if (signal === 'logs' && problem?.retryable !== true) this.#telemetry.taken();
  }
}

interface Problem {
  readonly says: string;
  readonly retryable: boolean;
}

async function send(
  to: Destination,
  signal: Exported,
  request: Json,
  time: AbortSignal,
): Promise<Problem | undefined> {
  try {
    const { status, ok, redirect, rejected } = await sendOtlp(to, signal, request, time);
    if (redirect !== undefined) {
      return {
        says: `${hostOf(to)} redirects to ${redirectText(redirect)}, which the doctor does not follow. Set ${to.variable} to the final address.`,
        retryable: false,
      };
    }
    if (rejected !== undefined) {
      return {
        says: `${hostOf(to)} answers with ${status} and rejected ${rejected.count} of its ${signal}: "${rejected.reason}".`,
        retryable: false,
      };
    }
    if (ok) return undefined;
    const retryable = RETRYABLE.has(status);
    const advice = retryable
      ? 'It is sent again.'
      : `Check path, protocol (${to.protocol}) and headers of ${to.variable}, or set OTEL_${signal.toUpperCase()}_EXPORTER=none.`;
    return { says: `${hostOf(to)} answers with ${status}. ${advice}`, retryable };
  } catch (error) {
    return {
      says: `${hostOf(to)}: ${codeOfFailure(error)}. Start the receiver, or correct ${to.variable}.`,
      retryable: true,
    };
  }
}

const timeOver = (): DOMException => new DOMException('The time is over', 'TimeoutError');

const hostOf = ({ url }: Destination): string => new URL(url).host;

function wayOf(env: Io['env'], signal: Exported): Way {
  const off = switchedOff(env, signal);
  if (off !== undefined) return { not: `${off[0]} is ${off[1]}.` };
  const to = destinationOf(env, signal);
  if (to === undefined) {
    return {
      not: 'OTEL_EXPORTER_OTLP_ENDPOINT is not set. Set it to the address of an OTLP receiver, such as http://localhost:4318.',
    };
  }
  if (!URL.canParse(to.url) || !/^https?:$/.test(new URL(to.url).protocol)) {
    return { not: `${to.variable}: expected an address such as http://localhost:4318.` };
  }
  if (to.protocol !== 'http/protobuf' && to.protocol !== 'http/json') {
    return {
      not: `the doctor exports over HTTP, not ${to.protocol}. Set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf, and use the HTTP port, 4318 by default.`,
    };
  }
  return { to };
}

/** Merges the signals with the same problem into one sentence. */
function grouped(parts: readonly (readonly [signal: Exported, text: string])[]): readonly string[] {
  const signals = new Map<string, string[]>();
  for (const [signal, text] of parts) signals.set(text, [...(signals.get(text) ?? []), NAMES[signal]]);
  return [...signals].map(([text, names]) => {
    const subject = names.join(' and ');
    return `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${text}`;
  });
}
