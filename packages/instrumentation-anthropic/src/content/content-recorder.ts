// One call's content, where the application has asked for it: collected on the way, recorded at the end.
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
/** `SeverityNumber.DEBUG`, as the conventions have it. */
const DEBUG = 5;

export class ContentRecorder {
  readonly #settings: ContentOptions;
  readonly #request: RequestContent;
  #accumulator: ContentAccumulator | undefined;
  #output: readonly OutputMessage[] = [];

  private constructor(settings: ContentOptions, body: unknown) {
    this.#settings = settings;
    // Taken now: the application may change its own object while the call runs.
    this.#request = requestContent(body);
  }

  /** A recorder of the call with this request body; `undefined` where nothing of it would be recorded. */
  static for(settings: ContentOptions, span: Span, body: unknown): ContentRecorder | undefined {
    const { captureMessageContent } = settings;
    const wanted = onEvent(captureMessageContent) || (onSpan(captureMessageContent) && span.isRecording());
    return wanted ? new ContentRecorder(settings, body) : undefined;
  }

  /** An event of the call's stream. */
  event(event: unknown): void {
    this.#accumulator ??= new ContentAccumulator(this.#settings.maxContentBytes);
    this.#accumulator.event(event);
  }

  /** The parsed body. Taken now: the application gets this very object. */
  answered(body: unknown): void {
    this.#output = outputMessages(body);
  }

  /** Emits the event of the conventions, where it is wanted, and gives what the span gets. `attributes` are the call's others. */
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
