// The proofs of step 2, endpoint.
import { behindTls } from '../networks.ts';
import type { Proof } from '../proof.ts';
import { behind } from '../real-proxies.ts';

/** The gateway is a path of the simulator; the page leads past it. */
const PAST_GATEWAY: Pick<Proof, 'met' | 'calls' | 'replaced'> = {
  met:
    () =>
    ({ path }) =>
      path.startsWith('/gateway/'),
  calls: [{ baseURL: '/gateway', maxRetries: 0 }],
  replaced: { 'https://api.anthropic.com': '$SIMULATOR' },
};

export const endpointProofs: Readonly<Record<string, Proof>> = {
  'endpoint.blocked': { reacts: 'All requests are refused, then none' },
  'endpoint.content_encoding': {
    reacts: 'A relay spoils each answer that may be compressed',
    met:
      () =>
      ({ headers }) =>
        headers['accept-encoding'] !== 'identity',
  },
  'endpoint.gateway_budget': { reacts: 'The budget is spent, then raised' },
  'endpoint.gateway_error': {
    reacts: "nginx and HAProxy, whose upstream's TLS wants the name of the host",
    drill: { title: 'A gateway gets no connection to the API', call: { maxRetries: 0 } },
    between: behindTls({
      nginx: { own: 'proxy_pass https://api.anthropic.com;' },
      haproxy: { own: 'server api api.anthropic.com:443 ssl verify none' },
    }),
  },
  'endpoint.gateway_limit': {
    reacts: '429 of the gateway while more than 5 requests are in flight',
    met:
      () =>
      ({ inFlight }) =>
        inFlight > 5,
    besides: [{ delayMs: 600 }],
    calls: [{ maxRetries: 0, times: 10, atOnce: 10 }],
  },
  'endpoint.gateway_refused': {
    reacts: "403 without the gateway's own key",
    met:
      () =>
      ({ headers }) =>
        headers['x-gateway-key'] !== 'key-of-the-gateway',
    env: { GATEWAY_KEY: 'key-of-the-gateway' },
  },
  'endpoint.gateway_timeout': {
    reacts: 'nginx and HAProxy that wait for 300 ms; an answer takes 700 ms',
    drill: {
      title: 'A gateway stops waiting',
      faults: [{ delayMs: 700 }],
      call: { maxRetries: 0 },
    },
    between: behind({
      nginx: { general: 'proxy_read_timeout 300ms;' },
      haproxy: { general: 'timeout server 300ms' },
    }),
  },
  'endpoint.gateway_upstream': { reacts: 'The upstream is down, then up' },
  'endpoint.malformed_response': { reacts: 'A sign-in page at the wrong base URL', ...PAST_GATEWAY },
  'endpoint.recovered': { reacts: 'A gateway fails once, then no more' },
  'endpoint.sandbox_restricted': { reacts: 'All requests are refused, then none' },
  'endpoint.stream_without_events': {
    reacts: 'A relay spoils each stream, and nothing else',
    met:
      () =>
      ({ stream }) =>
        stream,
  },
  'endpoint.wrong_path': {
    reacts: '404 at a path with `/v1` twice',
    met:
      () =>
      ({ path }) =>
        path === '/v1/v1/messages',
    calls: [{ baseURL: '/v1', maxRetries: 0 }],
    replaced: { 'https://api.anthropic.com': '$SIMULATOR' },
  },
  'endpoint.wrong_platform': {
    reacts: '404 for a model id of Bedrock',
    met:
      () =>
      ({ model }) =>
        model?.startsWith('us.anthropic.') ?? false,
  },
};
