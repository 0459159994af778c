// An unobserved call of the SDK makes one warning, unless earlier calls have shown that its copy loads correctly.

import { type Channel, channel } from 'node:diagnostics_channel';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ProxyTracerProvider, trace } from '@opentelemetry/api';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sdkModules } from '../../packages/instrumentation-anthropic/src/sdk/sdk-modules.ts';
import { deadEndpoint } from '../support/dead-endpoint.ts';
import { sharedVersion } from '../support/packages.ts';
import { PARAMS, setUp } from '../support/set-up.ts';

const fixture = setUp();
const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
beforeEach(() => {
  fixture.telemetry.instrumentation.enable();
  fixture.simulator.load('ok');
  warn.mockClear();
});
afterEach(() => fixture.telemetry.instrumentation.disable());

const VERSION = 'x-stainless-package-version';
const SDK_VERSION = sharedVersion('@anthropic-ai/sdk');

/** Sends a call like an unpatched copy of the SDK, except for `changed` headers. */
const unobserved = async (changed: Record<string, string | undefined> = {}): Promise<void> => {
  const headers = {
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    'x-api-key': SIMULATOR_API_KEY,
    [VERSION]: '1.12.0',
    ...changed,
  };
  const response = await fetch(`${fixture.simulator.url}/v1/messages`, {
    method: 'POST',
    headers: Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined),
    body: JSON.stringify(PARAMS),
  });
  await response.text();
};

/** The next message on a channel. */
const once = (of: Channel): Promise<unknown> =>
  new Promise((resolve) => {
    const seen = (message: unknown): void => {
      of.unsubscribe(seen);
      resolve(message);
    };
    of.subscribe(seen);
  });

const warnings = (): string[] => warn.mock.calls.map(([text]) => String(text));

test.each([
  [0, 1],
  [19, 1],
  [20, 0],
])(
  'after %i observed calls two of the same version that are not make %i warnings',
  async (observed, expected) => {
    const client = fixture.client('owned');
    for (let call = 0; call < observed; call += 1) await client.messages.create(PARAMS);
    await unobserved({ [VERSION]: SDK_VERSION });
    await unobserved({ [VERSION]: SDK_VERSION });
    expect(warn.mock.calls.map(([, options]) => options)).toEqual(
      Array.from({ length: expected }, () => expect.objectContaining({ code: 'SEVENSTEP_NOT_OBSERVED' })),
    );
  },
);

test('however many calls of one copy are observed, a call of another copy that is not makes a warning', async () => {
  const client = fixture.client('owned');
  for (let call = 0; call < 25; call += 1) await client.messages.create(PARAMS);
  await unobserved({ [VERSION]: '0.71.2' });
  expect(warnings()).toEqual([expect.stringContaining('@anthropic-ai/sdk 0.71.2 made a call')]);
});

test('a gateway that passes on the versions of its clients is watched for some of them only', async () => {
  const client = fixture.client('owned');
  for (let call = 0; call < 16; call += 1)
    await client.messages.create(PARAMS, { headers: { [VERSION]: `1.${call}.0` } });
  await unobserved({ [VERSION]: '0.71.2' });
  expect(warnings()).toEqual([]);
});

