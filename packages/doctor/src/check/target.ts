// Reads which server the probes call and how, as a client of the SDK would from the same configuration.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { KeyShape } from '@sevenstep/semantic-conventions';
import { asString, field, isObject, keyShape, type SentText } from '@sevenstep/wire';
import { InputError } from '../exit.ts';
import { passwordsOf } from '../outgoing.ts';
import { statFile } from '../sources/file.ts';

export interface Target {
  /** Has no slash at its end. */
  readonly baseUrl: string;
  /** `undefined` if `baseUrl` is invalid. */
  readonly url: URL | undefined;
  /** The source of `baseUrl`, such as `ANTHROPIC_BASE_URL`. */
  readonly from: string;
  readonly key: string | undefined;
  readonly token: string | undefined;
  /** With which the key is sent. */
  readonly keyHeader: 'x-api-key' | 'authorization';
  /** Headers by name in lower case. They replace those of this program; `null` removes one. */
  readonly headers: Readonly<Record<string, string | null>>;
  readonly fetch: typeof fetch;
  readonly fetchOptions: Readonly<Record<string, unknown>>;
}

interface TargetOptions {
  readonly baseUrl?: string | undefined;
  /** A module that exports a client. */
  readonly config?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/**
 * Reads the target from the options, else from the client that `config` exports, else from the environment.
 *
 * @throws InputError when `config` cannot be loaded or exports no client
 */
export async function readTarget({ baseUrl, config, env, folder }: TargetOptions): Promise<Target> {
  const client = config === undefined ? undefined : await loadClient(resolve(folder, config), config);
  const read = (name: string) => env[name]?.trim() || undefined;
  const options = field(client, '_options');
  const [chosen, from] =
    baseUrl !== undefined
      ? [baseUrl, '--base-url']
      : client !== undefined
        ? [client.baseURL, config ?? '']
        : [
            read('ANTHROPIC_BASE_URL') ?? DEFAULT_BASE_URL,
            read('ANTHROPIC_BASE_URL') ? 'ANTHROPIC_BASE_URL' : 'default',
          ];
  const url = URL.canParse(chosen) ? new URL(chosen) : undefined;
  const ownFetch = field(options, 'fetch');
  const fetchOptions = field(client, 'fetchOptions');
  return {
    baseUrl: chosen.replace(/(?<!\/)\/+$/, ''),
    url: url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined,
    from,
    key: client === undefined ? read('ANTHROPIC_API_KEY') : asString(client.apiKey),
    token: client === undefined ? read('ANTHROPIC_AUTH_TOKEN') : asString(client.authToken),
    keyHeader: sdkMajor(folder) >= 1 ? 'authorization' : 'x-api-key',
    headers: byLowerName([
      ...customHeaders(env.ANTHROPIC_CUSTOM_HEADERS),
      ...defaultHeaders(field(options, 'defaultHeaders')),
    ]),
    fetch: typeof ownFetch === 'function' ? (ownFetch as typeof fetch) : fetch,
    fetchOptions: isObject(fetchOptions) ? fetchOptions : {},
  };
}

interface Client {
  readonly baseURL: string;
  readonly apiKey?: unknown;
  readonly authToken?: unknown;
}

async function loadClient(path: string, given: string): Promise<Client> {
  await statFile(path);
  const module: unknown = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new InputError(
      `--config ${given} cannot be loaded: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  });
  const client = [field(module, 'client'), field(module, 'default')].find(
    (value) => typeof field(value, 'baseURL') === 'string',
  );
  if (client === undefined) {
    throw new InputError(`--config ${given} exports no client: expected one as "client" or by default`);
  }
  return client as Client;
}

/** The application's SDK: before 1.0 it sent keys in `x-api-key`, since then as a bearer token (`src/client.ts`). */
function sdkMajor(folder: string): number {
  try {
    const { version } = createRequire(resolve(folder, 'package.json'))('@anthropic-ai/sdk/package.json') as {
      version: string;
    };
    return Number.parseInt(version, 10);
  } catch {
    return 0;
  }
}

type Header = readonly [name: string, value: string | null];

/** Headers by lower-case name. The last value of a name counts. */
export const byLowerName = (headers: readonly Header[]): Record<string, string | null> =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));

/** Lines of `Name: value`, as the SDK reads them (`src/client.ts`). */
function customHeaders(text = ''): Header[] {
  const pairs = text.split('\n').map((line) => [line.indexOf(':'), line] as const);
  return pairs
    .filter(([colon]) => colon > 0)
    .map(([colon, line]) => [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
}

/** Headers in each form that the SDK takes, or keeps (`src/internal/headers.ts`). */
function defaultHeaders(given: unknown): Header[] {
  if (given instanceof Headers || Array.isArray(given)) return [...given].flatMap(headerOf);
  if (!isObject(given)) return [];
  const { values, nulls } = given;
  if (values instanceof Headers && nulls instanceof Set)
    return [...values, ...[...nulls].map((name) => [name, null])].flatMap(headerOf);
  return Object.entries(given).flatMap(headerOf);
}

function headerOf(entry: unknown): Header[] {
  const [name, given]: readonly unknown[] = Array.isArray(entry) ? entry : [];
  const value = Array.isArray(given) ? given.join(', ') : given;
  return typeof name === 'string' && (typeof value === 'string' || value === null) ? [[name, value]] : [];
}

/** The shape of the sent credential: the key, else the token. */
export const shapeOf = ({ key, token }: Target): KeyShape => keyShape(key ?? token);

/** The secrets of each request: a text of the server that repeats one, also in part or encoded, is not shown. */
export const sentTo = (target: Target): SentText => ({
  credentials: targetSecrets(target).filter((secret) => secret !== undefined),
});

/** The key, token, header values and passwords, which no output may contain. */
export const targetSecrets = ({ key, token, headers, baseUrl }: Target): readonly (string | undefined)[] => [
  key,
  token,
  ...Object.values(headers).filter((value) => value !== null),
  ...passwordsOf(baseUrl),
];
