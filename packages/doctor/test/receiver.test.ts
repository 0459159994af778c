// The receiver itself: a fault of our own is told as that, and it closes whatever a sender does.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startReceiver } from '../src/otlp/receiver.ts';

test('what fails in the doctor is no fault of the sender', async () => {
  const problems: string[] = [];
  let calls = 0;
  const receiver = await startReceiver({
    port: 0,
    onSpans: () => {
      calls += 1;
      if (calls === 1) throw new TypeError('a bug of ours');
    },
    onProblem: (line) => problems.push(line),
  });
  try {
    const send = () =>
      fetch(`${receiver.url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"resourceSpans":[]}',
      });
    const first = await send();
    expect(first.status).toBe(500);
    expect(await first.text()).toContain('a bug of ours');
    expect(problems).toEqual([
      expect.stringContaining('500 a fault of the doctor itself: TypeError: a bug of ours'),
    ]);
    expect((await send()).status).toBe(200);
  } finally {
    await receiver.close();
  }
});

test('a sender that never ends its request does not keep the receiver from closing', async () => {
  const receiver = await startReceiver({ port: 0, onSpans: () => undefined, onProblem: () => undefined });
  const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n{',
  );
  await once(socket, 'data');
  await receiver.close();
  expect(socket.destroyed || (await once(socket, 'close'))).toBeTruthy();
});
