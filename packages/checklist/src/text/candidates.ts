// Finds other meanings of a text. If it lacks the fact that separates two rules, the checklist is also asked with that fact.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { RuleId } from '../ids/rule-id.ts';
import type { Read } from './attributes-of-text.ts';
import type { Ask } from './to-diagnosis.ts';

/** A fact that texts often lack, with the diagnosis without it. */
interface Supposition {
  readonly found: RuleId;
  readonly suppose: SpanAttributes;
  /** Whether the text leaves the fact open. */
  readonly isOpen: (read: Read) => boolean;
}

/** Messages of Python, Go and curl for a connection that was reset during a read. */
const READING =
  /\[Errno 104\]|\bread(?: tcp [^\n]{0,80})?: (?:read: )?connection reset|\bconnection broken\b|\bRecv failure\b/i;

/** Python's message for text that is not JSON: a body, or an event of a stream. */
const NO_JSON = /^Expecting (?:value|property name)\b/;

const SUPPOSITIONS: readonly Supposition[] = [
  // A bare 504 does not show whether the API or a gateway stopped waiting.
  {
    found: 'endpoint.gateway_timeout',
    suppose: { 'error.type': 'timeout_error' },
    isOpen: ({ status, type, requestId, attributes }) =>
      status?.status === 504 &&
      type === undefined &&
      requestId === undefined &&
      attributes['anthropic.error.body'] === undefined,
  },
  // The AI SDK keeps only this of an answer from a gateway or a cloud.
  {
    found: 'endpoint.gateway_limit',
    suppose: { 'gen_ai.provider.name': 'gcp.vertex_ai' },
    isOpen: ({ sentence, status }) => status === undefined && sentence === 'Too Many Requests',
  },
  // Only the client knows whether it has a key.
  {
    found: 'identity.missing_credentials',
    suppose: { 'anthropic.auth.key_shape': 'ok' },
    isOpen: ({ status, type }) => status !== undefined || type !== undefined,
  },
  // Python, Go and others print the envelope of an `error` event like that of an answer, without a status.
  {
    found: 'service.internal',
    suppose: { 'anthropic.stream.outcome': 'error_event' },
    isOpen: ({ status }) => status === undefined,
  },
  // The sentence does not show whether the answer had begun.
  {
    found: 'connection.reset',
    suppose: { 'anthropic.stream.outcome': 'interrupted', 'error.type': 'stream_interrupted' },
    isOpen: ({ sentence }) => READING.test(sentence) && !/^(?:Post|Get) "/.test(sentence),
  },
  // A body that broke off, which may be a stream.
  {
    found: 'response.interrupted',
    suppose: { 'anthropic.stream.outcome': 'interrupted', 'error.type': 'stream_interrupted' },
    isOpen: ({ sentence, causeCode = '' }) =>
      !/more expected|content.length/i.test(`${sentence} ${causeCode}`),
  },
  // curl has one message for an address that refuses connections and for one without a route. A local address has a route.
  {
    found: 'connection.refused',
    suppose: { 'anthropic.error.cause_code': 'EHOSTUNREACH' },
    isOpen: ({ sentence }) => /(?<! to (?:localhost|127\.).{0,60})couldn't connect to server/i.test(sentence),
  },
  // Go has one message for the deadline of a context and for the timeout of a client.
  {
    found: 'connection.deadline',
    suppose: { 'error.type': 'client_timeout_error', 'anthropic.error.message': undefined },
    isOpen: ({ sentence, used }) =>
      sentence === 'context deadline exceeded' &&
      !used.some(({ value }) => /\b(?:Post|Get) \\{0,4}"/.test(value)),
  },
  {
    found: 'endpoint.malformed_response',
    suppose: { 'anthropic.stream.outcome': 'malformed' },
    isOpen: ({ sentence, class: known }) => NO_JSON.test(sentence) || NO_JSON.test(known?.message ?? ''),
  },
];

/** The other diagnoses that the text allows. */
export const candidatesOf = (diagnosis: Diagnosis, read: Read, ask: Ask): readonly Diagnosis[] =>
  SUPPOSITIONS.filter(({ found, isOpen }) => found === diagnosis.id && isOpen(read)).flatMap(
    ({ suppose }) => {
      const other = ask({ ...read.attributes, ...suppose }, read.isStatusImplied);
      return other === undefined || other.id === diagnosis.id ? [] : [other];
    },
  );
