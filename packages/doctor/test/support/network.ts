// Servers between a client and the API: TLS with another authority, proxies that inspect, strip or want a password, and a host that is deaf.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  request,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate authority, and a certificate of it. */
export interface Authority {
  readonly name: string;
  readonly key: string;
  readonly cert: string;
  /** The authority's own certificate in a file, for NODE_EXTRA_CA_CERTS. */
  readonly file: string;
}

/** Makes one, and a certificate for `localhost` and, where it is given, an IP address. */
export async function makeAuthority(name: string, ip?: string): Promise<Authority> {
  const attributes = (value: string) => [{ name: 'commonName', value }];
  const ca = await generate(attributes(name), {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const server = await generate(attributes('localhost'), {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: 'localhost' }, ...(ip === undefined ? [] : [{ type: 7, ip } as const])],
      },
    ],
  });
  const file = join(await mkdtemp(join(tmpdir(), 'sevenstep-ca-')), 'ca.pem');
  await writeFile(file, ca.cert);
  return { name, key: server.private, cert: `${server.cert}\n${ca.cert}`, file };
}

export interface Listening extends AsyncDisposable {
  readonly port: number;
}

/** Listens on a free port; disposing it closes every connection. */
export async function listen(server: Server, host = 'localhost'): Promise<Listening> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** The changes that a proxy makes. */
interface Changes {
  readonly request?: (headers: IncomingHttpHeaders) => void;
  readonly response?: (headers: IncomingHttpHeaders) => void;
}

const forward =
  (upstream: string, { request: onRequest, response: onResponse }: Changes): RequestListener =>
  (incoming: IncomingMessage, outgoing) => {
    const headers = { ...incoming.headers };
    onRequest?.(headers);
    const onward = request(
      new URL(incoming.url ?? '/', upstream),
      { method: incoming.method, headers },
      (answer) => {
        const back = { ...answer.headers };
        onResponse?.(back);
        outgoing.writeHead(answer.statusCode ?? 500, back);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  };

/** A reverse proxy that changes headers. */
export const startStripping = (upstream: string, changes: Changes): Promise<Listening> =>
  listen(createServer(forward(upstream, changes)));

/** The upstream by TLS, with a certificate of the authority. */
export const startTls = (
  upstream: string,
  { key, cert }: Authority,
  changes: Changes = {},
): Promise<Listening> => listen(createTlsServer({ key, cert }, forward(upstream, changes)));

/** A forward proxy: a tunnel for each CONNECT, to where it asks for, or to `inspector` in its place. With a password it answers 407 to others. */
export async function startProxy({
  inspector,
  status = 200,
  password,
  host,
}: {
  readonly inspector?: Pick<Listening, 'port'>;
  readonly status?: number;
  /** `user:password`. */
  readonly password?: string;
  readonly host?: string;
}): Promise<Listening> {
  const wanted = password && `Basic ${Buffer.from(password).toString('base64')}`;
  const server = createServer((_, response) => response.writeHead(501).end());
  server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
    const answer = wanted === undefined || headers['proxy-authorization'] === wanted ? status : 407;
    if (answer !== 200) {
      socket.end(`HTTP/1.1 ${answer} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host = '', port] = url.split(':');
    const onward = inspector ? connect(inspector.port, 'localhost') : connect(Number(port), host);
    onward.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return listen(server, host);
}

/** Listens, accepts nothing, and has its queue full: further connections are not answered. */
export async function startDeaf(): Promise<Listening> {
  const child = spawn(process.execPath, [
    '-e',
    `const server = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 },
      () => console.log(server.address().port))`,
  ]);
  const [line] = await once(child.stdout, 'data');
  const port = Number(line);
  child.kill('SIGSTOP');
  const sockets: Socket[] = [];
  // Each one that connects takes a place; the first that does not shows that no place is left.
  for (let full = false; !full; ) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    full = await Promise.race([
      once(socket, 'connect').then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 3000, true)),
    ]);
  }
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
