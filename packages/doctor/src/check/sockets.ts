// Connects by TCP, a proxy's CONNECT and TLS, each with a timeout, and returns the results.
import { createConnection, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  connect as connectTls,
  type DetailedPeerCertificate,
  type TLSSocket,
} from 'node:tls';
import { beginningOf } from '../outgoing.ts';

/** The result of an attempt, or the code of its error. */
export type SocketResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Connects to an address. For dropped packets the code is `ETIMEDOUT`, which the system would report much later. */
export function connectTcp(host: string, port: number, timeoutMs: number): Promise<SocketResult<Socket>> {
  const socket = createConnection({ host, port });
  return settle(socket, 'connect', timeoutMs, () => socket);
}

/** Asks the proxy at the other end of `socket` for a tunnel. The value is the status of its response. */
export function openTunnel(
  socket: Socket,
  authority: string,
  credentials: string | undefined,
  timeoutMs: number,
): Promise<SocketResult<number>> {
  const authorization = credentials === undefined ? '' : `Proxy-Authorization: Basic ${credentials}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`);
  let head = '';
  const done = settle(socket, 'tunnel', timeoutMs, () =>
    Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0),
  );
  const read = (chunk: Buffer): void => {
    head += chunk.toString('latin1');
    if (!head.includes('\r\n\r\n') && head.length < 16_384) return;
    socket.off('data', read);
    socket.pause();
    socket.emit('tunnel');
  };
  socket.on('data', read);
  return done;
}

/** The server's side of the handshake. */
export interface Handshake {
  readonly protocol: string;
  /** Why the certificate is not trusted by this Node.js with its settings, such as `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly distrust: string | undefined;
  readonly subject: string;
  /** The signers, up to the last certificate that the server sent. */
  readonly issuers: readonly string[];
  readonly validTo: string;
}

/** Does a TLS handshake and reads the certificate, even an untrusted one. */
export async function shakeHands(
  servername: string,
  options: ConnectionOptions,
  timeoutMs: number,
): Promise<SocketResult<Handshake>> {
  const socket = connectTls({
    ...options,
    rejectUnauthorized: false,
    // A client cannot ask for a certificate by an address.
    ...(/^[\d.]+$|:/.test(servername) ? { host: servername } : { servername }),
  });
  const outcome = await settle(socket, 'secureConnect', timeoutMs, () => describe(socket));
  socket.destroy();
  return outcome;
}

function describe(socket: TLSSocket): Handshake {
  const certificate = socket.getPeerCertificate(true);
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    distrust: socket.authorized ? undefined : String(socket.authorizationError ?? 'UNTRUSTED'),
    subject: nameOf(certificate.subject),
    issuers: issuersOf(certificate),
    validTo: certificate.valid_to,
  };
}

const MAX_CHAIN = 8;

function issuersOf(certificate: DetailedPeerCertificate): string[] {
  const names: string[] = [];
  let current: DetailedPeerCertificate | undefined = certificate;
  while (current?.issuer !== undefined && names.length < MAX_CHAIN) {
    names.push(nameOf(current.issuer));
    if (current.issuerCertificate === current) break;
    current = current.issuerCertificate;
  }
  return [...new Set(names)];
}

function nameOf(name: { readonly CN?: unknown; readonly O?: unknown } | undefined): string {
  const text = [name?.O, name?.CN].filter((part) => typeof part === 'string').join(', ');
  return beginningOf(text, 120) || 'no name';
}

/** Waits for the event, an error, the end of the connection, or the timeout. */
function settle<T>(
  socket: Socket,
  event: string,
  timeoutMs: number,
  value: () => T,
): Promise<SocketResult<T>> {
  return new Promise((resolve) => {
    const end = (outcome: SocketResult<T>): void => {
      clearTimeout(timer);
      socket.removeAllListeners(event);
      socket.removeAllListeners('close');
      // Later errors of a finished connection are ignored.
      socket.removeAllListeners('error').on('error', () => undefined);
      if (!outcome.ok) socket.destroy();
      resolve(outcome);
    };
    const fail = (code: string, message: string): void => end({ ok: false, code, message });
    const timer = setTimeout(
      () => fail('ETIMEDOUT', `no answer within ${Math.round(timeoutMs)} ms`),
      timeoutMs,
    );
    socket.once(event, () => end({ ok: true, value: value() }));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(codeOf(error), error.message));
    socket.once('close', () => fail('ECONNRESET', 'the connection was closed'));
  });
}

/** For one address per family, Node.js reports an `AggregateError` without a code. */
function codeOf(
  error: NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] },
): string {
  return error.code ?? error.errors?.[0]?.code ?? error.name;
}
