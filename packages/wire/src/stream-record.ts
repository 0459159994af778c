// The facts of a stream so far: counts and classes, never its content. Its memory is constant.
import type { SpanAttributes, StreamOutcome } from '@sevenstep/semantic-conventions';
import { errorFacts } from './error.ts';
import { type MessageFacts, messageStartFacts, withMessageDelta } from './message.ts';
import { serverText } from './redaction/server-text.ts';
import { monotonicNow, seconds } from './time.ts';
import { asString, field, isObject } from './values.ts';

/** Shorter waits are below every threshold. */
const SHORT_WAIT_MS = 100;
/** A stream that waited so long is described in full. */
const NOTABLE_WAIT_MS = 5_000;

export class StreamRecord {
  /** Token counts, ids and stop reason. `message_start` and `message_delta` say them. */
  message: MessageFacts = {};
  outcome?: StreamOutcome;
  error?: unknown;
  #events = 0;
  #lastEvent: string | undefined;
  #stopped = false;
  #openBlock: string | undefined;
  /** The last character of the open block's tool input. */
  #toolInputEnd: string | undefined;
  #truncatedToolInput = false;
  #characters = 0;
  #firstEventAt: number | undefined;
  /** Before the first, when the stream was opened. */
  #lastEventAt: number;
  #longestGap = 0;
  #consumerWait = 0;
  /** 0 before the first time. A field that is always a number is written in place. */
  #askedAt = 0;

  readonly #endsWithStop: boolean;

  /** @param endsWithStop whether a whole answer ends with `message_stop`. */
  constructor(endsWithStop: boolean) {
    this.#endsWithStop = endsWithStop;
    this.#lastEventAt = monotonicNow();
  }

