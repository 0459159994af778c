// Collects the facts of a stream: counts and classes, never content. Memory is constant.
import type { SpanAttributes, StreamOutcome } from '@sevenstep/semantic-conventions';
import { errorFacts } from './error.ts';
import { type MessageFacts, messageStartFacts, withMessageDelta } from './message.ts';
import { serverText } from './redaction/server-text.ts';
import { monotonicNow, seconds } from './time.ts';
import { asString, field, isObject } from './values.ts';

/** Shorter waits are below every threshold. */
const SHORT_WAIT_MS = 100;
/** A stream with a wait of at least this gets all its attributes. */
const NOTABLE_WAIT_MS = 5_000;

export class StreamRecord {
  /** Token counts, ids and stop reason, from `message_start` and `message_delta`. */
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
  /** Before the first event, the time at which the stream was opened. */
  #lastEventAt: number;
  #longestGap = 0;
  #consumerWait = 0;
  /** 0 before the first request. V8 updates a field in place if it is always a number. */
  #askedAt = 0;

  readonly #endsWithStop: boolean;

  /** @param endsWithStop whether a complete response ends with `message_stop`. */
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

  /** An event arrived. Returns the milliseconds that the application waited for it. */
  event(event: unknown): number {
    const now = monotonicNow();
    // The time before the application asked is not a gap of the stream.
    const gap = now - Math.max(this.#lastEventAt, this.#askedAt);
    if (gap > this.#longestGap) this.#longestGap = gap;
    this.#firstEventAt ??= now;
    this.#lastEventAt = now;
    this.#events += 1;
    const type = asString(field(event, 'type'));
    this.#lastEvent = type;
    // Nearly all events are of this type.
    if (type === 'content_block_delta') this.#count(field(event, 'delta'));
    else this.#classify(event);
    return gap;
  }

  /** The body ended without an error. The SDK also ends without an error if the request is aborted. */
  ended(signal: AbortSignal | undefined): void {
    if (this.#stopped) this.outcome ??= 'completed';
    else if (signal?.aborted) this.outcome ??= 'aborted';
    else this.outcome ??= this.#endsWithStop ? 'incomplete' : 'completed';
  }

  failed(error: unknown): void {
    this.error = error;
    this.outcome ??= failureOutcome(error);
  }

  /** The application stopped reading. A message that had ended still counts as complete. */
  onCancel(): void {
    this.outcome ??= this.#stopped ? 'completed' : 'abandoned';
  }

  /** Whether the JSON of a tool's input is truncated. */
  get hasTruncatedToolInput(): boolean {
    return this.#truncatedToolInput;
  }

  get eventCount(): number {
    return this.#events;
  }

  /** Monotonic milliseconds of the first event. */
  get firstEventAt(): number | undefined {
    return this.#firstEventAt;
  }

  /** Monotonic milliseconds of the last event or, before the first, of the stream's opening. */
  get lastEventAt(): number {
    return this.#lastEventAt;
  }

  /** Whether the stream or the application paused for at least 5 s. */
  get hasWaited(): boolean {
    return this.#longestGap >= NOTABLE_WAIT_MS || this.#consumerWait >= NOTABLE_WAIT_MS;
  }

  /** The attributes of a healthy stream: its outcome, and the values with thresholds. */
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

  /** Milliseconds that the application waited for an event that never came. */
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

  /** Counts the characters that the model wrote. */
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

  /** A block ended. The input of a tool is a JSON object, so it is truncated if it does not end with a brace. */
  #blockEnded(): void {
    if (this.#toolInputEnd !== undefined && this.#toolInputEnd !== '}') this.#truncatedToolInput = true;
    this.#toolInputEnd = undefined;
    this.#openBlock = undefined;
  }
}

/** The last character that is not a blank. */
function lastOf(text: string): string | undefined {
  const last = text.at(-1);
  return last !== undefined && last > ' ' ? last : text.slice(-1024).trimEnd().at(-1);
}

/** The outcome of a thrown error. The SDK throws the API's envelope for an `error` event, and a `SyntaxError` for bad JSON. */
function failureOutcome(error: unknown): StreamOutcome {
  if (error instanceof SyntaxError || field(error, 'name') === 'SyntaxError') return 'malformed';
  const { apiType, message } = errorFacts(error);
  if (apiType !== undefined || field(error, 'headers') instanceof Headers) return 'error_event';
  return message !== undefined && NO_JSON.test(message) ? 'malformed' : 'interrupted';
}

/** Bedrock's client throws a plain `Error` for bad JSON: `Could not parse a Bedrock chunk into JSON`. */
const NO_JSON = /^Could not parse .{1,40} JSON$/;
