// The proofs of step 1, connection.
import { builtInAgent, loadUndici } from '../../support/node-dispatcher.ts';
import { dispatching, forgotten } from '../http-clients.ts';
import { behindProxy, dropping, inspected, withoutRoute } from '../networks.ts';
import type { Proof } from '../proof.ts';

/** The page names the API; in the test it is the simulator. */
const API = { 'https://api.anthropic.com': '$SIMULATOR' };
const SLOW = { title: 'The answer takes its time', faults: [{ delayMs: 1_500 }] };

export const connectionProofs: Readonly<Record<string, Proof>> = {
  'connection.aborted': {
    reacts: 'An answer takes 1.2 s; the application aborts after 600 ms',
    drill: {
      title: 'The application aborts before an answer comes',
      faults: [{ delayMs: 1_200 }],
      call: { abortAfterMs: 600, maxRetries: 0 },
    },
  },
  'connection.connect_timeout': {
    reacts: 'The address accepts no connection; the proxy leads to the API',
    drill: { title: 'No connection in time' },
    run: behindProxy(dropping),
  },
  'connection.deadline': {
    reacts: 'An answer takes 1.2 s',
    drill: {
      title: "The application's deadline passes before an answer comes",
      faults: [{ delayMs: 1_200 }],
      call: { deadlineMs: 600, maxRetries: 0 },
    },
  },
  'connection.dispatcher': {
    reacts: 'The client has a dispatcher of undici 8 and the `fetch` of Node.js',
    drill: { title: 'Two versions of undici' },
    run: dispatching(async () => new (await loadUndici()).Agent()),
  },
  'connection.dns': { reacts: 'Only the right host has an address', replaced: API },
  'connection.headers_timeout': {
    reacts: 'An answer takes 1.5 s; the HTTP client waits for 200 ms',
    drill: SLOW,
    run: dispatching(() => builtInAgent({ headersTimeout: 200 })),
  },
  'connection.invalid_url': { reacts: 'Only the right URL has a scheme', replaced: API },
  'connection.proxy': {
    reacts: 'A proxy answers 407 to every password but one',
    drill: { title: 'The proxy wants another password' },
    run: behindProxy(
      withoutRoute,
      'NODE_USE_ENV_PROXY=1 HTTPS_PROXY=http://user:old-password@proxy.example:3128 node app.mjs',
    ),
  },
  'connection.recovered': {
    reacts: 'A balancer forgets a connection that is idle for 600 ms',
    drill: { title: 'A balancer forgets the connection' },
    run: forgotten(2),
  },
  'connection.refused': { reacts: 'A server listens only at the right address', replaced: API },
  'connection.request_timeout': {
    reacts: 'An answer takes 1.2 s',
    drill: {
      title: "The client's timeout runs out",
      faults: [{ delayMs: 1_200 }],
      call: { timeoutMs: 600, maxRetries: 0 },
    },
  },
  'connection.reset': {
    reacts: 'A balancer forgets a connection that is idle for 600 ms',
    drill: { title: 'A balancer forgets the connection' },
    run: forgotten(0),
  },
  'connection.tls': {
    reacts: "Has a certificate of the company's own authority",
    drill: { title: 'A proxy inspects the traffic' },
    run: inspected,
  },
  'connection.unreachable': {
    reacts: 'The address has no route; the proxy leads to the API',
    run: behindProxy(withoutRoute),
  },
};