  /** The application asks for the next event. */
  onPull(): void {
    const now = monotonicNow();
    this.#askedAt = now;
    if (this.#events > 0) this.#consumerWait += now - this.#lastEventAt;
  }

  /** An event arrived and is about to be handed over. Returns the milliseconds waited for it. */
  event(event: unknown): number {
    const now = monotonicNow();
    // Time in which the application asked for nothing is its own, not a gap of the stream.
    const gap = now - Math.max(this.#lastEventAt, this.#askedAt);
    if (gap > this.#longestGap) this.#longestGap = gap;
    this.#firstEventAt ??= now;
    this.#lastEventAt = now;
    this.#events += 1;
    const type = asString(field(event, 'type'));
    this.#lastEvent = type;
    // Nearly all of a stream's events.
    if (type === 'content_block_delta') this.#count(field(event, 'delta'));
    else this.#classify(event);
    return gap;
  }

  /** The body ended and no error was thrown. The SDK also ends quietly when the request is aborted. */
  ended(signal: AbortSignal | undefined): void {
    if (this.#stopped) this.outcome ??= 'completed';
    else if (signal?.aborted) this.outcome ??= 'aborted';
    else this.outcome ??= this.#endsWithStop ? 'incomplete' : 'completed';
  }

  failed(error: unknown): void {
    this.error = error;
    this.outcome ??= failureOutcome(error);
  }

  /** The application stopped reading. A message that had ended is complete all the same. */
  onCancel(): void {
    this.outcome ??= this.#stopped ? 'completed' : 'abandoned';
  }

  /** Whether the JSON of a tool's input breaks off. */
  get hasTruncatedToolInput(): boolean {
    return this.#truncatedToolInput;
  }

  get eventCount(): number {
    return this.#events;
  }

  /** Milliseconds on the monotonic clock when the first event arrived. */
  get firstEventAt(): number | undefined {
    return this.#firstEventAt;
  }

  /** Milliseconds on the monotonic clock when the last event arrived, or, before any, when the stream was opened. */
  get lastEventAt(): number {
    return this.#lastEventAt;
  }

  /** Whether something waited longer than a reader would. */
  get hasWaited(): boolean {
    return this.#longestGap >= NOTABLE_WAIT_MS || this.#consumerWait >= NOTABLE_WAIT_MS;
  }

  /** The facts of a healthy stream: its end, and the values that have thresholds. */
  brief(): SpanAttributes {
    return {
      'anthropic.stream.outcome': this.outcome,
      'anthropic.stream.output_characters': this.#characters === 0 ? 0 : undefined,
      'anthropic.stream.longest_gap':
        this.#longestGap >= SHORT_WAIT_MS ? seconds(this.#longestGap) : undefined,
      'anthropic.stream.consumer_wait':
        this.#consumerWait >= SHORT_WAIT_MS ? seconds(this.#consumerWait) : undefined,
    };
  }

  attributes(endedAt: number): SpanAttributes {
    return {
      'anthropic.stream.outcome': this.outcome,
      'anthropic.stream.events': this.#events,
      'anthropic.stream.last_event': serverText('event', this.#lastEvent),
      'anthropic.stream.open_block': this.#openBlock,
      'anthropic.stream.output_characters': this.#characters,
      'anthropic.stream.truncated_tool_input': this.#truncatedToolInput || undefined,
      'anthropic.stream.longest_gap': seconds(Math.max(this.#longestGap, this.#lastWait(endedAt))),
      'anthropic.stream.silence': seconds(endedAt - this.#lastEventAt),
      'anthropic.stream.consumer_wait': seconds(this.#consumerWait),
    };
  }

  /** How long the application has waited for an event that never came. */
  #lastWait(endedAt: number): number {
    const asked = this.#askedAt;
    return this.#stopped || asked < this.#lastEventAt ? 0 : endedAt - asked;
  }

  #classify(event: unknown): void {
    switch (this.#lastEvent) {
      case 'message_start':
        this.message = messageStartFacts(field(event, 'message'));
        break;
      case 'content_block_start':
        this.#openBlock = serverText('event', field(field(event, 'content_block'), 'type'));
        this.message.contentBlocks = (this.message.contentBlocks ?? 0) + 1;
        break;
      case 'content_block_stop':
        this.#blockEnded();
        break;
      case 'message_delta':
        this.message = withMessageDelta(this.message, event);
        break;
      case 'message_stop':
        this.#stopped = true;
        break;
    }
  }

  /** Counts what the model wrote. */
  #count(delta: unknown): void {
    if (!isObject(delta)) return;
    const { text, partial_json: json, thinking } = delta;
    if (typeof text === 'string') this.#characters += text.length;
    if (typeof thinking === 'string') this.#characters += thinking.length;
    if (typeof json === 'string') {
      this.#characters += json.length;
      this.#toolInputEnd = lastOf(json) ?? this.#toolInputEnd;
    }
    // `compaction_delta` (SDK 1.14).
    if (this.#openBlock === 'compaction')
      this.message.compacted = this.message.compacted || typeof delta.content === 'string';
  }

  /** The input of a tool is a JSON object: what does not end with its brace breaks off. */
  #blockEnded(): void {
    if (this.#toolInputEnd !== undefined && this.#toolInputEnd !== '}') this.#truncatedToolInput = true;
    this.#toolInputEnd = undefined;
    this.#openBlock = undefined;
  }
}

/** The last character that is no blank. */
function lastOf(text: string): string | undefined {
  const last = text.at(-1);
  return last !== undefined && last > ' ' ? last : text.slice(-1024).trimEnd().at(-1);
}

/** An `error` event becomes an error with the API's envelope; bad JSON a `SyntaxError`; a cut socket anything else. */
function failureOutcome(error: unknown): StreamOutcome {
  if (error instanceof SyntaxError || field(error, 'name') === 'SyntaxError') return 'malformed';
  const { apiType, message } = errorFacts(error);
  if (apiType !== undefined || field(error, 'headers') instanceof Headers) return 'error_event';
  return message !== undefined && NO_JSON.test(message) ? 'malformed' : 'interrupted';
}

/** The error of Bedrock's client, `Could not parse a Bedrock chunk into JSON`, has no class. */
const NO_JSON = /^Could not parse .{1,40} JSON$/;
