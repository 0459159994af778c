// Canaries for every place in which an application or a server may put a secret, and an SDK that sends them.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';

/** By place. */
export const CANARIES = {
  key: 'sk-ant-api03-canarykey0001',
  token: 'sk-ant-oat01-canarytoken0002',
  password: 'canarypassword0003',
  query: 'canaryquery0004',
  header: 'canaryheader0005',
  cookie: 'canarycookie0006',
  prompt: 'canaryprompt0007',
  system: 'canarysystem0008',
  user: 'canaryuser0009@example.com',
  file: 'canaryfile0010.pdf',
  toolDescription: 'canarytool0011',
  toolSchema: 'canaryschema0012',
  toolInput: 'canaryinput0013',
  answer: 'canaryanswer0014',
  address: 'canaryaddress0015@example.com',
} as const;

const PLANTED = /canary[a-z]+\d{4}/g;
const PLANTED_IN_BASE64 = Object.values(CANARIES).map((text) =>
  Buffer.from(`user:${text}`).toString('base64').replace(/=+$/, ''),
);

/** The canaries in a text, each once, as they are and as basic authentication writes them. */
export const canariesIn = (text: string): string[] => [
  ...new Set(text.match(PLANTED)),
  ...PLANTED_IN_BASE64.filter((secret) => text.includes(secret)),
];

type Params = Anthropic.MessageCreateParamsNonStreaming;

/** An SDK that adds canaries to its calls. */
export class PlantedAnthropic extends Anthropic {
  constructor(options: ClientOptions = {}) {
    super({
      ...options,
      defaultHeaders: { ...options.defaultHeaders, 'x-canary': CANARIES.header },
      defaultQuery: { ...options.defaultQuery, token: CANARIES.query },
      baseURL: options.baseURL?.replace('//', `//user:${CANARIES.password}@`),
      fetch: plantingFetch,
    });
    for (const resource of [this.messages, this.beta.messages])
      for (const name of ['create', 'stream'] as const) {
        const original = resource[name].bind(resource) as (params: Params, ...rest: unknown[]) => unknown;
        const planted = (params: Params, ...rest: unknown[]): unknown =>
          original(withCanaries(params), ...rest);
        Object.assign(resource, { [name]: planted });
      }
  }
}

/** `fetch` refuses an address with a password in it; what applications put in its place does not. */
async function plantingFetch(url: unknown, init: RequestInit | undefined): Promise<Response> {
  const response = await fetch(String(url).replace(/\/\/user:[^@]+@/, '//'), init);
  const headers = new Headers(response.headers);
  headers.set('set-cookie', `session=${CANARIES.cookie}`);
  return Object.defineProperty(response, 'headers', { value: headers });
}

const withCanaries = (params: Params): Params => ({
  ...params,
  system: `${CANARIES.system} ${params.system ?? ''}`,
  metadata: { user_id: CANARIES.user },
  tools: [
    ...(params.tools ?? []),
    {
      name: 'read_page',
      description: CANARIES.toolDescription,
      input_schema: { type: 'object', properties: { [CANARIES.toolSchema]: { type: 'string' } } },
    },
  ],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: CANARIES.prompt },
        {
          type: 'document',
          title: CANARIES.file,
          source: { type: 'text', media_type: 'text/plain', data: CANARIES.prompt },
        },
      ],
    },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'read_page', input: { page: CANARIES.toolInput } }],
    },
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: CANARIES.toolInput }],
    },
    ...(Array.isArray(params.messages) ? params.messages : []),
  ],
});
