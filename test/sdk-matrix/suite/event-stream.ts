// A frame of AWS's binary event stream, in which Bedrock sends an event of a message.
import { crc32 } from 'node:zlib';

const HEADERS = { ':message-type': 'event', ':event-type': 'chunk', ':content-type': 'application/json' };
const TYPE_STRING = 7;
/** Total length, length of the headers, checksum of both; and the checksum of all at the end. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;

/** @param event a text is sent as it is, also where it is no JSON. */
export function eventStreamFrame(event: unknown): Buffer {
  const text = typeof event === 'string' ? event : JSON.stringify(event);
  const bytes = Buffer.from(text).toString('base64');
  const payload = Buffer.from(JSON.stringify({ bytes }));
  const headers = Buffer.concat(Object.entries(HEADERS).map(([name, value]) => header(name, value)));
  const total = PRELUDE_BYTES + headers.length + payload.length + CHECKSUM_BYTES;
  const lengths = Buffer.concat([uint32(total), uint32(headers.length)]);
  const unsigned = Buffer.concat([lengths, uint32(crc32(lengths)), headers, payload]);
  return Buffer.concat([unsigned, uint32(crc32(unsigned))]);
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([TYPE_STRING]),
    length,
    Buffer.from(value),
  ]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
