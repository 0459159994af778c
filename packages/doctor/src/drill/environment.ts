// The environment of an application under a drill: the simulator in place of the API, the receiver in place of a collector.
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Drill, SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { InputError } from '../exit.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The address for the application: the drill may name one where no process listens. */
export async function baseUrlOf({ call }: Drill, simulator: string): Promise<string> {
  const { target, baseURL = '' } = call ?? {};
  if (baseURL !== '' && !baseURL.startsWith('/')) return baseURL;
  const address = target === 'refused' ? await closedAddress() : simulator;
  return (target === 'tls' ? address.replace('http:', 'https:') : address) + baseURL.replace(/\/$/, '');
}

/** An address on loopback that was free a moment ago. */
const closedAddress = (): Promise<string> =>
  new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(`http://127.0.0.1:${port}`));
    });
  });

/** For an API key: the drill's own; without one the user's, or one that the simulator accepts. */
export function apiKeyOf({ call }: Drill, env: Env): string | undefined {
  if (call?.apiKey === null) return undefined;
  return (
    call?.apiKey ?? (env.ANTHROPIC_API_KEY?.startsWith('sk-ant-') ? env.ANTHROPIC_API_KEY : SIMULATOR_API_KEY)
  );
}

/** Would lead calls, credentials or the telemetry of the rehearsed failures elsewhere, or keep spans back. */
const LEFT_OUT: readonly RegExp[] = [
  /^ANTHROPIC_(?:API_KEY|AUTH_TOKEN)$/i,
  // Addresses, headers, protocols and certificates, of all signals and of each.
  /^OTEL_EXPORTER_OTLP_/i,
  /^OTEL_(?:TRACES|METRICS|LOGS)_EXPORTER$/i,
  /^OTEL_TRACES_SAMPLER/i,
  // A file that sets up the SDK comes before the variables.
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
    // Sent soon, so that fewer are lost when the application ends without a flush.
    OTEL_BSP_SCHEDULE_DELAY: '200',
    ...(register !== undefined && {
      NODE_OPTIONS: `${env.NODE_OPTIONS ?? ''} --import=${register}`.trim(),
    }),
  };
}

/**
 * The set-up that needs no code, as the application finds it, else as this program does.
 *
 * @throws InputError when both lack it
 */
export function findRegister(folder: string): string {
  for (const from of [pathToFileURL(resolve(folder, 'package.json')).href, import.meta.url]) {
    try {
      return pathToFileURL(createRequire(from).resolve('@sevenstep/register')).href;
    } catch {
      // Not there: the next place.
    }
  }
  throw new InputError(
    '--register: @sevenstep/register is not installed; npm install @sevenstep/register @opentelemetry/sdk-node',
  );
}
