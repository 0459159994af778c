// Cases: what is not a message: token counts, batches, models, files, legacy completions.
import { type Case, PARAMS } from '../case.ts';

/** Legacy completions, which the SDK's types no longer have. */
interface WithCompletions {
  readonly completions?: {
    create(params: { model: string; max_tokens_to_sample: number; prompt: string }): Promise<unknown>;
  };
}

const LISTED = { attributes: { 'http.response.status_code': 200, 'http.request.method': 'GET' } };

export const RESOURCE_CASES: readonly Case[] = [
  {
    name: 'countTokens',
    feature: 'count tokens',
    run: ({ client }) => client.messages.countTokens({ model: PARAMS.model, messages: PARAMS.messages }),
    calls: [
      {
        method: 'messages.count_tokens',
        attributes: { 'http.response.status_code': 200, 'gen_ai.request.model': 'claude-sonnet-5' },
        absent: ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens', 'gen_ai.operation.name'],
      },
    ],
  },
  {
    name: 'countTokens: 401',
    feature: 'count tokens',
    script: '*: 401',
    run: ({ client }) => client.messages.countTokens({ model: PARAMS.model, messages: PARAMS.messages }),
    calls: [
      { method: 'messages.count_tokens', failed: true, attributes: { 'error.type': 'authentication_error' } },
    ],
  },
  {
    name: 'batches: create',
    feature: 'batches',
    server: 'canned',
    run: ({ client }) => client.messages.batches.create({ requests: [{ custom_id: 'a', params: PARAMS }] }),
    calls: [{ method: 'messages.batches.create', attributes: { 'http.response.status_code': 200 } }],
  },
  {
    name: 'batches: retrieve, cancel, delete',
    feature: 'batches',
    server: 'canned',
    run: async ({ client: { messages } }) => [
      await messages.batches.retrieve('msgbatch_1'),
      await messages.batches.cancel('msgbatch_1'),
      await messages.batches.delete('msgbatch_1'),
    ],
    calls: [
      { method: 'messages.batches.retrieve' },
      { method: 'messages.batches.cancel' },
      { method: 'messages.batches.delete' },
    ],
  },
  {
    name: 'batches: list pages by hand',
    feature: 'batches',
    server: 'canned',
    run: async ({ client, saw }) => {
      const promise = client.messages.batches.list({ limit: 1 });
      saw([promise.constructor.name, Symbol.asyncIterator in promise]);
      const page = await promise;
      saw([page.constructor.name, page.hasNextPage()]);
      return (await page.getNextPage()).data.map(({ id }) => id);
    },
    calls: [
      { method: 'messages.batches.list', ...LISTED },
      { method: 'messages.batches.list', ...LISTED },
    ],
  },
  {
    name: 'batches: results to the end',
    feature: 'batches',
    server: 'canned',
    run: async ({ client, saw }) => {
      const results = await client.messages.batches.results('msgbatch_1');
      saw([results.constructor.name, Object.keys(results)]);
      for await (const result of results) saw(result);
    },
    calls: [
      { method: 'messages.batches.retrieve' },
      {
        method: 'messages.batches.results',
        attributes: { 'http.response.status_code': 200 },
        absent: ['error.type'],
      },
    ],
  },
  {
    name: 'batches: break out of the results',
    feature: 'batches',
    server: 'canned',
    run: async ({ client, saw }) => {
      for await (const result of await client.messages.batches.results('msgbatch_1')) {
        saw(result);
        break;
      }
    },
    calls: [
      { method: 'messages.batches.retrieve' },
      { method: 'messages.batches.results', absent: ['error.type'] },
    ],
  },
  {
    name: 'batches: unknown',
    feature: 'batches',
    server: 'canned',
    run: ({ client }) => client.messages.batches.retrieve('msgbatch_013Zva2CMHLNnXjNJJKqJ2EF'),
    calls: [
      { method: 'messages.batches.retrieve', failed: true, attributes: { 'error.type': 'not_found_error' } },
    ],
  },
  {
    name: 'models: retrieve',
    feature: 'models',
    run: ({ client }) => client.models.retrieve('claude-sonnet-5'),
    calls: [{ method: 'models.retrieve', attributes: { 'http.response.status_code': 200 } }],
  },
  {
    name: 'models: all pages by async iteration',
    feature: 'models',
    server: 'canned',
    run: async ({ client, saw }) => {
      for await (const { id } of client.models.list()) saw(id);
    },
    calls: [
      { method: 'models.list', ...LISTED },
      { method: 'models.list', ...LISTED },
    ],
  },
  {
    name: 'models: a page with its response',
    feature: 'models',
    run: async ({ client, saw }) => {
      const { data, response } = await client.models.list().withResponse();
      saw([response.status, data.constructor.name]);
      return data.data.map(({ id }) => id);
    },
    calls: [{ method: 'models.list', ...LISTED }],
  },
  {
    name: 'files: upload, list, metadata, delete',
    feature: 'files',
    server: 'canned',
    needs: ({ beta }) => 'files' in beta,
    run: async ({ client: { beta }, sdk, saw }) => {
      const file = await sdk.toFile(Buffer.from('notes'), 'notes.txt', { type: 'text/plain' });
      saw(await beta.files.upload({ file }));
      for await (const { id } of beta.files.list()) saw(id);
      saw(await beta.files.retrieveMetadata('file_1'));
      return beta.files.delete('file_1');
    },
    calls: [
      { method: 'beta.files.upload' },
      { method: 'beta.files.list' },
      { method: 'beta.files.retrieve_metadata' },
      { method: 'beta.files.delete' },
    ],
  },
  {
    name: 'files: download',
    feature: 'files',
    server: 'canned',
    needs: ({ beta }) => 'files' in beta,
    run: async ({ client: { beta }, saw }) => {
      const response = await beta.files.download('file_1');
      saw([response.constructor.name, response.bodyUsed, Object.keys(response)]);
      return (await response.blob()).size;
    },
    calls: [{ method: 'beta.files.download', attributes: { 'http.response.status_code': 200 } }],
  },
  {
    name: 'completions',
    feature: 'completions',
    server: 'canned',
    needs: (client) => (client as WithCompletions).completions !== undefined,
    run: async ({ client }) =>
      (client as WithCompletions).completions?.create({
        model: 'claude-2.1',
        max_tokens_to_sample: 9,
        prompt: '\n\nHuman: Hi\n\nAssistant:',
      }),
    calls: [
      {
        method: 'completions.create',
        attributes: { 'gen_ai.operation.name': 'text_completion', 'gen_ai.request.model': 'claude-2.1' },
      },
    ],
  },
];
