// Reads the requests in a text: JSON, JSON lines, the requests of a batch, or a curl command.
import { count } from '@sevenstep/checklist';
import { isObject } from '@sevenstep/wire';
import { InputError } from '../exit.ts';
import { parseJson, TooMuchJson } from '../spans/json.ts';
import { readCurl } from './curl.ts';

/** A request in a text. */
export interface FoundRequest {
  /** Its place: `request.json`, `requests.jsonl:3`, `batch.json, request "a"`. */
  readonly name: string;
  /** `undefined` if its text is not JSON. */
  readonly params: unknown;
  /** The mistake in its text. */
  readonly problem?: string;
  /** The headers that it is sent with, if known. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether another client than the SDK sends it. */
  readonly isHttp: boolean;
  /** Whether it is part of a batch, which has no time limit of the SDK. */
  readonly isOfBatch?: boolean;
}

/** The most requests in one file. A batch has up to 100 000. */
const MOST_REQUESTS = 100_000;

/** @throws InputError for text without a request, or with too many */
export function readRequests(text: string, name: string): readonly FoundRequest[] {
  const found = requestsOf(text, name);
  if (found.length > MOST_REQUESTS)
    throw new InputError(
      `${name} has ${count(found.length)} requests: split it into files of at most ${count(MOST_REQUESTS)}`,
    );
  return found;
}

function requestsOf(text: string, name: string): readonly FoundRequest[] {
  const curl = readCurl(text);
  if (curl !== undefined) {
    if (curl.file !== undefined) throw new InputError(`${name} sends the file ${curl.file}: lint that file`);
    if (curl.body === undefined) throw new InputError(`${name} is a curl command without a body`);
    return [{ name, ...parsed(curl.body), headers: curl.headers, isHttp: true }];
  }
  const whole = parsed(text);
  if (whole.problem === undefined) return requestsIn(whole.params, name);
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, index }]));
  const [first, second] = lines;
  const isOfLines = first !== undefined && second !== undefined && parsed(first.line).problem === undefined;
  if (isOfLines) {
    return lines.flatMap(({ line, index }): readonly FoundRequest[] => {
      const at = `${name}:${index + 1}`;
      const one = parsed(line);
      return one.problem === undefined ? requestsIn(one.params, at) : [{ name: at, ...one, isHttp: false }];
    });
  }
  if (!/^\s*[{[]/.test(text)) {
    throw new InputError(`${name} is not a request: expected JSON, JSON lines or a curl command`);
  }
  return [{ name, ...whole, isHttp: false }];
}

function parsed(text: string): { readonly params: unknown; readonly problem?: string } {
  try {
    return { params: parseJson(Buffer.from(text)) };
  } catch (error) {
    if (error instanceof TooMuchJson) throw new InputError(`a request has ${error.message}`);
    // Node.js repeats the text around the position. Only the position is used.
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return { params: undefined, problem: at === undefined ? 'it is truncated' : `char ${at}` };
  }
}

/** Requests of a batch have names. Any other value is one request. */
function requestsIn(value: unknown, name: string): readonly FoundRequest[] {
  const list = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value.requests)
      ? value.requests
      : undefined;
  if (list === undefined) {
    const isOfBatch = isObject(value) && 'custom_id' in value;
    return [{ name, params: innerOf(value), isHttp: false, isOfBatch }];
  }
  return list.map((one: unknown, index) => {
    const id = isObject(one) && typeof one.custom_id === 'string' ? `"${one.custom_id}"` : String(index + 1);
    return {
      name: `${name}, request ${id}`,
      params: innerOf(one),
      isHttp: false,
      isOfBatch: !Array.isArray(value),
    };
  });
}

/** A batch line has the request in `params`; HTTP records have it in `body`. */
function innerOf(value: unknown): unknown {
  if (!isObject(value) || 'messages' in value) return value;
  return [value.params, value.body].find(isObject) ?? value;
}
