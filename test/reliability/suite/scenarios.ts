// Kinds of calls for fault injection: one for each way in which the instrumentation takes part in a call.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Script } from '@sevenstep/anthropic-simulator';
import { PARAMS } from '../../support/set-up.ts';
import { RICH_PARAMS } from './rich-params.ts';

type Params = Anthropic.MessageCreateParamsNonStreaming;

/** A call, and the script of the server that answers it. */
export interface Scenario {
  readonly name: string;
  /** @param url the simulator's address. */
  readonly script: string | ((url: string) => Script);
  readonly options?: ClientOptions;
  /** @default the smallest valid parameters */
  readonly params?: Params;
  /** @param look wraps the application's other values, apart from `params`. */
  readonly run: (
    client: Anthropic,
    params: Params,
    look: <Given extends object>(given: Given) => Given,
  ) => Promise<unknown>;
}

const BATCH = '/v1/messages/batches/msgbatch_1';
const JSON_TYPE = { 'content-type': 'application/json' };
const batchScript = (url: string): Script => ({
  faults: [
    {
      when: { path: BATCH },
      response: {
        headers: JSON_TYPE,
        body: JSON.stringify({ id: 'msgbatch_1', results_url: `${url}${BATCH}/results` }),
      },
    },
    {
      when: { path: `${BATCH}/results` },
      response: {
        headers: { 'content-type': 'application/x-jsonl' },
        body: '{"custom_id":"a","result":{"type":"canceled"}}\n',
      },
    },
  ],
});

const weather = {
  name: 'get_weather',
  description: 'The weather in a city',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
  parse: (input: unknown) => input,
  run: () => 'rain',
};

/** Sends an answered request again. */
const again: NonNullable<ClientOptions['middleware']>[number] = async (request, next) => {
  await (await next(request)).body?.cancel();
  return next(request);
};

async function readAll(events: AsyncIterable<{ readonly type: string }>): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  return types;
}

const stream = (client: Anthropic, params: Params) => client.messages.create({ ...params, stream: true });

export const SCENARIOS: readonly Scenario[] = [
  { name: 'an answer', script: '', run: (client, params) => client.messages.create(params) },
  { name: 'a stream', script: '', run: async (client, params) => readAll(await stream(client, params)) },
  {
    name: 'an error as JSON in place of a stream',
    script: () => ({
      faults: [
        {
          response: {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
          },
        },
      ],
    }),
    run: async (client, params) => readAll(await stream(client, params)),
  },
  {
    name: 'a stream that is left',
    script: '',
    run: async (client, params) => {
      for await (const { type } of await stream(client, params)) return type;
      return undefined;
    },
  },
  {
    name: 'a stream that is split',
    script: '',
    run: async (client, params) => Promise.all((await stream(client, params)).tee().map(readAll)),
  },
  {
    name: 'a stream whose bytes the application reads',
    script: '',
    run: async (client, params) => {
      const response = await client.messages.create({ ...params, stream: true }).asResponse();
      let bytes = 0;
      for await (const chunk of response.body ?? []) bytes += chunk.length;
      return bytes > 0;
    },
  },
  {
    name: 'a stream that the application reads as text',
    script: '',
    run: async (client, params) => {
      const text = await (await client.messages.create({ ...params, stream: true }).asResponse()).text();
      return text.match(/^event: .*$/gm);
    },
  },
  { name: 'a helper', script: '', run: (client, params) => client.messages.stream(params).finalMessage() },
  {
    name: 'a helper that is left',
    script: '',
    run: async (client, params) => {
      for await (const { type } of client.messages.stream(params)) return type;
      return undefined;
    },
  },
  {
    name: 'a response read by the application',
    script: '',
    run: async (client, params) => (await client.messages.create(params).asResponse()).json(),
  },
  {
    name: 'tools',
    script: () => ({
      faults: [
        { when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: { city: 'Oslo' } } } },
      ],
    }),
    run: (client, params, look) =>
      client.beta.messages
        .toolRunner({ ...PARAMS, ...params, tools: [look({ ...weather })] } as never)
        .runUntilDone(),
  },
  {
    name: 'the results of a batch',
    script: batchScript,
    run: async (client) => {
      const results: unknown[] = [];
      for await (const result of await client.messages.batches.results('msgbatch_1')) results.push(result);
      return results;
    },
  },
  { name: 'a list', script: '', run: async (client) => (await client.models.list()).data.length },
  {
    name: 'a retry',
    script: '1: 429 retry-after-ms=1',
    run: (client, params) => client.messages.create(params),
  },
  {
    name: "a middleware's own retry",
    script: '',
    options: { middleware: [again] },
    run: (client, params) => client.messages.create(params),
  },
  {
    name: 'a refusal',
    script: '*: 400',
    // A rejected request is read completely.
    params: RICH_PARAMS,
    run: (client, params) => client.messages.create(params),
  },
  {
    name: 'a stream that is cut',
    script: '*: cut after 4 events',
    run: async (client, params) => readAll(await stream(client, params)),
  },
];
