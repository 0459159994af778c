// Reads MessagePack, as far as Datadog's traces need it: https://github.com/msgpack/msgpack/blob/master/spec.md

/** @throws Error for a type that it does not know. */
export function readMessagePack(bytes: Buffer): unknown {
  let at = 0;
  const take = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const list = (length: number): unknown[] => Array.from({ length }, read);
  const map = (length: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length }, () => [String(read()), read()]));
  const string = (length: number): string => take(length).toString();
  const unsigned = (length: number): number => take(length).readUIntBE(0, length);
  const BY_TYPE = new Map<number, () => unknown>([
    [0xc0, () => null],
    [0xc2, () => false],
    [0xc3, () => true],
    [0xc4, () => take(unsigned(1))],
    [0xc5, () => take(unsigned(2))],
    [0xc6, () => take(unsigned(4))],
    [0xca, () => take(4).readFloatBE()],
    [0xcb, () => take(8).readDoubleBE()],
    [0xcc, () => unsigned(1)],
    [0xcd, () => unsigned(2)],
    [0xce, () => unsigned(4)],
    [0xcf, () => take(8).readBigUInt64BE()],
    [0xd0, () => take(1).readInt8()],
    [0xd1, () => take(2).readInt16BE()],
    [0xd2, () => take(4).readInt32BE()],
    [0xd3, () => take(8).readBigInt64BE()],
    [0xd9, () => string(unsigned(1))],
    [0xda, () => string(unsigned(2))],
    [0xdb, () => string(unsigned(4))],
    [0xdc, () => list(unsigned(2))],
    [0xdd, () => list(unsigned(4))],
    [0xde, () => map(unsigned(2))],
    [0xdf, () => map(unsigned(4))],
  ]);
  function read(): unknown {
    const type = unsigned(1);
    if (type < 0x80) return type;
    if (type < 0x90) return map(type & 0x0f);
    if (type < 0xa0) return list(type & 0x0f);
    if (type < 0xc0) return string(type & 0x1f);
    if (type >= 0xe0) return type - 0x100;
    const typed = BY_TYPE.get(type);
    if (!typed) throw new Error(`MessagePack type 0x${type.toString(16)} at byte ${at - 1} is not read`);
    return typed();
  }
  return read();
}
