// LiteLLM's proxy in front of the API, called by curl and by Anthropic's SDKs.
import { join } from 'node:path';
import type { CallSpec, Client, Printed } from '../client.ts';
import { freePort, startServer } from '../servers.ts';
import { installPython } from '../tools.ts';
import { printedByCurl } from './curl.ts';
import { printedByTypescript, TYPESCRIPT_FORMS } from './in-process.ts';
import { askPython, installPythonAll } from './python.ts';
import { ANY_CHARACTER, EMPTY_PASSES, NO_KEY_FUNCTION, NO_SIGNAL } from './reasons.ts';

const VERSION = '1.80.0';
const ITS_OWN_WAY = 'the connection that fails is between the proxy and the API';
const ITS_OWN_KEY = 'the proxy has a key of its own for the API';

export const litellmProxy: Client = {
  id: 'litellm-proxy',
  title: `LiteLLM ${VERSION} as a proxy, before curl and SDKs`,
  forms: ['curl -i', 'Python', ...TYPESCRIPT_FORMS],
  cannot: {
    ...NO_SIGNAL,
    ...NO_KEY_FUNCTION,
    ...ANY_CHARACTER,
    ...EMPTY_PASSES,
    'connection.dns': ITS_OWN_WAY,
    'connection.invalid_url': ITS_OWN_WAY,
    'connection.refused': ITS_OWN_WAY,
    'connection.request_timeout': ITS_OWN_WAY,
    'connection.reset': ITS_OWN_WAY,
    'connection.tls': ITS_OWN_WAY,
    'connection.unreachable': ITS_OWN_WAY,
    'identity.header_stripped': ITS_OWN_KEY,
    'identity.key_characters': ITS_OWN_KEY,
    'identity.key_placeholder': ITS_OWN_KEY,
    'identity.key_whitespace': ITS_OWN_KEY,
    'identity.key_wrong_provider': ITS_OWN_KEY,
    'identity.missing_credentials': ITS_OWN_KEY,
  },
  // A release whose packages are all there.
  install: () => installPython('litellm-proxy', [`litellm[proxy]==${VERSION}`]),
  run: async (folder, call) => {
    const own: CallSpec = { ...call, baseURL: await started(folder, call.baseURL), maxRetries: 0 };
    const python = await askPython(await installPythonAll(), 'anthropic_sdk.py', own);
    const printed: Printed = {
      ...(await printedByCurl(own, ['curl -i'])),
      ...(python.str !== undefined && { Python: python.str }),
      ...(await printedByTypescript(own)),
    };
    return printed;
  },
};

let proxy: Promise<string> | undefined;

/** The base URL of the proxy, which starts with the first call. */
function started(folder: string, simulator: string): Promise<string> {
  proxy ??= start(folder, simulator);
  return proxy;
}

async function start(folder: string, simulator: string): Promise<string> {
  const port = await freePort();
  const config = {
    model_list: [
      {
        // Any model, under its own name.
        model_name: '*',
        litellm_params: { model: 'anthropic/*', api_base: simulator, api_key: 'sk-ant-simulator-0000' },
      },
    ],
    litellm_settings: { num_retries: 0 },
    router_settings: { disable_cooldowns: true, num_retries: 0 },
  };
  await startServer({
    command: join(folder, 'bin/python'),
    args: () => [
      join(folder, 'bin/litellm'),
      '--config',
      'config.json',
      '--host',
      '127.0.0.1',
      '--port',
      `${port}`,
    ],
    env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_TELEMETRY: 'False' },
    files: { 'config.json': JSON.stringify(config) },
    ports: [port],
  });
  return `http://127.0.0.1:${port}`;
}
