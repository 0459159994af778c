// The table of named faults, for scripts, the `x-simulator-fault` header and the model `simulate:<name>`.
import { usualMessage } from '../api/error-types.ts';
import { API_HEADERS } from '../api/headers.ts';
import type { ApiError, Fault, FaultResponse, StreamFault } from './script.ts';

interface NamedFaultRow {
  readonly name: string;
  /** The situation, in a user's words. */
  readonly title: string;
  readonly fault: Omit<Fault, 'name' | 'when'>;
}

const apiError = (type: string, message: string = usualMessage(type)): { error: ApiError } => ({
  error: { type, message },
});

/** An answer of a server between the client and the API: HTML, without the API's headers. */
const gateway = (status: number, title: string): FaultResponse => ({
  status,
  headers: {
    ...Object.fromEntries(API_HEADERS.map((name) => [name, null])),
    'content-type': 'text/html',
    server: 'nginx',
  },
  body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
});

const stream = (then: StreamFault['then']): StreamFault => ({ after: { deltas: 3 }, then });

const ROWS: readonly NamedFaultRow[] = [
  {
    name: 'rate-limit',
    title: '429: input tokens per minute used up, retry after one second',
    fault: {
      response: {
        ...apiError('rate_limit_error'),
        headers: { 'retry-after': '1', 'anthropic-ratelimit-input-tokens-remaining': '0' },
      },
    },
  },
  {
    name: 'overloaded',
    title: '529: the API is overloaded',
    fault: { response: apiError('overloaded_error') },
  },
  { name: 'api-error', title: '500: the API failed', fault: { response: apiError('api_error') } },
  { name: 'timeout', title: '504: the API ran out of time', fault: { response: apiError('timeout_error') } },
  {
    name: 'invalid-key',
    title: '401: the key is not accepted',
    fault: { response: apiError('authentication_error') },
  },
  { name: 'billing', title: '402: out of credit', fault: { response: apiError('billing_error') } },
  {
    name: 'low-credit',
    title: '400: out of credit, as a request error',
    fault: { response: apiError('invalid_request_error', usualMessage('billing_error')) },
  },
  { name: 'permission', title: '403: not permitted', fault: { response: apiError('permission_error') } },
  {
    name: 'context-window',
    title: '400: the prompt is too long',
    fault: {
      response: apiError('invalid_request_error', 'prompt is too long: 214315 tokens > 200000 maximum'),
    },
  },
  {
    name: 'too-large',
    title: '413: the body is too large',
    fault: { response: apiError('request_too_large') },
  },
  {
    name: 'gateway-html',
    title: '502: a gateway answers in HTML',
    fault: { response: gateway(502, '502 Bad Gateway') },
  },
  {
    name: 'gateway-timeout',
    title: '504: a gateway gives up, in HTML',
    fault: { response: gateway(504, '504 Gateway Time-out') },
  },
  { name: 'not-json', title: '200 with a page of HTML', fault: { response: gateway(200, 'Welcome') } },
  { name: 'slow', title: 'the answer begins after ten seconds', fault: { delayMs: 10_000 } },
  { name: 'stream-cut', title: 'the stream breaks after three deltas', fault: { stream: stream('reset') } },
  {
    name: 'stream-incomplete',
    title: 'the stream ends cleanly after three deltas, without message_stop',
    fault: { stream: stream('end') },
  },
  {
    name: 'stream-error',
    title: 'an error event after three deltas, inside the 200',
    fault: { stream: stream('error') },
  },
  {
    name: 'stream-stall',
    title: 'a minute of silence after three deltas, then the rest',
    fault: { stream: { ...stream('stall'), stallMs: 60_000 } },
  },
  {
    name: 'stream-garbage',
    title: 'an event that is not JSON after three deltas',
    fault: { stream: stream('garbage') },
  },
  {
    name: 'max-tokens',
    title: 'the answer is cut short by max_tokens',
    fault: { answer: { stopReason: 'max_tokens' } },
  },
  { name: 'refusal', title: 'the model declines', fault: { answer: { text: '', stopReason: 'refusal' } } },
  {
    name: 'tool-use',
    title: 'the model calls the tool get_weather',
    fault: { answer: { toolUse: { name: 'get_weather', input: { city: 'Paris' } } } },
  },
];

/**
 * Faults by name, for a script, the `x-simulator-fault` header, or the model `simulate:<name>`.
 *
 * @example
 * await startSimulator({ faults: [{ ...NAMED_FAULTS['rate-limit'], when: { attempt: [1, 2] } }] });
 */
export const NAMED_FAULTS: Readonly<Record<string, Fault>> = Object.freeze(
  Object.fromEntries(ROWS.map(({ name, fault }) => [name, { name, ...fault }])),
);

/** One sentence for each name of {@link NAMED_FAULTS}, in a user's words. */
export const NAMED_FAULT_TITLES: Readonly<Record<string, string>> = Object.freeze(
  Object.fromEntries(ROWS.map(({ name, title }) => [name, title])),
);
