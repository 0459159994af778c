// Wrapping and reformatting an error's text do not change the diagnosis.
import { expect, it } from 'vitest';
import { diagnoseText } from '../src/text.ts';

const idsOf = (text: string): string[] => diagnoseText(text).map(({ id }) => id);

const ENVELOPE =
  '429 {"type":"error","error":{"type":"rate_limit_error","message":"Too many.","details":{"error_code":"ramp_limit_exceeded"}},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}';
const ANSWER = `HTTP/1.1 404 Not Found
content-type: application/json
request-id: req_011CSHoEeqs5C35K2UUqR7Fy

{"type":"error","error":{"type":"not_found_error","message":"Not Found"}}`;
const STREAM = `HTTP/1.1 200 OK
content-type: text/event-stream
request-id: req_011CSHoEeqs5C35K2UUqR7Fy

event: error
data: {"type":"error","error":{"type":"api_error","message":"Internal server error"}}`;

it.each([
  ['once', ENVELOPE.replaceAll('"', '&quot;')],
  ['by numbers', ENVELOPE.replaceAll('"', '&#34;')],
  ['twice', ENVELOPE.replaceAll('"', '&amp;quot;')],
  ['on a page', `<pre>${ENVELOPE.replaceAll('"', '&#x22;')}</pre>`],
])('an error that is escaped in HTML %s is read as it is', (_, text) => {
  expect(idsOf(text)).toEqual(['limits.acceleration']);
});

it('the places of an error after one that is escaped in HTML are right', () => {
  const text = `${ENVELOPE.replaceAll('"', '&quot;')}\n\n529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`;
  const [first, second] = diagnoseText(text);
  expect(first).toMatchObject({ id: 'limits.acceleration', start: 0 });
  expect(second?.id).toBe('service.overloaded');
  expect(text.slice(second?.start, second?.end)).toMatch(/^529 \{.*\}$/);
});

it('a line of a request log next to an error is not part of the error', () => {
  const request =
    '127.0.0.1 - - [04/Mar/2026:05:06:02 +0000] "GET /health HTTP/1.1" 200 15 "-" "kube-probe/1.33"';
  const error = `APIConnectionError: Connection error.
    at Anthropic.makeRequest (/app/node_modules/@anthropic-ai/sdk/client.mjs:700:23)
  cause: Error: connect ECONNREFUSED 127.0.0.1:8080`;
  expect(idsOf(error)).toEqual(['connection.refused']);
  for (const text of [`${request}\n${error}`, `${error}\n${request}`, `${request}\n${error}\n${request}`])
    expect(idsOf(text)).toEqual(['connection.refused']);
});

it.each([ANSWER, STREAM])('an answer whose lines a container prefixes is one error', (text) => {
  const prefixed = text.replace(/^/gm, 'api-1  | ');
  expect(idsOf(prefixed)).toEqual(idsOf(text));
  expect(idsOf(text)).toHaveLength(1);
});

it.each([
  ['quoted in a mail', STREAM.replace(/^/gm, '> ')],
  ['indented', STREAM.replace(/^/gm, '    ')],
  ['in a JSON log line', JSON.stringify({ level: 'error', msg: STREAM })],
])('an error event of a stream that is %s is one of a stream', (_, text) => {
  expect(idsOf(text)).toEqual(['response.stream_error']);
});

it('reads a truncated response, also in a JSON log line', () => {
  const text =
    "TypeError: terminated\n    at Fetch.onAborted (node:internal/deps/undici/undici:13877:53)\n  code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'\n  url: 'https://api.anthropic.com/v1/messages'";
  expect(idsOf(text)).toEqual(['response.interrupted']);
  expect(idsOf(JSON.stringify({ level: 'error', err: text }))).toEqual(['response.interrupted']);
});
