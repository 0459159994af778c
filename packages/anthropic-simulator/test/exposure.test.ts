// Which clients reach the simulator. A client from elsewhere can only get an answer.
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { MAX_BODY_BYTES } from '@sevenstep/wire/request';
import { expect, it } from 'vitest';
import { KEY, simulate } from './client.ts';

/** The first line of the answer to a request written by hand. */
async function firstLine(port: number, request: string): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1');
  socket.end(request);
  return (await text(socket)).split('\r\n')[0];
}

it('listens on loopback alone unless told otherwise', async () => {
  const { port, url } = await simulate();
  expect(new URL(url).hostname).toBe('127.0.0.1');
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of others) {
    const socket = connect(port, address);
    const reached = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    expect(reached, address).toBe(false);
  }
});

it('a path is a name and no file', async () => {
  const { port } = await simulate();
  const paths = [
    '/../../../etc/passwd',
    '/v1/%2e%2e/%2e%2e/etc/passwd',
    '/..\\..\\package.json',
    '//etc/passwd',
  ];
  for (const path of paths) {
    const head = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${KEY}\r\nconnection: close\r\n\r\n`;
    expect(await firstLine(port, head), path).toBe('HTTP/1.1 404 Not Found');
  }
});

it('rejects a body over the limit, and keeps none of it', async () => {
  const simulator = await simulate();
  const body = new Uint8Array(MAX_BODY_BYTES + 1).fill(0x20);
  const response = await fetch(`${simulator.url}/v1/messages`, {
    method: 'POST',
    body,
    headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
  });
  expect(response.status).toBe(413);
  await response.text();
  await simulator.settled();
  expect(simulator.journal).toMatchObject([{ status: 413, requestBytes: MAX_BODY_BYTES + 1 }]);
});
