// Collects one call's content during the call and records it at the end, if the application asked for it.
import type { Attributes, Context, Span } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import type { EventName, SpanAttributes } from '@sevenstep/semantic-conventions';
import { defined } from '../attributes/defined.ts';
import { ContentAccumulator } from './accumulate.ts';
import { type ContentOptions, onEvent, onSpan } from './capture.ts';
import { outputMessages } from './messages.ts';
import { type RequestContent, recordedContent, requestContent, spanContent } from './serialize.ts';
import type { OutputMessage } from './tree.ts';

const DETAILS: EventName = 'gen_ai.client.inference.operation.details';
/** `SeverityNumber.DEBUG`, as in the conventions. */
const DEBUG = 5;

export class ContentRecorder {
  readonly #settings: ContentOptions;
  readonly #request: RequestContent;
  #accumulator: ContentAccumulator | undefined;
  #output: readonly OutputMessage[] = [];

  private constructor(settings: ContentOptions, body: unknown) {
    this.#settings = settings;
    // Read now, because the application may change its object during the call.
    this.#request = requestContent(body);
  }

  /** A recorder for the call with this request body; `undefined` if no content would be recorded. */
  static for(settings: ContentOptions, span: Span, body: unknown): ContentRecorder | undefined {
    const { captureMessageContent } = settings;
    const wanted = onEvent(captureMessageContent) || (onSpan(captureMessageContent) && span.isRecording());
    return wanted ? new ContentRecorder(settings, body) : undefined;
  }

  /** Takes an event of the call's stream. */
  event(event: unknown): void {
    this.#accumulator ??= new ContentAccumulator(this.#settings.maxContentBytes);
    this.#accumulator.event(event);
  }

  /** Takes the parsed body. It is read now, because the application gets the same object. */
  answered(body: unknown): void {
    this.#output = outputMessages(body);
  }

  /** Emits the event of the conventions, if enabled, and returns the content for the span. `attributes` are the call's other attributes. */
  record(logger: Logger, context: Context, attributes: SpanAttributes): Attributes | undefined {
    const { captureMessageContent } = this.#settings;
    const output = this.#accumulator ? outputMessages(this.#accumulator.message()) : this.#output;
    const recorded = recordedContent({ ...this.#request, output }, this.#settings);
    if (onEvent(captureMessageContent)) {
      logger.emit({
        eventName: DETAILS,
        severityNumber: DEBUG,
        severityText: 'DEBUG',
        context,
        attributes: { ...defined(attributes), ...recorded },
      });
    }
    return onSpan(captureMessageContent) ? spanContent(recorded) : undefined;
  }
}
