// Builds the environment of an application in a drill: the simulator replaces the API, and the receiver replaces a collector.
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Drill, SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { InputError } from '../exit.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The address for the application. The drill may name an address without a listener. */
export async function baseUrlOf({ call }: Drill, simulator: string): Promise<string> {
  const { target, baseURL = '' } = call ?? {};
  if (baseURL !== '' && !baseURL.startsWith('/')) return baseURL;
  const address = target === 'refused' ? await closedAddress() : simulator;
  return (target === 'tls' ? address.replace('http:', 'https:') : address) + baseURL.replace(/\/$/, '');
}

/** A loopback address that was free a moment ago. */
const closedAddress = (): Promise<string> =>
  new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(`http://127.0.0.1:${port}`));
    });
  });

/** The API key: the drill's own, else the user's, else one that the simulator accepts. */
export function apiKeyOf({ call }: Drill, env: Env): string | undefined {
  if (call?.apiKey === null) return undefined;
  return (
    call?.apiKey ?? (env.ANTHROPIC_API_KEY?.startsWith('sk-ant-') ? env.ANTHROPIC_API_KEY : SIMULATOR_API_KEY)
  );
}

/** Variables that would send calls, credentials or the drill's telemetry elsewhere, or hold back spans. */
const LEFT_OUT: readonly RegExp[] = [
  /^ANTHROPIC_(?:API_KEY|AUTH_TOKEN)$/i,
  // Addresses, headers, protocols and certificates, for all signals and for each.
  /^OTEL_EXPORTER_OTLP_/i,
  /^OTEL_(?:TRACES|METRICS|LOGS)_EXPORTER$/i,
  /^OTEL_TRACES_SAMPLER/i,
  // A file that configures the SDK overrides the variables.
  /^OTEL_(?:EXPERIMENTAL_)?CONFIG_FILE$/i,
  /^OTEL_SDK_DISABLED$/i,
];

interface Addresses {
  readonly baseUrl: string;
  readonly receiver: string;
  readonly key: string | undefined;
  /** The module that `--register` loads first. */
  readonly register: string | undefined;
}

export function environmentOf(env: Env, { baseUrl, receiver, key, register }: Addresses): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !LEFT_OUT.some((pattern) => pattern.test(name)));
  return {
    ...Object.fromEntries(own),
    ...(key !== undefined && { ANTHROPIC_API_KEY: key }),
    ANTHROPIC_BASE_URL: baseUrl,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    // Spans are sent soon, so that fewer are lost if the application ends without a flush.
    OTEL_BSP_SCHEDULE_DELAY: '200',
    ...(register !== undefined && {
      NODE_OPTIONS: `${env.NODE_OPTIONS ?? ''} --import=${register}`.trim(),
    }),
  };
}

/**
 * The zero-code set-up, resolved from the application, else from this program.
 *
 * @throws InputError if both lack it
 */
export function findRegister(folder: string): string {
  for (const from of [pathToFileURL(resolve(folder, 'package.json')).href, import.meta.url]) {
    try {
      return pathToFileURL(createRequire(from).resolve('@sevenstep/register')).href;
    } catch {
      // Not found here. The loop tries the next place.
    }
  }
  throw new InputError(
    '--register: @sevenstep/register is not installed; npm install @sevenstep/register @opentelemetry/sdk-node',
  );
}
