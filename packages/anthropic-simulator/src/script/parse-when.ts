// Parses the words before the colon, which select the requests that meet a fault.
import { MOST_NUMBERS } from './limits.ts';
import type { Reader } from './reader.ts';
import type { FaultCondition } from './script.ts';

/** `*`, attempts such as `1`, `1,2`, `1-3` or `3+`, the same for requests after `#`, or a share such as `10%`. */
export function parseWhen(reader: Reader): FaultCondition | undefined {
  const token = reader.take();
  const expected =
    'which requests: an attempt such as 1, 1,2, 1-3 or 3+, a request such as #1, a share such as 10%, or *';
  if (token.kind !== 'word') reader.fail(expected, token);
  reader.take();
  if (token.text === '*') return undefined;
  const share = /^(\d+(?:\.\d+)?)%$/.exec(token.text)?.[1];
  if (share !== undefined && Number(share) <= 100) return { probability: Number(share) / 100 };
  const byRequest = token.text.startsWith('#');
  const numbers = parseNumbers(byRequest ? token.text.slice(1) : token.text) ?? reader.fail(expected, token);
  return byRequest ? { request: numbers } : { attempt: numbers };
}

function parseNumbers(text: string): number | number[] | { from: number } | undefined {
  const from = /^([1-9]\d{0,8})\+$/.exec(text)?.[1];
  if (from !== undefined) return { from: Number(from) };
  const numbers: number[] = [];
  for (const piece of text.split(',')) {
    const [, first, last = first] = /^([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?$/.exec(piece) ?? [];
    if (first === undefined || Number(last) < Number(first)) return undefined;
    if (numbers.length + Number(last) - Number(first) >= MOST_NUMBERS) return undefined;
    for (let n = Number(first); n <= Number(last); n++) numbers.push(n);
  }
  return numbers.length === 1 ? numbers[0] : numbers;
}
