// Whether message content is recorded, and where: the option, else the environment, else nowhere.
import { diag } from '@opentelemetry/api';

/** Where content can go. The words are those of the Python instrumentations (`opentelemetry-util-genai`). */
export const CONTENT_CAPTURE = ['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'] as const;

/** Where content goes: nowhere, on the span, in the event, or both. */
export type ContentCapture = (typeof CONTENT_CAPTURE)[number];

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The setting in force: `option` wins over the environment variable
 * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, which may be in any case. A value that is neither absent nor
 * one of {@link CONTENT_CAPTURE}, `true` among them, records nothing and is reported through `diag`.
 *
 * @default 'NO_CONTENT'
 */
export function contentCapture(
  option: ContentCapture | undefined,
  // There is no `process` in some runtimes.
  env: Environment = globalThis.process?.env ?? {},
): ContentCapture {
  if (option !== undefined) return known(option) ?? refused('captureContent', option);
  const set = env[VARIABLE]?.trim();
  if (!set) return 'NO_CONTENT';
  return known(set.toUpperCase()) ?? refused(VARIABLE, set);
}

/** Whether content goes on the call's span. */
export const onSpan = (capture: ContentCapture): boolean =>
  capture === 'SPAN_ONLY' || capture === 'SPAN_AND_EVENT';

/** Whether content goes on the event `gen_ai.client.inference.operation.details`. */
export const onEvent = (capture: ContentCapture): boolean =>
  capture === 'EVENT_ONLY' || capture === 'SPAN_AND_EVENT';

const known = (value: unknown): ContentCapture | undefined =>
  CONTENT_CAPTURE.find((capture) => capture === value);

function refused(source: string, found: unknown): ContentCapture {
  const shown = typeof found === 'string' ? `"${found.slice(0, 64)}"` : typeof found;
  diag.warn(
    `@sevenstep/instrumentation-anthropic: ${source} is ${shown}; expected one of ${CONTENT_CAPTURE.join(', ')}. ` +
      'NO_CONTENT is taken: no message content is recorded',
  );
  return 'NO_CONTENT';
}
