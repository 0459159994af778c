// Makes one request with the SDK. It returns the piece of the answer that arrived, or throws why it failed.
import Anthropic from '@anthropic-ai/sdk';
import { type Diagnosis, findPattern } from '@sevenstep/checklist';
import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import { listening } from './diagnosis.ts';
import { SETTINGS } from './settings.ts';

export interface Question {
  readonly params: Anthropic.MessageCreateParamsNonStreaming;
  readonly stream: boolean;
}

/** The answer, or the part of it that one request returned. */
export interface Piece {
  readonly message: Anthropic.Message;
  readonly requestId: string;
  readonly headers: Headers;
}

export interface AttemptOptions {
  readonly signal: AbortSignal;
  /** The number of the retry, from 0, which the SDK's own header sends to the API. */
  readonly retry: number;
  /** Called when the first event of a stream arrives. */
  readonly onFirstEvent: () => void;
  /** Called with patterns that the diagnosis finds over many calls, such as `service.outage`. */
  readonly onPattern: (diagnosis: Diagnosis) => void;
}

/** The beginning of a broken stream. */
export interface Partial {
  text: string;
  requestId: string;
}

/** A failed attempt, with its diagnosis and the text that had arrived. */
export class AttemptFailed extends Error {
  readonly diagnosis: Diagnosis | undefined;
  readonly partial: Partial;

  constructor(cause: unknown, diagnosis: Diagnosis | undefined, partial: Partial) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.diagnosis = diagnosis;
    this.partial = partial;
  }

  get headers(): Headers | undefined {
    return this.cause instanceof Anthropic.APIError ? this.cause.headers : undefined;
  }

  /** Without a diagnosis, the service's own timeout ended the attempt, and a retry may succeed. */
  get retryable(): boolean {
    return this.diagnosis?.retryable ?? true;
  }
}

const limit = timeout(SETTINGS.attemptMs, TimeoutStrategy.Aggressive);

/** @throws AttemptFailed, or the SDK's own error if `signal` aborted the attempt. */
export function attempt(client: Anthropic, question: Question, options: AttemptOptions): Promise<Piece> {
  let diagnosis: Diagnosis | undefined;
  const partial: Partial = { text: '', requestId: '' };
  const listener = (found: Diagnosis) => {
    if (findPattern(found.id)) options.onPattern(found);
    else diagnosis = found;
  };
  return listening(listener, async () => {
    try {
      return await limit.execute(
        ({ signal }) => send(client, question, { ...options, signal }, partial),
        options.signal,
      );
    } catch (error) {
      if (options.signal.aborted) throw error;
      const isOurTimeout = error instanceof TaskCancelledError;
      throw new AttemptFailed(error, isOurTimeout ? undefined : diagnosis, partial);
    }
  });
}

async function send(
  client: Anthropic,
  { params, stream: isStream }: Question,
  { signal, retry, onFirstEvent }: AttemptOptions,
  partial: Partial,
): Promise<Piece> {
  const request = {
    signal,
    timeout: SETTINGS.headersMs,
    // Only the service retries, because it checks budget, breaker and diagnosis first.
    maxRetries: 0,
    headers: { 'x-stainless-retry-count': `${retry}` },
  };
  if (!isStream) {
    const { data, request_id, response } = await client.messages.create(params, request).withResponse();
    // The SDK takes a sign-in page with status 200 for text.
    if (!Array.isArray(data.content)) throw new TypeError('the response is no message');
    return { message: data, requestId: request_id ?? '', headers: response.headers };
  }
  const stream = client.messages.stream(params, request).once('streamEvent', onFirstEvent);
  stream.on('text', (text) => {
    partial.text += text;
  });
  const { request_id, response } = await stream.withResponse();
  partial.requestId = request_id ?? '';
  return { message: await stream.finalMessage(), requestId: partial.requestId, headers: response.headers };
}
