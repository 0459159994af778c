// Reads a streamed response and keeps its first chunk's time, its gaps and its end, but not its text.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  messageAttributes,
  monotonicNow,
  type SentText,
  SseParser,
  StreamRecord,
  safeJson,
  seconds,
  streamFailure,
  withoutEchoes,
} from '@sevenstep/wire';
import { ANSWERED } from '../bounds.ts';
import type { StreamEnd } from './read-response.ts';

/** Never throws. If the signal aborts, the stream counts as timed out. */
export async function readStream(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  startedAt: number,
  sent: SentText,
): Promise<StreamEnd> {
  const record = new StreamRecord(true);
  const parser = new SseParser();
  try {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      // The answer to the message of the check has a few hundred bytes.
      if (bytes > ANSWERED.streamBytes) throw new Error(`more than ${ANSWERED.streamBytes} bytes came`);
      for (const { event, data } of parser.push(chunk)) {
        if (event === 'ping') continue;
        const value = safeJson(data);
        if (event === 'error') record.failed({ error: value, headers: new Headers() });
        else if (value === undefined) record.failed(new SyntaxError(`The data of ${event} is not JSON`));
        else record.event(value);
      }
      record.onPull();
    }
    record.ended(undefined);
  } catch (error) {
    if (signal.aborted) record.outcome ??= 'timeout';
    else record.failed(error);
  }
  const endedAt = monotonicNow();
  return {
    attributes: {
      ...messageAttributes(withoutEchoes(record.message, undefined, { sentText: sent })),
      ...record.attributes(endedAt),
      ...firstChunk(record, startedAt),
    },
    failure: streamFailure(record, sent),
  };
}

const firstChunk = ({ firstEventAt }: StreamRecord, startedAt: number): SpanAttributes =>
  firstEventAt === undefined
    ? {}
    : { 'gen_ai.response.time_to_first_chunk': seconds(firstEventAt - startedAt) };
