// The floor: the least useful instrumentation, as an application's author would write it by hand.
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { type Attributes, metrics, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Client, Subject } from './subject.ts';

const URL_SENT = 'https://api.anthropic.com/v1/messages';

/** One span for the call with fifteen attributes, one for each attempt, one histogram, events counted. */
export const floor: Subject = {
  sdkSpans: false,
  start: () => undefined,
  wrapFetch: (fetch) => async (url, init) => {
    const attributes = {
      'http.request.method': 'POST',
      'url.full': URL_SENT,
      'server.address': 'api.anthropic.com',
    };
    const span = trace
      .getTracer('floor')
      .startSpan('POST /v1/messages', { kind: SpanKind.CLIENT, attributes });
    try {
      const response = await fetch(url, init);
      span.setAttribute('http.response.status_code', response.status);
      if (!response.ok) span.setStatus({ code: SpanStatusCode.ERROR });
      return response;
    } finally {
      span.end();
    }
  },
  wrap: (client) => {
    const duration = metrics.getMeter('floor').createHistogram('gen_ai.client.inference.duration');
    const create = async (params: Params): Promise<unknown> => {
      const started = performance.now();
      return trace.getTracer('floor').startActiveSpan(`chat ${params.model}`, asked(params), async (span) => {
        const over = (message: Answer, events?: number): void => {
          span.setAttributes(answered(message));
          if (events !== undefined) span.setAttribute('app.stream.events', events);
          duration.record((performance.now() - started) / 1000, ofMetric(params));
          span.end();
        };
        try {
          const answer = await client.messages.create(params as never);
          if (!params.stream) over(answer as unknown as Answer);
          else watch(answer as unknown as Watched, over);
          return answer;
        } catch (error) {
          span.setAttribute('error.type', (error as Error).name).setStatus({ code: SpanStatusCode.ERROR });
          span.end();
          throw error;
        }
      });
    };
    const stream = (params: Params): unknown =>
      trace.getTracer('floor').startActiveSpan(`chat ${params.model}`, asked(params), (span) => {
        const started = performance.now();
        const helper = client.messages.stream(params as never);
        let events = 0;
        helper.on('streamEvent', () => {
          events += 1;
        });
        helper.on('end', () =>
          finishHelper(span, helper.receivedMessages.at(-1) as Answer | undefined, events),
        );
        helper.on('end', () => duration.record((performance.now() - started) / 1000, ofMetric(params)));
        return helper;
      });
    return { messages: { create, stream } } as unknown as Client;
  },
};

interface Params {
  readonly model: string;
  readonly max_tokens: number;
  readonly stream?: boolean;
}

interface Answer {
  readonly id?: string;
  readonly model?: string;
  readonly stop_reason?: string | null;
  readonly usage?: {
    readonly input_tokens?: number | null;
    readonly output_tokens?: number | null;
    readonly cache_read_input_tokens?: number | null;
    readonly cache_creation_input_tokens?: number | null;
  };
}

const asked = ({ model, max_tokens }: Params): { kind: SpanKind; attributes: Attributes } => ({
  kind: SpanKind.CLIENT,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': model,
    'gen_ai.request.max_tokens': max_tokens,
    'server.address': 'api.anthropic.com',
    'server.port': 443,
    'http.request.method': 'POST',
    'url.template': '/v1/messages',
  },
});

const answered = ({ id, model, stop_reason, usage }: Answer): Attributes => ({
  'gen_ai.response.id': id,
  'gen_ai.response.model': model,
  'gen_ai.response.finish_reasons': [stop_reason ?? ''],
  'gen_ai.usage.input_tokens': usage?.input_tokens ?? 0,
  'gen_ai.usage.output_tokens': usage?.output_tokens ?? 0,
  'gen_ai.usage.cache_read.input_tokens': usage?.cache_read_input_tokens ?? 0,
  'gen_ai.usage.cache_creation.input_tokens': usage?.cache_creation_input_tokens ?? 0,
});

const ofMetric = ({ model }: Params): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': model,
});

function finishHelper(span: Span, message: Answer | undefined, events: number): void {
  span.setAttributes({ ...answered(message ?? {}), 'app.stream.events': events });
  span.end();
}

interface Watched {
  iterator: () => AsyncIterator<RawMessageStreamEvent>;
}

/** Counts events and reads the tokens in the cheapest way, without a generator. */
function watch(stream: Watched, over: (message: Answer, events: number) => void): void {
  const { iterator } = stream;
  stream.iterator = () => {
    const source = iterator.call(stream);
    let events = 0;
    let message: Answer = {};
    return {
      async next() {
        const result = await source.next();
        if (result.done) {
          over(message, events);
          return result;
        }
        events += 1;
        const event = result.value;
        if (event.type === 'message_start') message = event.message;
        if (event.type === 'message_delta') {
          message = { ...message, stop_reason: event.delta.stop_reason, usage: event.usage };
        }
        return result;
      },
      async return(value?: unknown) {
        over(message, events);
        return source.return ? source.return(value) : { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    } as AsyncIterator<RawMessageStreamEvent>;
  };
}
