// Where spans go, from the environment: OTel's own variables and defaults, read as NodeSDK reads them.
import type { tracing } from '@opentelemetry/sdk-node';
import { batches, otlpExporter, prints } from './otel-sdk.ts';
import { sayOnce } from './say.ts';

/** Protocol to exporter. */
const PROTOCOLS: Record<string, () => tracing.SpanExporter> = {
  'http/protobuf': () => otlpExporter('proto'),
  'http/json': () => otlpExporter('http'),
  grpc: () => otlpExporter('grpc'),
};

/** A word of `OTEL_TRACES_EXPORTER` to a span processor. */
const EXPORTERS: Record<string, () => tracing.SpanProcessor | undefined> = {
  otlp: () => batches(exporterOfProtocol()),
  console: prints,
  none: () => undefined,
};

/**
 * The span processors of `OTEL_TRACES_EXPORTER`, one for each word. Default: `otlp`. An unknown word is reported and
 * skipped. `none` beside other words means what it means to NodeSDK (0.223, `src/utils.ts`): no exporter if it comes first,
 * else only `otlp`. That is reported.
 */
export function exportingProcessors(): tracing.SpanProcessor[] {
  const given = (process.env.OTEL_TRACES_EXPORTER ?? '').split(',').map((word) => word.trim());
  const words = new Set(given.filter((word) => word !== ''));
  if (words.size > 1 && words.has('none')) {
    const [first] = words;
    const only = first === 'none' ? 'none' : 'otlp';
    sayOnce(
      `OTEL_TRACES_EXPORTER lists 'none' with other exporters, so it counts as '${only}', as in OpenTelemetry's NodeSDK`,
    );
    words.clear();
    words.add(only);
  }
  if (words.size === 0) words.add('otlp');
  return [...words].flatMap((word) => known('OTEL_TRACES_EXPORTER', EXPORTERS, word)?.() ?? []);
}

const PROTOCOL_VARIABLES = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'] as const;
const ENDPOINT_VARIABLES = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

function exporterOfProtocol(): tracing.SpanExporter {
  const [variable, word] = firstSet(PROTOCOL_VARIABLES) ?? [PROTOCOL_VARIABLES[1], 'http/protobuf'];
  if (word !== 'grpc') checkEndpoint();
  return (known(variable, PROTOCOLS, word) ?? PROTOCOLS['http/protobuf'])?.() ?? otlpExporter('proto');
}

/** The exporters replace an address that is no URL by their default, and send nothing to one without `http://`. */
function checkEndpoint(): void {
  const [variable, address = ''] = firstSet(ENDPOINT_VARIABLES) ?? [];
  if (variable === undefined || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)))
    return;
  // Without the value, which may have a password in it.
  sayOnce(`${variable}: expected an address such as http://localhost:4318`);
}

/** The first variable that is set, and its value. */
function firstSet<Name extends string>(names: readonly Name[]): readonly [Name, string] | undefined {
  const name = names.find((one) => process.env[one]?.trim());
  return name && [name, process.env[name]?.trim() ?? ''];
}

function known<Value>(variable: string, table: Record<string, Value>, word: string): Value | undefined {
  const value = Object.hasOwn(table, word) ? table[word] : undefined;
  if (value === undefined) {
    sayOnce(`${variable} is '${word}'; expected ${Object.keys(table).join(', ')}`);
  }
  return value;
}
