// Reads log records in JSON, from pino, winston, OTLP and containers: the texts and values of each record, for the readers of signs.
import { field, isObject } from '@sevenstep/wire';
import { type Bracket, findPairs, nameOf, type Pair, type Pairs } from './pairs.ts';
import { API_TYPE, ASKED } from './tokens.ts';

/** The contents of a log record. */
export interface LogRecord extends Pairs {
  /** Its texts, one per line. */
  readonly text: string;
  readonly time?: string | undefined;
}

const MAX_LEAVES = 2_000;
const MAX_TEXT = 64 * 1024;
const MAX_RECORDS = 2_000;

/** Whether a line is one JSON object with the usual fields of loggers. */
export const isLogRecord = (body: string): boolean =>
  body.startsWith('{') &&
  /\}\s*$/.test(body.slice(-20)) &&
  /"(?:level|lvl|severity|severityText|severityNumber|levelname|time|timestamp|ts|@timestamp|@t|timeUnixNano|resourceLogs|log_level|logger|pid|msg|dd|log)"\s{0,4}:/.test(
    body.slice(0, 4_000),
  );

/** Plain text is not parsed, which saves an exception. */
const MAY_BE_JSON = /^\s*[[{]/;

/** The values of a text with several errors of the API as JSON: in a list, or in sequence as `jq` prints them. */
export function valuesIn(text: string): readonly string[] {
  if (!MAY_BE_JSON.test(text)) return [text];
  try {
    const given: unknown[] = JSON.parse(`[${text.replace(/^\}\n\{/gm, '},{')}]`).flat();
    const values = given.map((one) => JSON.stringify(one));
    if (given.every(isObject) && values.filter((one) => one.search(API_TYPE) >= 0).length > 1) return values;
  } catch {}
  return [text];
}

/** The records of a text that is completely JSON; `undefined` for other texts and other JSON. */
export function recordsIn(text: string): readonly LogRecord[] | undefined {
  if (!MAY_BE_JSON.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text.trim());
  } catch {
    return undefined;
  }
  const resources = itemsOf(value, 'resourceLogs');
  if (resources.length > 0) {
    return resources
      .flatMap((one) => itemsOf(one, 'scopeLogs'))
      .flatMap((one) => itemsOf(one, 'logRecords'))
      .slice(0, MAX_RECORDS)
      .map(read);
  }
  // CloudWatch's events, or a list of records.
  const list = Array.isArray(value) ? value : itemsOf(value, 'events');
  if (list.length > 0 && list.every(isRecord)) return list.slice(0, MAX_RECORDS).map(read);
  return isRecord(value) ? [read(value)] : undefined;
}

const itemsOf = (value: unknown, name: string): readonly unknown[] => {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
};

const TELLING_NAMES =
  /^(?:@?t|@?timestamp|time|ts|level|lvl|severity\w*|msg|logger|levelname|timeUnixNano|log|ingestionTime)$/;

const isRecord = (value: unknown): boolean =>
  isObject(value) &&
  !Array.isArray(value) &&
  Object.keys(value)
    .slice(0, 40)
    .some((name) => TELLING_NAMES.test(name));

/** Names of times that only records use. */
const TIME = /^(?:t|timeunixnano|eventtime|date)$/;

/** Does not recurse, because a record may have any depth. */
function read(record: unknown): LogRecord {
  const brackets: Bracket[] = [{ name: '', within: 0, depth: 0, start: 0, end: 0 }];
  const pairs: Pair[] = [];
  const parts: string[] = [];
  let length = 0;
  let time: string | undefined;
  const open: {
    readonly value: unknown;
    readonly name: string;
    readonly within: number;
    readonly depth: number;
  }[] = [{ value: record, name: '', within: 0, depth: 0 }];
  for (let count = 0; open.length > 0 && count < MAX_LEAVES; count += 1) {
    const { value, name, within, depth } = open.pop() ?? { value: undefined, name: '', within: 0, depth: 0 };
    if (isObject(value)) {
      const attribute = attributeOf(value);
      if (attribute !== undefined) {
        open.push({ value: attribute.value, name: attribute.name, within, depth });
        continue;
      }
      brackets.push({ name: nameOf(name), within, depth: depth + 1, start: length, end: length });
      const inside = brackets.length - 1;
      const entries = Object.entries(value).slice(0, 500).toReversed();
      for (const [key, item] of entries)
        open.push({ value: item, name: Array.isArray(value) ? name : key, within: inside, depth: depth + 1 });
      continue;
    }
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const written = String(value);
    const asked = nameOf(name);
    if (depth <= 2 && (ASKED.get(asked) === 'time' || TIME.test(asked))) time ??= written;
    if (length + written.length > MAX_TEXT) continue;
    // A number has a meaning only with its name.
    if (typeof value === 'number' && !ASKED.has(asked)) continue;
    const shown = typeof value === 'number' || written.length < 40 ? `${name}: ${written}` : written;
    const start = length + shown.length - written.length;
    parts.push(shown);
    length += shown.length + 1;
    if (ASKED.has(asked))
      pairs.push({
        name: asked,
        value: written,
        isQuoted: true,
        start,
        end: start + written.length,
        escapes: 0,
        within,
      });
  }
  const text = parts.join('\n');
  const inner = findPairs(text, (name) => ASKED.has(name));
  const offset = brackets.length - 1;
  return {
    text,
    time,
    brackets: [
      ...brackets,
      ...inner.brackets
        .slice(1)
        .map((one) => ({ ...one, within: one.within === 0 ? 0 : one.within + offset })),
    ],
    // The text's top-level pairs are already in the list, under their own names.
    pairs: [
      ...pairs,
      ...inner.pairs
        .filter(({ within }) => within > 0)
        .map((one) => ({ ...one, within: one.within + offset, escapes: one.escapes + 1 })),
    ],
  };
}

/** An attribute or a body of OTLP: `{"key":"exception.message","value":{"stringValue":"…"}}`. */
function attributeOf(
  value: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly value: unknown } | undefined {
  const { key } = value;
  const held = typeof key === 'string' ? value.value : value;
  if (!isObject(held)) return undefined;
  const [[kind, inside] = ['', undefined]] = Object.entries(held);
  if (!/^(?:string|int|double|bool|array|kvlist|bytes)Value$/.test(kind)) return undefined;
  const plain = isObject(inside) && Array.isArray(inside.values) ? inside.values : inside;
  // 64-bit numbers are strings.
  return { name: typeof key === 'string' ? key : 'body', value: kind === 'intValue' ? Number(plain) : plain };
}
