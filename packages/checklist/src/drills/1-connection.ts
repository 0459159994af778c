// The drills of step 1, connection: for each rule the situation that shows it, and its near miss.
import type { RuleDrill } from './near-miss.ts';

export const connectionDrills: Readonly<Record<string, RuleDrill>> = {
  'connection.aborted': {
    title: 'The application aborts before an answer comes',
    faults: [{ connection: 'hang' }],
    call: { abortAfterMs: 100, timeoutMs: 1_000, maxRetries: 0 },
    nearMiss: {
      title: "The application waits until the client's own timeout passes",
      at: 'call.abortAfterMs',
      diagnosis: 'connection.request_timeout',
    },
  },
  'connection.deadline': {
    title: "The application's deadline passes before an answer comes",
    faults: [{ connection: 'hang' }],
    call: { deadlineMs: 100, timeoutMs: 1_000, maxRetries: 0 },
    nearMiss: {
      title: "The client's own timeout passes",
      at: 'call.deadlineMs',
      diagnosis: 'connection.request_timeout',
    },
  },
  // RFC 2606 reserves `.invalid`, so no resolver knows the name.
  'connection.dns': {
    title: 'The host of the base URL has no address',
    call: { baseURL: 'http://nowhere.invalid', maxRetries: 0 },
    nearMiss: {
      title: 'The base URL is not a URL',
      at: 'call.baseURL',
      is: 'nowhere.invalid',
      diagnosis: 'connection.invalid_url',
    },
  },
  'connection.invalid_url': {
    title: 'The base URL has no scheme',
    call: { baseURL: 'nowhere.invalid', maxRetries: 0 },
    nearMiss: {
      title: 'The base URL is valid, and its host does not exist',
      at: 'call.baseURL',
      is: 'http://nowhere.invalid',
      diagnosis: 'connection.dns',
    },
  },
  'connection.recovered': {
    title: 'The connection is reset once, then an answer comes',
    faults: [{ when: { attempt: 1 }, connection: 'reset' }],
    nearMiss: {
      title: 'The reset is not retried',
      at: 'call.maxRetries',
      is: 0,
      diagnosis: 'connection.reset',
    },
  },
  'connection.refused': {
    title: 'The connection is refused',
    call: { target: 'refused', maxRetries: 0 },
    nearMiss: {
      title: 'A server listens at the address',
      at: 'call.target',
      is: 'simulator',
      diagnosis: undefined,
    },
  },
  'connection.request_timeout': {
    title: "The client's timeout runs out",
    faults: [{ connection: 'hang' }],
    call: { timeoutMs: 150, maxRetries: 0 },
    nearMiss: {
      title: 'The connection breaks before the timeout',
      at: 'faults.0.connection',
      is: 'reset',
      diagnosis: 'connection.reset',
    },
  },
  'connection.reset': {
    title: 'The connection is reset before a response',
    faults: [{ connection: 'reset' }],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'No process accepts the connection',
      at: 'call.target',
      is: 'refused',
      diagnosis: 'connection.refused',
    },
  },
  'connection.tls': {
    title: 'The server answers a TLS handshake with something else',
    call: { target: 'tls', maxRetries: 0 },
    nearMiss: {
      title: 'The same server is called without TLS',
      at: 'call.target',
      is: 'simulator',
      diagnosis: undefined,
    },
  },
  // No connection can lead to a broadcast address, and none leaves the machine.
  'connection.unreachable': {
    title: 'There is no route to the host',
    // Without the base URL, the target holds.
    call: { baseURL: 'http://255.255.255.255:9999', target: 'refused', maxRetries: 0 },
    nearMiss: {
      title: 'The host can be reached, and no process listens',
      at: 'call.baseURL',
      diagnosis: 'connection.refused',
    },
  },
};
