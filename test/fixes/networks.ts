// Networks that get in the way of a call: a company's authority, a proxy with a password, a balancer that forgets.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type Authority,
  type Listening,
  listen,
  makeAuthority,
  startDeaf,
  startProxy,
  startTls,
} from '../../packages/doctor/test/support/network.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import type { Proof, SpanOfProcess } from './proof.ts';
import { behind, type Wrongs } from './real-proxies.ts';

const APP: string = fileURLToPath(new URL('./app/', import.meta.url));

/** Runs a command as a shell does, where `app.mjs` is. @returns what the span of its call says. */
async function runApp(
  command: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly SpanOfProcess[]> {
  const { stdout } = await promisify(execFile)('sh', ['-ec', command], {
    cwd: APP,
    env: { ...bareEnvironment(), PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...env },
  });
  return JSON.parse(stdout) as readonly SpanOfProcess[];
}

/** The API by TLS; only the company's authority vouches for its certificate. */
async function withTls<T>(
  url: string,
  ip: string | undefined,
  use: (api: { readonly port: number; readonly authority: Authority }) => Promise<T>,
): Promise<T> {
  const authority = await makeAuthority('Company CA', ip);
  // The simulator answers no other host.
  const request = (headers: IncomingHttpHeaders): void => {
    headers.host = new URL(url).host;
  };
  await using tls = await startTls(url, authority, { request });
  return await use({ port: tls.port, authority });
}

/** The application trusts the authority only where the page's command says so. */
export const inspected: NonNullable<Proof['run']> = (code = 'node app.mjs', url) =>
  withTls(url, undefined, ({ port, authority }) =>
    runApp(code.replace('/etc/ssl/company-ca.pem', authority.file), {
      ANTHROPIC_BASE_URL: `https://localhost:${port}`,
      ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
    }),
  );

/** The simulator as it is: what differs are the variables. */
export const withVariables =
  (before: Readonly<Record<string, string>>): NonNullable<Proof['run']> =>
  (code = 'node app.mjs', url) =>
    runApp(code, { ANTHROPIC_BASE_URL: url, ...before });

/** The client of Bedrock, where one profile has credentials, and it is not the default. */
export const behindBedrock: NonNullable<Proof['run']> = async (code = 'node app.mjs', url) => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  const file = join(folder, 'credentials');
  writeFileSync(file, '[claude]\naws_access_key_id = an-id\naws_secret_access_key = a-key\n');
  try {
    return await runApp(code, {
      ANTHROPIC_BEDROCK_BASE_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: file,
      AWS_CONFIG_FILE: '/nowhere',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** An address that no connection reaches. */
interface Unreached extends AsyncDisposable {
  readonly ip: string;
  readonly port: number;
}

/** Only the proxy reaches the API. Without the page's settings the application calls it directly, or as `before` says. */
export const behindProxy =
  (unreached: () => Promise<Unreached>, before = 'node app.mjs'): NonNullable<Proof['run']> =>
  async (code = before, url) => {
    await using address = await unreached();
    const { ip, port } = address;
    return await withTls(url, ip, async (api) => {
      await using proxy = await startProxy({ password: 'user:password', inspector: api });
      return await runApp(code.replace('proxy.example:3128', `localhost:${proxy.port}`), {
        ANTHROPIC_BASE_URL: `https://${ip}:${port}`,
        ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
        NODE_EXTRA_CA_CERTS: api.authority.file,
      });
    });
  };

/** No connection can lead to a broadcast address, and none leaves the machine. */
export const withoutRoute = async (): Promise<Unreached> => ({
  ip: '255.255.255.255',
  port: 9999,
  [Symbol.asyncDispose]: async () => {},
});

/** The system drops what asks for a connection. */
export const dropping = async (): Promise<Unreached> => ({ ip: '127.0.0.1', ...(await startDeaf()) });

/** A proxy before an API whose TLS has no certificate for a client that does not say which host it means. */
export const behindTls =
  (wrong: Wrongs): NonNullable<Proof['between']> =>
  async (url, config, server) => {
    const authority = await makeAuthority('Authority of the API');
    const tls = await startNamedTls(url, authority);
    const here = (text: string): string =>
      text
        .replace('https://api.anthropic.com', `https://localhost:${tls.port}`)
        .replace('api.anthropic.com:443', `localhost:${tls.port}`)
        .replaceAll('api.anthropic.com', 'localhost')
        .replace('@system-ca', authority.file);
    const own = wrong[server]?.own ?? '';
    const { url: front, stop } = await behind({ [server]: { own: here(own) } })(
      url,
      config && here(config),
      server,
    );
    return {
      url: front,
      stop: async () => {
        await stop();
        await tls[Symbol.asyncDispose]();
      },
    };
  };

async function startNamedTls(url: string, { key, cert }: Authority): Promise<Listening> {
  const context = createSecureContext({ key, cert });
  const server = createTlsServer({ SNICallback: (_, done) => done(null, context) }, (socket) => {
    const { port, hostname } = new URL(url);
    pipe(socket, connect(Number(port), hostname));
  });
  return await listen(server, '127.0.0.1');
}

/** A balancer that forgets a connection after `idleMs` without a byte, and resets it when one comes. */
export async function startForgetful(url: string, idleMs: number): Promise<Listening> {
  const { port, hostname } = new URL(url);
  const server = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    let last = performance.now();
    socket.on('data', (bytes) => {
      if (performance.now() - last > idleMs) {
        socket.resetAndDestroy();
        onward.destroy();
        return;
      }
      onward.write(bytes);
    });
    onward.on('data', (bytes) => {
      last = performance.now();
      socket.write(bytes);
    });
    endTogether(socket, onward);
  });
  return await listen(server, '127.0.0.1');
}

function pipe(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  endTogether(one, other);
}

function endTogether(one: Socket, other: Socket): void {
  one.on('error', () => {}).once('close', () => other.destroy());
  other.on('error', () => {}).once('close', () => one.destroy());
}
