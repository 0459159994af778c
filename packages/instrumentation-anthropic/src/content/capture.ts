// Decides whether and where message content is recorded: by the option, else by the environment, else nowhere.
import { diag } from '@opentelemetry/api';
import { redact, setting } from '@sevenstep/wire';
import type { ContentSettings } from './serialize.ts';

/** The destinations of content, named as in the Python instrumentations (`opentelemetry-util-genai`). */
export const CONTENT_CAPTURE = ['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'] as const;

/** The destination of content: none, the span, the event, or both. */
export type ContentCapture = (typeof CONTENT_CAPTURE)[number];

/** The options for content: destination and treatment. */
export interface ContentOptions extends ContentSettings {
  readonly captureMessageContent: ContentCapture;
}

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The setting in force: `option` wins over the environment variable
 * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, which may be in any case. A variable that is neither absent,
 * `true`, `false` nor one of {@link CONTENT_CAPTURE} records nothing and is reported through `diag`.
 *
 * @default 'NO_CONTENT'
 */
export function contentCapture(
  option: boolean | ContentCapture | undefined,
  // There is no `process` in some runtimes.
  env: Environment = globalThis.process?.env ?? {},
): ContentCapture {
  const set = setting(env, VARIABLE)?.trim();
  const given = String(option ?? (set || false)).toUpperCase();
  return SWITCHES.get(given) ?? CONTENT_CAPTURE.find((capture) => capture === given) ?? refused(set);
}

/** The variable's values in instrumentations that have only one destination. */
const SWITCHES: ReadonlyMap<string, ContentCapture> = new Map([
  ['TRUE', 'SPAN_AND_EVENT'],
  ['FALSE', 'NO_CONTENT'],
]);

/** Whether content goes on the call's span. */
export const onSpan = (capture: ContentCapture): boolean =>
  capture === 'SPAN_ONLY' || capture === 'SPAN_AND_EVENT';

/** Whether content goes on the event `gen_ai.client.inference.operation.details`. */
export const onEvent = (capture: ContentCapture): boolean =>
  capture === 'EVENT_ONLY' || capture === 'SPAN_AND_EVENT';

function refused(found = ''): ContentCapture {
  diag.warn(
    `@sevenstep/instrumentation-anthropic: ${VARIABLE} is "${redact(found).slice(0, 64)}"; expected true, false, ` +
      `${CONTENT_CAPTURE.join(', ')}. No message content is recorded`,
  );
  return 'NO_CONTENT';
}
