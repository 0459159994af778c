// What spans say of where a request went, for the clients of clouds, which rewrite and sign it after the SDK has built it.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnthropicAws } from '@anthropic-ai/aws-sdk';
import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { AnthropicFoundry } from '@anthropic-ai/foundry-sdk';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
  /** The path that its server is asked for, behind the base URL's own. */
  readonly path: string;
  /** Where it has an API key, the shape of that. */
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

/** What the server was asked for, and with which statuses it answers, the last again and again. */
let asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
let statuses: number[] = [];
let server: Server;
let origin: string;
let telemetry: TestTelemetry;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked.push({ url: request.url ?? '', headers: request.headers });
      const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200;
      response.writeHead(status, {
        'content-type': 'application/json',
        'request-id': 'req_1',
        'retry-after-ms': '1',
      });
      response.end(JSON.stringify(status === 200 ? MESSAGE : { message: 'no' }));
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
        // The endpoint of the API, whatever a cloud calls it.
        'url.template': '/v1/messages',
      });
      expect(attempts.map((attempt) => attempt.attributes)).toMatchObject([where, where]);
      expect(attempts.map(({ name }) => name)).toEqual(Array(2).fill('POST /v1/messages'));
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

  test('a server that a client learns after the call has begun', async () => {
    /** As the client of AWS does where its region is in a file. */
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
