// The suite's policies on GenAI spans as they read, in TypeScript. One finding per signal and context.
// https://github.com/open-telemetry/semantic-conventions-conformance (the policies of `gen-ai`)
import { SPANS, type SpanModel, WHEN_KNOWN } from './model.ts';
import type { Signal } from './signal.ts';

/** A violation with the suite's id and its subject. */
export interface Finding {
  readonly id: string;
  readonly signal: string;
  readonly about: string;
}

const modelOf = (operation: unknown): SpanModel | undefined =>
  Object.values(SPANS).find(({ operations }) => operations.includes(String(operation)));

export const findings = (signal: Signal): Finding[] =>
  signal.type === 'span'
    ? spanFindings(signal).map(([id, about]) => ({ id, about, signal: signal.name }))
    : [];

type Found = readonly [id: string, about: string];

function spanFindings({ name, kind, attributes, isError, isOk }: Extract<Signal, { type: 'span' }>): Found[] {
  const found: Found[] = [];
  if (isOk) found.push(['span_status_ok_set_by_instrumentation', 'OK']);
  if (isError && !('error.type' in attributes)) found.push(['error_type_missing_on_error', 'error.type']);
  if (!isError && 'error.type' in attributes) found.push(['error_type_without_error_status', 'error.type']);
  const operation = attributes['gen_ai.operation.name'];
  if (operation === undefined) return found;
  const model = modelOf(operation);
  if (!model) return [...found, ['genai_operation_name_unknown', String(operation)]];
  if (kind !== model.kind) found.push(['genai_span_kind_unexpected', String(kind)]);
  const key = attributes[model.nameKey];
  if (name !== (key === undefined ? operation : `${operation} ${key}`)) {
    found.push(['genai_span_name_format', name]);
  }
  const expected = [
    ...model.required,
    ...model.recommended.filter((attribute) => !WHEN_KNOWN.has(attribute)),
  ];
  const missing = expected.filter((attribute) => !(attribute in attributes));
  return [...found, ...missing.map((attribute): Found => ['genai_expected_attribute_missing', attribute])];
}
