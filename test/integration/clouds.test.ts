// Spans for clients of clouds, which rewrite and sign the SDK's request: where a request went, and how its stream broke.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnthropicAws } from '@anthropic-ai/aws-sdk';
import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { AnthropicFoundry } from '@anthropic-ai/foundry-sdk';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { diagnose } from '@sevenstep/checklist';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventStreamFrame } from '../sdk-matrix/suite/event-stream.ts';
import { PARAMS } from '../support/set-up.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

const AWS = { awsRegion: 'us-east-1', awsAccessKey: 'AKIAEXAMPLE' };

type Options = Omit<ClientOptions, 'apiKey' | 'authToken' | 'credentials' | 'config' | 'profile'>;

interface Cloud {
  readonly make: (options: Options) => unknown;
  readonly provider: string;
  /** The path of its request, after the base URL's path. */
  readonly path: string;
  /** The shape of its API key, if it has one. */
  readonly keyShape?: string;
}

const CLOUDS: Readonly<Record<string, Cloud>> = {
  'Bedrock, signed': {
    make: (options) => new AnthropicBedrock({ ...options, ...AWS, awsSecretKey: 'example' }),
    provider: 'aws.bedrock',
    path: '/model/claude-sonnet-5/invoke',
  },
  'Bedrock, without credentials': {
    make: (options) => new AnthropicBedrock({ ...options, awsRegion: 'us-east-1', skipAuth: true }),
    provider: 'aws.bedrock',
    path: '/model/claude-sonnet-5/invoke',
  },
  'Mantle, signed': {
    make: (options) => new AnthropicBedrockMantle({ ...options, ...AWS, awsSecretAccessKey: 'example' }),
    provider: 'aws.bedrock',
    path: '/v1/messages',
  },
  'Vertex AI': {
    make: (options) =>
      new AnthropicVertex({
        ...options,
        region: 'us-east5',
        projectId: 'project',
        authClient: {
          projectId: 'project',
          getRequestHeaders: async () => new Headers({ authorization: 'Bearer ya29.example' }),
        } as never,
      }),
    provider: 'gcp.vertex_ai',
    path: '/projects/project/locations/us-east5/publishers/anthropic/models/claude-sonnet-5:rawPredict',
  },
  'AWS, signed': {
    make: (options) =>
      new AnthropicAws({ ...options, ...AWS, awsSecretAccessKey: 'example', workspaceId: 'wrkspc_1' }),
    provider: 'anthropic',
    path: '/v1/messages',
  },
  'Foundry, with a token': {
    make: (options) =>
      new AnthropicFoundry({
        ...options,
        apiKey: undefined,
        azureADTokenProvider: async () => 'eyJ0',
      } as never),
    provider: 'anthropic',
    path: '/v1/messages',
    keyShape: 'unknown',
  },
  'Foundry, with a key': {
    make: (options) => new AnthropicFoundry({ ...options, apiKey: '"0123456789"' }),
    provider: 'anthropic',
    path: '/v1/messages',
    keyShape: 'quoted',
  },
};

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text: 'Hi' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 1 },
};

const START = { type: 'message_start', message: { ...MESSAGE, content: [] } };
const DIAGNOSIS = JSON.stringify({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: 'The diagnosis of Mr. Doe is diabetes' },
});

