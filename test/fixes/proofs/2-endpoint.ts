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
  'endpoint.blocked': { reacts: 'Every request is rejected, until the network allows it' },
  'endpoint.content_encoding': {
    reacts: 'A relay breaks each answer that may be compressed',
    met:
      () =>
      ({ headers }) =>
        headers['accept-encoding'] !== 'identity',
  },
  'endpoint.gateway_budget': { reacts: 'The budget is spent, until it is raised' },
  'endpoint.gateway_error': {
    reacts: 'nginx and HAProxy call a server whose TLS needs the host name',
    drill: { title: 'A gateway gets no connection to the API', call: { maxRetries: 0 } },
    between: behindTls({
      nginx: { own: 'proxy_pass https://api.anthropic.com;' },
      haproxy: { own: 'server api api.anthropic.com:443 ssl verify none' },
    }),
  },
  'endpoint.gateway_limit': {
    reacts: 'A gateway answers 429 while more than 5 requests are in flight',
    met:
      () =>
      ({ inFlight }) =>
        inFlight > 5,
    besides: [{ delayMs: 600 }],
    calls: [{ maxRetries: 0, times: 10, atOnce: 10 }],
  },
  'endpoint.gateway_refused': {
    reacts: 'A gateway answers 403 without its own key',
    met:
      () =>
      ({ headers }) =>
        headers['x-gateway-key'] !== 'key-of-the-gateway',
    env: { GATEWAY_KEY: 'key-of-the-gateway' },
  },
  'endpoint.gateway_timeout': {
    reacts: 'nginx and HAProxy wait for 300 ms; an answer takes 700 ms',
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
  'endpoint.gateway_upstream': { reacts: 'The upstream is down, until it is repaired' },
  'endpoint.malformed_response': {
    reacts: 'The wrong base URL answers with a sign-in page',
    ...PAST_GATEWAY,
  },
  'endpoint.recovered': { reacts: 'The gateway fails the first attempt, until it is repaired' },
  'endpoint.sandbox_restricted': { reacts: 'Every request is rejected, until the network allows it' },
  'endpoint.stream_without_events': {
    reacts: 'A relay breaks each stream, and nothing else',
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
