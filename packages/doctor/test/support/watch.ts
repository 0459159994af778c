// Runs `watch` in this process, and sends to it.
import { expect } from 'vitest';
import { type Stream, startCommand, type UnderWay } from './under-way.ts';

/** `watch` under way. */
export interface Watching extends UnderWay {
  /** Where it listens. */
  address(name?: Stream): Promise<string>;
  /** Sends spans. @param name the stream that has the address */
  send(body: string, name?: Stream): Promise<void>;
  /** Sends records of logs, in JSON or in protobuf. */
  sendLogs(body: string | Uint8Array): Promise<void>;
}

export function startWatch(args: readonly string[], isTTY = false): Watching {
  const command = startCommand(['watch', '--port', '0', ...args], { isTTY });
  const address: Watching['address'] = async (name) =>
    (await command.until(/export OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)\n/, name))[1] ?? '';
  const post = async (url: string, body: string | Uint8Array) => {
    const type = typeof body === 'string' ? 'application/json' : 'application/x-protobuf';
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    expect(answer.status).toBe(200);
  };
  return {
    ...command,
    address,
    send: async (body, name) => post(`${await address(name)}/v1/traces`, body),
    sendLogs: async (body) => post(`${await address()}/v1/logs`, body),
  };
}