test('a request that a gateway forwards is none', async () => {
  const gateway = createHttpServer(async ({ headers: { host: _, connection: __, ...headers } }, response) => {
    const answer = await fetch(`${fixture.simulator.url}/v1/messages`, {
      method: 'POST',
      headers: { ...(headers as Record<string, string>), 'content-type': 'application/json' },
      body: JSON.stringify(PARAMS),
    });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  // Sent by a socket, as if by another process: undici does not announce it.
  const client = connect(port, '127.0.0.1');
  const lines = [
    'Host: localhost',
    'Connection: close',
    'anthropic-version: 2023-06-01',
    `${VERSION}: 1.12.0`,
  ];
  client.write(`GET / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  expect(await text(client)).toContain('"type":"error"');
  gateway.close();
  expect(fixture.simulator.journal).toHaveLength(1);
  expect(warnings()).toEqual([]);
  await unobserved({ [VERSION]: '1.13.0' });
  expect(warnings()).toHaveLength(1);
});

test('an observed call whose response is left unread is none that nothing observes', async () => {
  const client = fixture.client('owned');
  fixture.simulator.load({ faults: [{ answer: { text: 'word '.repeat(50), pauseMs: 20 } }] });
  for (let call = 0; call < 5; call += 1) {
    const response = await client.messages.create({ ...PARAMS, stream: true }).asResponse();
    // Node.js announces that the request has failed.
    await response.body?.cancel();
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(warnings()).toEqual([]);
  await unobserved();
  expect(warnings()).toHaveLength(1);
});

test('an observed call that is given up before there is a connection is none', async () => {
  const sockets: Socket[] = [];
  // Accepts connections, but never completes a handshake.
  const server = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = fixture.client('owned', {
    baseURL: `https://127.0.0.1:${port}`,
    timeout: 100,
    maxRetries: 0,
  });
  const failed = once(channel('undici:request:error'));
  await expect(client.messages.create(PARAMS)).rejects.toThrow('timed out');
  // Only now does undici announce that the request has failed.
  for (const socket of sockets) socket.destroy();
  server.close();
  await failed;
  expect(warnings()).toEqual([]);
  await unobserved();
  expect(warnings()).toHaveLength(1);
});

describe('the warning says why', () => {
  const WHAT = '@sevenstep/instrumentation-anthropic: @anthropic-ai/sdk';
  afterEach(() => {
    sdkModules().hooked = false;
  });

  test.each([
    ['0.49.0', false, /^supported versions are >=0\.50\.0 <2\.$/],
    [
      '1.12.0',
      false,
      /^this copy was loaded as an ES module without module hooks, .*'@sevenstep\/register\/hooks'/,
    ],
    ['1.12.0', true, /^this copy was bundled, .*such as Jest\. Call instrument\(Anthropic\)/],
  ])('a call of version %s, with hooks: %s', async (version, hooked, why) => {
    sdkModules().hooked = hooked;
    await unobserved({ [VERSION]: version });
    const [warning = '', ...more] = warnings();
    const begin = `${WHAT} ${version} made a call that is not observed: `;
    expect(more).toEqual([]);
    expect(warning.slice(0, begin.length)).toBe(begin);
    expect(warning.slice(begin.length)).toMatch(why);
  });
});

test('a call that gets no response is one, too', async () => {
  const headers = { 'anthropic-version': '2023-06-01', [VERSION]: '1.12.0' };
  await fetch(await deadEndpoint(), { headers }).catch(() => undefined);
  expect(warnings()).toHaveLength(1);
});

test.each([
  ['names no version of the SDK', { [VERSION]: undefined }],
  ['names no version of the API', { 'anthropic-version': undefined }],
])('a request that %s is not of the SDK', async (_, headers) => {
  await unobserved(headers);
  expect(warnings()).toEqual([]);
});

test('responses that come after endCalls() are no missed calls', async () => {
  fixture.simulator.load({ faults: [{ delayMs: 50 }] });
  const sent = once(channel('undici:client:sendHeaders'));
  const call = fixture.client('owned').messages.create(PARAMS);
  await sent;
  fixture.telemetry.instrumentation.endCalls();
  await call;
  expect(warnings()).toEqual([]);
});

test('names of headers may be written in capitals, or come as one text', () => {
  const announce = (headers: unknown) => channel('undici:request:headers').publish({ request: { headers } });
  announce(['anthropic-version', '2023-06-01', 'X-Stainless-Package-Version', '1.12.0']);
  expect(warnings()).toEqual([expect.stringContaining('sdk 1.12.0 made')]);
  fixture.telemetry.instrumentation.disable();
  fixture.telemetry.instrumentation.enable();
  announce('anthropic-version: 2023-06-01\r\nx-stainless-package-version: 1.13.0\r\n');
  expect(warnings()[1]).toContain('sdk 1.13.0 made');
});

test('what else is announced is passed over', () => {
  for (const message of [undefined, {}, { request: {} }, { request: { headers: 7 } }])
    channel('undici:request:headers').publish(message);
  expect(warnings()).toEqual([]);
});

test('where no provider takes spans, and once the instrumentation is disabled, nothing is missed', async () => {
  const provider = trace.getTracerProvider();
  trace.disable();
  await unobserved();
  expect(warnings()).toEqual([]);
  trace.setGlobalTracerProvider((provider as ProxyTracerProvider).getDelegate());
  fixture.telemetry.instrumentation.disable();
  await unobserved();
  expect(warnings()).toEqual([]);
  fixture.telemetry.instrumentation.enable();
  await unobserved();
  expect(warnings()).toHaveLength(1);
});
