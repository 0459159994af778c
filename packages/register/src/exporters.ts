// Chooses the span exporters from OpenTelemetry's variables, with the rules and defaults of NodeSDK.
import { batches, type Exporting, type OtlpKind, prints } from './otel-sdk.ts';
import { sayOnce, wrongValue } from './say.ts';
import { threadSpanProcessor } from './thread-spans.ts';

/** The exporter for each protocol. */
const PROTOCOLS: Record<string, OtlpKind> = {
  'http/protobuf': 'proto',
  'http/json': 'http',
  grpc: 'grpc',
};

/** The span processor for each value in `OTEL_TRACES_EXPORTER`. */
const EXPORTERS: Record<string, () => Exporting | undefined> = {
  otlp: () => {
    const processor = threadSpanProcessor();
    return processor ? { processor } : batches(protocol());
  },
  console: prints,
  none: () => undefined,
};

/**
 * The span processors for the values in `OTEL_TRACES_EXPORTER`. Default: `otlp`. Reports and skips an unknown value. If `none`
 * comes with other values, follows NodeSDK (0.223, `src/utils.ts`): no exporter if it comes first, else only `otlp`. Reports
 * that as well.
 */
export function exportingProcessors(): readonly Exporting[] {
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

function protocol(): OtlpKind {
  const [variable, word] = firstSet(PROTOCOL_VARIABLES) ?? [PROTOCOL_VARIABLES[1], 'http/protobuf'];
  if (word !== 'grpc') checkEndpoint();
  return known(variable, PROTOCOLS, word) ?? 'proto';
}

/** Reports a wrong endpoint. Exporters replace an invalid URL with their default, and send nothing if `http://` is missing. */
function checkEndpoint(): void {
  const [variable, address = ''] = firstSet(ENDPOINT_VARIABLES) ?? [];
  if (variable === undefined || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)))
    return;
  // The value may contain a password, so it is not printed.
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
    sayOnce(`${variable} ${wrongValue(word)}; expected ${Object.keys(table).join(', ')}`);
  }
  return value;
}
