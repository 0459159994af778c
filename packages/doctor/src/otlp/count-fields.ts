// Counts the fields of a protobuf message before decoding, because an empty message of two bytes becomes an object.
import { READ } from '../bounds.ts';
import { MESSAGES } from './messages.ts';

/** For each message, maps the number of a field to the message in that field. */
const NESTED: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map(
  Object.entries(MESSAGES).map(([message, fields]) => [
    message,
    new Map(
      Object.values(fields)
        .map(([type, number]) => [number, type.replace('[]', '')] as const)
        .filter(([, type]) => Object.hasOwn(MESSAGES, type)),
    ),
  ]),
);

/**
 * Reads only the lengths of fields. The decoder handles broken ones.
 *
 * @throws RangeError for more fields or a greater depth than the limits allow
 */
export function checkFields(bytes: Uint8Array, message: string): void {
  let fields = 0;
  const walk = (type: string, from: number, to: number, depth: number): void => {
    if (depth > READ.jsonDepth) throw new RangeError('nested too deep');
    const nested = NESTED.get(type);
    let at = from;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; at < to && shift < 70; shift += 7) {
        const byte = bytes[at++] as number;
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
      return Number.POSITIVE_INFINITY;
    };
    while (at < to) {
      fields += 1;
      if (fields > READ.values) throw new RangeError(`more than ${READ.values} fields`);
      const tag = varint();
      const wire = tag % 8;
      if (wire === 0) varint();
      else if (wire === 1) at += 8;
      else if (wire === 5) at += 4;
      else if (wire === 2) {
        const length = varint();
        if (length > to - at) return;
        const inner = nested?.get(Math.floor(tag / 8));
        if (inner !== undefined) walk(inner, at, at + length, depth + 1);
        at += length;
      } else return;
    }
  };
  walk(message, 0, bytes.length, 0);
}
