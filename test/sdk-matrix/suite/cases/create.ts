// Cases: a message in one piece, by every way of taking it.
import { type Case, PARAMS, STREAM_PARAMS } from '../case.ts';

const USAGE = {
  input_tokens: 10,
  output_tokens: 20,
  cache_read_input_tokens: 300,
  cache_creation_input_tokens: 4000,
};
const CACHED = { faults: [{ answer: { usage: USAGE } }] };
const COUNTED = {
  'gen_ai.usage.input_tokens': 4310,
  'gen_ai.usage.output_tokens': 20,
  'gen_ai.usage.cache_read.input_tokens': 300,
  'gen_ai.usage.cache_write.input_tokens': 4000,
};
const CALL = {
  method: 'messages.create',
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-sonnet-5',
    'gen_ai.request.max_tokens': 64,
    'gen_ai.response.finish_reasons': ['end_turn'],
    'gen_ai.usage.input_tokens': 25,
    'gen_ai.usage.output_tokens': 12,
    'http.response.status_code': 200,
  },
  absent: ['error.type', 'http.request.resend_count', 'gen_ai.request.stream'],
};
/** The span of a call whose body the application reads without being seen. */
const TAKEN = {
  method: 'messages.create',
  attributes: { 'http.response.status_code': 200 },
  absent: ['error.type'],
};

export const CREATE_CASES: readonly Case[] = [
  {
    name: 'create',
    feature: 'create',
    run: async ({ client, saw }) => {
      const message = await client.messages.create(PARAMS);
      saw([message._request_id, Object.keys(message), Object.getOwnPropertyNames(message)]);
      return message;
    },
    calls: [CALL],
  },
  {
    name: 'create: cached tokens count once',
    feature: 'create',
    script: CACHED,
    run: ({ client }) => client.messages.create(PARAMS),
    calls: [{ method: 'messages.create', attributes: COUNTED }],
  },
  {
    name: 'the promise is the SDK’s own',
    feature: 'create',
    run: async ({ client, saw }) => {
      const promise = client.messages.create(PARAMS);
      saw([promise.constructor.name, Object.keys(promise), typeof promise.withResponse]);
      return promise.finally(() => saw('finally'));
    },
    calls: [CALL],
  },
  {
    name: 'awaited twice, and by then()',
    feature: 'create',
    run: async ({ client, saw }) => {
      const promise = client.messages.create(PARAMS);
      const first = await promise;
      promise.then(({ id }) => saw(id));
      return (await promise) === first;
    },
    calls: [CALL],
  },
  {
    name: 'never awaited, then gone',
    feature: 'create',
    run: async ({ client, collectGarbage }) => {
      (() => void client.messages.create(PARAMS))();
      await collectGarbage();
    },
    calls: [TAKEN],
  },
  {
    name: 'ten calls at once keep to their own parents',
    feature: 'create',
    run: ({ client, inSpan }) =>
      Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          inSpan(`parent ${index}`, async () => {
            const message = await client.messages.create({ ...PARAMS, max_tokens: index + 1 });
            return message.type;
          }),
        ),
      ),
    calls: Array.from({ length: 10 }, (_, index) => ({
      method: 'messages.create',
      parent: `parent ${index}`,
      attributes: { 'gen_ai.request.max_tokens': index + 1 },
    })),
  },
  {
    name: 'withResponse()',
    feature: 'raw response',
    run: async ({ client, saw }) => {
      const promise = client.messages.create(PARAMS);
      const { data, response, request_id } = await promise.withResponse();
      saw([response.status, response.bodyUsed, request_id, (await promise) === data]);
      return data;
    },
    calls: [CALL],
  },
  {
    name: 'asResponse(), then json()',
    feature: 'raw response',
    run: async ({ client, saw }) => {
      const response = await client.messages.create(PARAMS).asResponse();
      saw([
        response.constructor.name,
        response instanceof Response,
        response.bodyUsed,
        Object.keys(response),
      ]);
      const value = await response.json();
      saw(response.bodyUsed);
      await response.json().catch((error: Error) => saw(error.message));
      return value;
    },
    calls: [CALL],
  },
  {
    name: 'asResponse(), then text()',
    feature: 'raw response',
    run: async ({ client }) => (await client.messages.create(PARAMS).asResponse()).text(),
    calls: [CALL],
  },
  {
    name: 'asResponse(), then arrayBuffer()',
    feature: 'raw response',
    run: async ({ client }) => {
      const response = await client.messages.create(PARAMS).asResponse();
      return (await response.arrayBuffer()).byteLength;
    },
    calls: [TAKEN],
  },
  {
    name: 'asResponse(), its body by a reader',
    feature: 'raw response',
    run: async ({ client, saw }) => {
      const response = await client.messages.create(PARAMS).asResponse();
      const reader = response.body?.getReader();
      let text = '';
      const decoder = new TextDecoder();
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
        text += decoder.decode(part.value, { stream: true });
      saw(response.bodyUsed);
      return text;
    },
    calls: [TAKEN],
  },
  {
    name: 'asResponse(), cloned, copied, and both read',
    feature: 'raw response',
    run: async ({ client, saw }) => {
      const response = await client.messages.create(PARAMS).asResponse();
      const clone = response.clone();
      const copy = new Response(response.body, response);
      saw([clone.constructor.name, copy.status, copy.headers.get('request-id')]);
      return [await clone.json(), await copy.json()];
    },
    calls: [TAKEN],
  },
  {
    name: 'asResponse() of a stream, then text()',
    feature: 'raw response',
    run: async ({ client }) => (await client.messages.create(STREAM_PARAMS).asResponse()).text(),
    calls: [{ method: 'messages.create', attributes: { 'gen_ai.request.stream': true } }],
  },
  {
    name: 'asResponse() and await of the same call',
    feature: 'raw response',
    run: async ({ client, saw }) => {
      const promise = client.messages.create(PARAMS);
      const response = await promise.asResponse();
      saw(response.bodyUsed);
      const message = await promise;
      saw(response.bodyUsed);
      return message;
    },
    calls: [CALL],
  },
];
