// The server's life, and the journal it keeps.
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../src/journal.ts';
import { addEntry, JOURNAL_LIMIT } from '../src/journal.ts';
import { startSimulator } from '../src/simulator.ts';
import { clientOf, drain, failure, KEY, PARAMS, post, simulate } from './client.ts';

describe('the journal', () => {
  it('has what happened, and neither the key nor the prompt', async () => {
    const seen: JournalEntry[] = [];
    const simulator = await simulate('1: 429 retry-after=0.01', { onEntry: (entry) => seen.push(entry) });
    const secret = 'sk-ant-api03-very-secret';
    const prompt = 'a prompt nobody else may read';
    const client = clientOf(simulator, { apiKey: secret, maxRetries: 1 });
    const messages = [{ role: 'user' as const, content: prompt }];
    await drain(await client.messages.create({ ...PARAMS, messages, stream: true }));
    await simulator.settled();

    expect(simulator.journal).toMatchObject([
      {
        ordinal: 1,
        attempt: 1,
        method: 'POST',
        path: '/v1/messages',
        model: PARAMS.model,
        stream: true,
        auth: ['authorization'],
        fault: '429',
        status: 429,
        errorType: 'rate_limit_error',
        outcome: 'answered',
        eventsSent: [],
      },
      { ordinal: 2, attempt: 2, status: 200, fault: undefined, errorType: undefined, outcome: 'answered' },
    ]);
    const [first] = simulator.journal;
    expect(first?.requestBytes).toBe(
      Buffer.byteLength(JSON.stringify({ ...PARAMS, messages, stream: true })),
    );
    expect(first?.requestId).toBe(first?.headers['request-id']);
    expect(first?.headers['retry-after']).toBe('0.01');
    expect(first?.bytesSent).toBeGreaterThan(0);
    expect(seen).toEqual(simulator.journal);
    const written = JSON.stringify(simulator.journal);
    expect(written).not.toContain(secret);
    expect(written).not.toContain(prompt);
  });

  it('says which headers carried a credential', async () => {
    const simulator = await simulate();
    await post(simulator);
    await post(simulator, PARAMS, { 'x-api-key': null });
    await post(simulator, PARAMS, { authorization: `Bearer ${KEY}` });
    await simulator.settled();
    expect(simulator.journal.map(({ auth }) => auth)).toEqual([
      ['x-api-key'],
      [],
      ['x-api-key', 'authorization'],
    ]);
  });

  it('is in the order of the requests, whichever ended first', async () => {
    const simulator = await simulate('#1: delay 200; *: ok');
    const slow = post(simulator);
    await post(simulator);
    await slow;
    await simulator.settled();
    expect(simulator.journal.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });

  it('keeps the newest', () => {
    const journal: JournalEntry[] = [];
    for (let ordinal = 1; ordinal <= JOURNAL_LIMIT + 5; ordinal++) {
      addEntry(journal, { ordinal } as JournalEntry);
    }
    expect(journal).toHaveLength(JOURNAL_LIMIT);
    expect(journal[0]?.ordinal).toBe(6);
  });
});

describe('the same seed', () => {
  const ids = async (seed: number) => {
    const simulator = await simulate({ seed, faults: [] });
    const client = clientOf(simulator);
    const messages = [await client.messages.create(PARAMS), await client.messages.create(PARAMS)];
    return messages.flatMap(({ id, _request_id }) => [id, _request_id]);
  };

  it('gives the same ids, another for each request', async () => {
    const first = await ids(1);
    expect(await ids(1)).toEqual(first);
    expect(new Set([...first, ...(await ids(2))]).size).toBe(8);
  });
});

describe('load', () => {
  it('replaces the script, counts from one and clears the journal', async () => {
    const simulator = await simulate('#1: 529');
    expect((await post(simulator)).status).toBe(529);
    simulator.load('#1: 503');
    expect(simulator.journal).toEqual([]);
    expect((await post(simulator)).status).toBe(503);
    await simulator.settled();
    expect(simulator.journal.map(({ ordinal, status }) => [ordinal, status])).toEqual([[1, 503]]);
  });

  it('keeps the script in force when the new one is wrong', async () => {
    const simulator = await simulate('529');
    expect(() => simulator.load('nonsense')).toThrow('part 1, column 1');
    expect((await post(simulator)).status).toBe(529);
  });
});

describe('starting and ending', () => {
  it('rejects a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const error = await failure(startSimulator(undefined, { port }));
    expect(error).toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });

  it('stops at the end of the block that created it', async () => {
    let url = '';
    {
      await using simulator = await startSimulator();
      url = simulator.url;
      expect((await post(simulator)).status).toBe(200);
    }
    expect(await failure(fetch(url))).toBeInstanceOf(TypeError);
  });
});
