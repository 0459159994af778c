// Finds where this program's telemetry goes, by OpenTelemetry's variables. https://opentelemetry.io/docs/specs/otel/protocol/exporter/

export type OtlpSignal = 'traces' | 'metrics' | 'logs';

type Env = Readonly<Record<string, string | undefined>>;

export interface Destination {
  readonly url: string;
  /** The variable with the address. */
  readonly variable: string;
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  /** The time limit of one request with its response. */
  readonly timeoutMs: number;
}

/** The variable and value that switch this signal off in an OpenTelemetry SDK. */
export function switchedOff(
  env: Env,
  signal: OtlpSignal,
): readonly [name: string, value: string] | undefined {
  const off = [
    ['OTEL_SDK_DISABLED', 'true'],
    [`OTEL_${signal.toUpperCase()}_EXPORTER`, 'none'],
  ] as const;
  return off.find(([name, value]) => env[name]?.trim().toLowerCase() === value);
}

/** @returns `undefined` if no variable has an address */
export function destinationOf(env: Env, signal: OtlpSignal): Destination | undefined {
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_`;
  const setting = (name: string) => {
    const variable = `${own}${name}`;
    return env[variable] || env[`OTEL_EXPORTER_OTLP_${name}`];
  };
  const protocol = setting('PROTOCOL') || 'http/protobuf';
  const rest = {
    protocol,
    headers: headersOf(setting('HEADERS')),
    gzip: setting('COMPRESSION')?.trim().toLowerCase() === 'gzip',
    timeoutMs: timeoutOf(setting('TIMEOUT')),
  };
  const given = env[`${own}ENDPOINT`];
  if (given) return { url: given, variable: `${own}ENDPOINT`, ...rest };
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!base) return undefined;
  const url = protocol === 'grpc' ? base : `${base.replace(/(?<!\/)\/+$/, '')}/v1/${signal}`;
  return { url, variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', ...rest };
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Invalid times count as unset, as in OpenTelemetry's specification. */
function timeoutOf(text = ''): number {
  const given = Number(text);
  return given > 0 && given <= 3_600_000 ? given : DEFAULT_TIMEOUT_MS;
}

const headersOf = (text = ''): Record<string, string> =>
  Object.fromEntries(pairsOf(text).map(([name, value = '']) => [name, value]));

/** The pairs of `name=value,name=value`, with decoded values. A name without `=` has no value. */
export const pairsOf = (text: string): readonly (readonly [name: string, value?: string])[] =>
  text.split(',').flatMap((pair): readonly (readonly [string, string?])[] => {
    const [name = '', ...value] = pair.split('=');
    if (name.trim() === '') return [];
    return [value.length === 0 ? [name.trim()] : [name.trim(), decoded(value.join('=').trim())]];
  });

/** Decodes a value. An invalid one stays unchanged. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