/** The requests that the server got, and the statuses of its answers. The last status repeats. */
let asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
let statuses: number[] = [];
/** Replaces the API's id and JSON in an error. */
let errorHeaders: Readonly<Record<string, string>> | undefined;
let errorBody: unknown;
let server: Server;
let origin: string;
let telemetry: TestTelemetry;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked.push({ url: request.url ?? '', headers: request.headers });
      if (request.url?.endsWith('-with-response-stream')) {
        response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
        response.end(Buffer.concat([START, DIAGNOSIS.slice(0, -9)].map(eventStreamFrame)));
        return;
      }
      const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200;
      response.writeHead(status, {
        'retry-after-ms': '1',
        ...(status === 200 || !errorHeaders
          ? { 'content-type': 'application/json', 'request-id': 'req_1' }
          : errorHeaders),
      });
      response.end(JSON.stringify(status === 200 ? MESSAGE : errorBody));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  telemetry = startTestTelemetry();
});
afterAll(() => {
  telemetry.stop();
  server.close();
});
beforeEach(() => {
  asked = [];
  errorHeaders = undefined;
  errorBody = { message: 'no' };
  telemetry.takeSpans();
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  describe.each(Object.entries(CLOUDS))('%s', (_, { make, provider, path, keyShape }) => {
    const create = (options: Options = {}): Promise<unknown> => {
      const client = make({
        baseURL: `${origin}/prefix`,
        ...clientOptionsFor(kind),
        ...options,
      }) as Anthropic;
      return client.messages.create(PARAMS);
    };

    test('the URL is the one that was requested, of the call and of each attempt', async () => {
      statuses = [529, 200];
      await create();
      const { attributes, attempts } = telemetry.takeTrace();
      expect(asked.map(({ url }) => url)).toEqual([`/prefix${path}`, `/prefix${path}`]);
      const { port } = new URL(origin);
      const where = {
        'url.full': `${origin}/prefix${path}`,
        'server.address': '127.0.0.1',
        'server.port': Number(port),
      };
      expect(attributes).toMatchObject({
        ...where,
        'gen_ai.provider.name': provider,
        // The API's endpoint, whatever the cloud calls it.
        'url.template': '/v1/messages',
      });
      expect(attempts.map((attempt) => attempt.attributes)).toMatchObject([where, where]);
      expect(attempts.map(({ name }) => name)).toEqual(Array(2).fill('POST /v1/messages'));
    });

    // https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
    test.each([
      { 'x-amzn-errortype': 'ThrottlingException', 'x-amzn-requestid': '3f0c2f4a-1111' },
      { server: 'scaffolding on HTTPServer2' },
    ])("the cloud's own error has no request-id, and is no gateway's: %j", async (headers) => {
      errorHeaders = { 'content-type': 'application/json', ...headers };
      statuses = [429, 503, 200];
      await create({ maxRetries: 2 });
      const { attributes } = telemetry.takeTrace();
      expect(attributes['anthropic.retry.reasons']).toEqual(['429 rate_limit', '503 server']);
      expect(diagnose(attributes)?.id).toBe('limits.recovered');
    });

    test("the cloud's own error, again and again", async () => {
      errorHeaders = { 'content-type': 'application/json' };
      statuses = [429];
      await create({ maxRetries: 1 }).catch(() => undefined);
      expect(telemetry.takeTrace().attributes).toMatchObject({
        'anthropic.retry.reasons': ['429 rate_limit'],
        'anthropic.retry.outcome': 'exhausted',
      });
    });

    test("a page is a gateway's", async () => {
      errorHeaders = { 'content-type': 'text/html; charset=UTF-8' };
      statuses = [502, 200];
      await create();
      const { attributes } = telemetry.takeTrace();
      expect(attributes['anthropic.retry.reasons']).toEqual(['502 gateway']);
      expect(diagnose(attributes)?.id).toBe('endpoint.recovered');
    });

    test.each([401, 403])(
      'the shape of a key is that of the key that was sent, not of a signature: %i',
      async (status) => {
        statuses = [status];
        await create({ maxRetries: 0 }).catch(() => undefined);
        const { attributes } = telemetry.takeTrace();
        expect(attributes['http.response.status_code']).toBe(status);
        expect(attributes['anthropic.auth.key_shape']).toBe(keyShape);
      },
    );
  });

  test('an event of Bedrock that is cut off makes a malformed stream, and is not quoted', async () => {
    const options: Options = { baseURL: origin, maxRetries: 0, ...clientOptionsFor(kind) };
    const client = new AnthropicBedrock({ ...options, ...AWS, awsSecretKey: 'example' });
    const read = async () => {
      for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
    };
    await expect(read()).rejects.toThrow('Could not parse a Bedrock chunk into JSON: {"type":"content');
    const { attributes, call } = telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'error.type': 'stream_malformed',
      'anthropic.stream.outcome': 'malformed',
      'anthropic.error.message': 'Could not parse a Bedrock chunk into JSON',
      'anthropic.diagnosis.id': 'response.stream_malformed',
    });
    expect(JSON.stringify([attributes, call.status, call.events])).not.toMatch(/diabetes|Doe/);
  });

  test.each([false, true])('the error of Vertex AI, which is in a list for a stream: %s', async (stream) => {
    const message = 'Resource exhausted. Please try again later.';
    const error = { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } };
    errorHeaders = { 'content-type': 'application/json' };
    errorBody = stream ? [error] : error;
    statuses = [429];
    const options = { baseURL: origin, maxRetries: 1, ...clientOptionsFor(kind) };
    const client = CLOUDS['Vertex AI']?.make(options) as Anthropic;
    await client.messages.create({ ...PARAMS, stream }).catch(() => undefined);
    const { attributes, attempts } = telemetry.takeTrace();
    expect(attributes).toMatchObject({
      'anthropic.error.code': 'RESOURCE_EXHAUSTED',
      'anthropic.error.message': message,
      'anthropic.error.body': 'json',
    });
    const messages = attempts.map((attempt) => attempt.attributes['anthropic.error.message']);
    expect(messages).toEqual([message, message]);
    expect(diagnose(attributes)?.id).toBe('limits.cloud_quota');
  });

  test('a key in the path of the base URL is on no span', async () => {
    const options = { apiKey: 'sk-ant-example', ...clientOptionsFor(kind) };
    const client = new Anthropic({ ...options, baseURL: `${origin}/sk-helicone-abc123-def456ghi` });
    statuses = [529, 200];
    await client.messages.create(PARAMS);
    const { attributes, attempts } = telemetry.takeTrace();
    expect(asked.at(-1)?.url).toBe('/sk-helicone-abc123-def456ghi/v1/messages');
    const urls = [attributes, ...attempts.map((attempt) => attempt.attributes)];
    expect(urls.map((one) => one['url.full'])).toEqual(Array(3).fill(`${origin}/sk-[redacted]/v1/messages`));
    if (kind === 'adopted') expect(attributes['url.path']).toBe('/sk-[redacted]/v1/messages');
    expect(JSON.stringify(urls)).not.toContain('abc123');
  });

  test('a server that a client learns after the call has begun', async () => {
    /** Like AWS's client with its region in a file. */
    class Late extends Anthropic {
      protected override async prepareOptions(): Promise<void> {
        this.baseURL = origin;
      }
    }
    statuses = [200];
    const options = { apiKey: 'sk-ant-example', baseURL: 'http://late.invalid', ...clientOptionsFor(kind) };
    await new Late(options).messages.create(PARAMS);
    expect(telemetry.takeTrace().attributes).toMatchObject({
      'url.full': `${origin}/v1/messages`,
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(origin).port),
    });
  });
});
