// Runs an application in a separate process: with another instrumentation's span, then with the command of the page.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AttributesLike } from '@sevenstep/checklist';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import type { Proof, SpanOfProcess } from './proof.ts';

/** `other` is what the span of the other instrumentation says of the same call. */
export const registered =
  (other: AttributesLike): NonNullable<Proof['run']> =>
  async (code, url) => {
    const [, ...args] = (code ?? 'node app.mjs').trim().split(' ');
    const collector = await startOtlpReceiver();
    try {
      await promisify(execFile)(process.execPath, args, {
        cwd: fileURLToPath(new URL('application', import.meta.url)),
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          ANTHROPIC_BASE_URL: url,
          OTEL_TRACES_EXPORTER: 'otlp',
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        },
      });
    } finally {
      await collector.close();
    }
    return code === undefined ? [{ attributes: other, durationSeconds: 1 }] : callsIn(collector.lines());
  };

interface OtlpSpan {
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: OtlpValue }[];
}
interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly OtlpValue[] };
}

const readValue = ({ stringValue, intValue, doubleValue, boolValue, arrayValue }: OtlpValue): unknown =>
  stringValue ??
  doubleValue ??
  boolValue ??
  (intValue === undefined ? arrayValue?.values.map(readValue) : Number(intValue));

/** The spans of calls that were exported. */
function callsIn(lines: string): readonly SpanOfProcess[] {
  const exports = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { resourceSpans?: { scopeSpans: { spans: OtlpSpan[] }[] }[] });
  return exports
    .flatMap(({ resourceSpans = [] }) => resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map(({ startTimeUnixNano, endTimeUnixNano, attributes }) => ({
      attributes: Object.fromEntries(
        attributes.map(({ key, value }) => [key, readValue(value)]),
      ) as AttributesLike,
      durationSeconds: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e9,
    }))
    .filter(({ attributes }) => 'anthropic.sdk.method' in attributes);
}
