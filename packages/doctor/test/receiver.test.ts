// A fault of our own while spans are taken is told as that, and the receiver goes on.
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
