// Facts from a call's attempts that its own span lacks.
import { describe, expect, it } from 'vitest';
import { type AttributesLike, diagnose, withAttempts } from '../src/index.ts';

const CALL = { 'gen_ai.system': 'anthropic', 'gen_ai.request.model': 'claude-sonnet-5' };
const FAILED = { ...CALL, 'error.type': '_OTHER' };

const answered = (status: number) => ({
  attributes: {
    'http.request.method': 'POST',
    'http.response.status_code': status,
    ...(status >= 400 && { 'error.type': String(status) }),
  },
});
const cut = (statusMessage: string) => ({
  attributes: { 'http.request.method': 'POST', 'error.type': 'TypeError' },
  statusMessage,
});
const verdict = (attributes: AttributesLike, ...attempts: Parameters<typeof withAttempts>[1]) =>
  diagnose(withAttempts(attributes, attempts))?.id;

describe('the spans of requests within a call', () => {
  it('tell the status or the code of a failure whose own span has none', () => {
    expect(verdict(FAILED)).toBe('unknown.unrecognized');
    expect(verdict(FAILED, answered(529))).toBe('service.overloaded');
    expect(verdict(FAILED, answered(401))).toBe('identity.unrecognized');
    expect(verdict(FAILED, cut('connect ECONNREFUSED 127.0.0.1:9'))).toBe('connection.refused');
    expect(verdict(FAILED, answered(429), answered(429), answered(200))).toBe('response.unrecognized');
  });

  it('tell the cause of a connection error that the SDK keeps to itself', () => {
    for (const type of ['anthropic.APIConnectionError', 'connection_error']) {
      const lost = { ...CALL, 'error.type': type };
      expect(verdict(lost)).toBe('connection.unrecognized');
      expect(verdict(lost, cut('ConnectError: [Errno -2] Name or service not known'))).toBe('connection.dns');
      const unsent = cut("LocalProtocolError: Illegal header value b'Bearer sk-ant-api03-AAAA\\n'");
      expect(verdict(lost, unsent)).toBe('identity.key_whitespace');
      expect(JSON.stringify(withAttempts(lost, [unsent]))).not.toContain('sk-ant');
      // The answer had begun.
      expect(verdict(lost, answered(200))).toBe('response.interrupted');
    }
    const refused = { ...CALL, 'error.type': 'anthropic.AuthenticationError' };
    expect(verdict(refused, cut('ConnectError: [Errno 111] Connection refused'))).toBe(
      'identity.key_invalid',
    );
  });

  it.each([
    ['limits.recovered', answered(429)],
    ['service.recovered', answered(529)],
    ['endpoint.recovered', answered(502)],
    ['identity.retried', answered(401)],
    ['connection.recovered', cut('read ECONNRESET')],
    ['connection.recovered', cut('fetch failed')],
  ])('tell what a call recovered from: %s', (id, attempt) => {
    expect(verdict(CALL, attempt, answered(200))).toBe(id);
  });

  it('tell nothing of a call that went well at once, nor of requests that went well before its own', () => {
    expect(verdict(CALL, answered(200))).toBeUndefined();
    expect(verdict(CALL, answered(200), answered(200))).toBeUndefined();
  });

  it('tell where an answer broke off, and that one never came', () => {
    const length = 'Response body length does not match content-length header';
    const broken = (statusMessage: string) => ({
      attributes: { 'http.response.status_code': 200, 'error.type': '_OTHER' },
      statusMessage,
    });
    expect(verdict(FAILED, broken(length))).toBe('response.interrupted');
    const streamed = { ...CALL, 'gen_ai.request.stream': true, 'gen_ai.response.id': 'msg_1' };
    expect(verdict(streamed, broken('read ECONNRESET'))).toBe('response.stream_interrupted');
    // The application left the stream.
    expect(verdict(streamed, broken('This operation was aborted'))).toBeUndefined();
    expect(
      verdict({ ...streamed, 'gen_ai.usage.output_tokens': 12 }, broken('read ECONNRESET')),
    ).toBeUndefined();
    expect(verdict(FAILED, { attributes: { 'http.request.method': 'POST' } })).toBe(
      'connection.unrecognized',
    );
  });

  it('do not replace what the span of the call says', () => {
    const said = { ...CALL, 'error.type': 'rate_limit_error', 'http.response.status_code': 429 };
    expect(withAttempts(said, [answered(500)])).toBe(said);
    const ours = { ...FAILED, 'anthropic.sdk.method': 'messages.create' };
    expect(withAttempts(ours, [answered(429), answered(500)])).toBe(ours);
  });
});
