// Runs `watch` in this process, and waits for what it prints.
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { main } from '../../src/main.ts';
import type { Ran } from './run.ts';

type Stream = 'stdout' | 'stderr';

/** `watch` under way. */
export interface Watching {
  /** Resolves when the text was printed. */
  until(text: RegExp, name?: Stream): Promise<RegExpExecArray>;
  /** Where it listens. */
  address(name?: Stream): Promise<string>;
  /** Sends spans. @param name the stream that has the address */
  send(body: string, name?: Stream): Promise<void>;
  /** Sends records of logs, in JSON or in protobuf. */
  sendLogs(body: string | Uint8Array): Promise<void>;
  /** Interrupts it. */
  end(): Promise<Ran>;
  ended(): Promise<Ran>;
}

export function startWatch(args: readonly string[], isTTY = false): Watching {
  const interrupt = new AbortController();
  const written = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const output = (name: Stream) => ({
    isTTY,
    columns: 100,
    write(text: string) {
      written[name] += text;
      for (const look of waiting) look();
    },
  });
  const code = main(['watch', '--port', '0', ...args], {
    stdin: Readable.from([]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    interrupted: () => interrupt.signal,
  });
  const until: Watching['until'] = (text, name = 'stdout') =>
    new Promise((resolve) => {
      const look = () => {
        const found = text.exec(written[name]);
        if (found === null) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const address: Watching['address'] = async (name) =>
    (await until(/export OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)\n/, name))[1] ?? '';
  const post = async (url: string, body: string | Uint8Array) => {
    const type = typeof body === 'string' ? 'application/json' : 'application/x-protobuf';
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    expect(answer.status).toBe(200);
  };
  const ended: Watching['ended'] = async () => ({ code: await code, ...written });
  return {
    until,
    address,
    ended,
    send: async (body, name) => post(`${await address(name)}/v1/traces`, body),
    sendLogs: async (body) => post(`${await address()}/v1/logs`, body),
    end() {
      interrupt.abort();
      return ended();
    },
  };
}
