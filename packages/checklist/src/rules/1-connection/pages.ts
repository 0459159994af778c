// The parts that the pages of the connection rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const connectionPages: Readonly<Record<string, Page>> = {
  'connection.invalid_url': {
    confirm: 'Parse the value the process has: `new URL(process.env.ANTHROPIC_BASE_URL)`.',
    fixedBy: { by: 'setting', sample: 'baseUrl', then: 'healthy' },
    sources: [
      'https://nodejs.org/api/errors.html#err_invalid_url',
      'https://fetch.spec.whatwg.org/#port-blocking',
    ],
  },
  'connection.dispatcher': {
    confirm: 'Compare `process.versions.undici` with the version of the package undici.',
    fixedBy: { by: 'setting', sample: 'dispatcher', then: 'healthy' },
    sources: ['https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md'],
  },
  'connection.dns': {
    confirm: 'Resolve the name where the process runs: `nslookup api.anthropic.com`, in the same container.',
    fixedBy: { by: 'setting', sample: 'baseUrl', then: 'healthy' },
    sources: ['G1', 'https://nodejs.org/api/errors.html#common-system-errors'],
  },
  'connection.refused': {
    confirm: 'Connect by hand: `nc -vz <host> <port>` with the address in the evidence.',
    fixedBy: { by: 'setting', sample: 'baseUrl', then: 'healthy' },
    sources: ['G1', 'https://nodejs.org/api/errors.html#common-system-errors'],
  },
  'connection.unreachable': {
    confirm: 'Send a request from another network, such as a hotspot: it works there.',
    fixedBy: { by: 'setting', sample: 'proxy', then: 'healthy' },
    sources: ['G1', 'https://nodejs.org/api/errors.html#common-system-errors'],
  },
  'connection.tls': {
    confirm:
      'Look at the certificate that arrives: `openssl s_client -connect api.anthropic.com:443`. Its issuer names the proxy.',
    fixedBy: { by: 'setting', sample: 'extraCa', then: 'healthy' },
    sources: ['G1', 'https://nodejs.org/api/tls.html#x509-certificate-error-codes'],
  },
  'connection.connect_timeout': {
    confirm: 'Connect by hand: `nc -vz api.anthropic.com 443` from the same machine and network.',
    fixedBy: { by: 'setting', sample: 'proxy', then: 'healthy' },
    sources: ['G1', 'https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md'],
  },
  'connection.headers_timeout': {
    confirm:
      'Compare the duration of one attempt with 300 s, and with the `headersTimeout` of the dispatcher.',
    fixedBy: { by: 'setting', sample: 'dispatcher', then: 'healthy' },
    sources: [
      'https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md',
      'https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md',
    ],
  },
  'connection.request_timeout': {
    confirm: 'Compare how long the call took with the timeout in the evidence: they are nearly equal.',
    fixedBy: { by: 'setting', sample: 'timeout', then: 'healthy' },
    sources: ['G0', 'G1', 'G2', '@anthropic-ai/sdk 1.12.0 src/core/error.ts'],
  },
  'connection.deadline': {
    confirm: 'Compare how long the call took with the time of the signal.',
    fixedBy: { by: 'setting', sample: 'deadline', then: 'healthy' },
    sources: ['https://developer.mozilla.org/docs/Web/API/AbortSignal/timeout_static'],
  },
  'connection.reset': {
    confirm:
      'Compare how long the connection had been idle with the idle timeouts of proxies and load balancers.',
    fixedBy: { by: 'setting', sample: 'keepAlive', then: 'healthy' },
    sources: ['G0', 'G4', 'https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md'],
  },
  'connection.aborted': {
    confirm: 'Compare the time of the abort with the log of the code that owns the signal.',
    fixedBy: { by: 'code', sample: 'abort', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/core/error.ts APIUserAbortError'],
  },
  'connection.proxy': {
    confirm:
      'Send a request through the same proxy with curl: `curl -x $HTTPS_PROXY -v https://api.anthropic.com`.',
    fixedBy: { by: 'setting', sample: 'proxy', then: 'healthy' },
    sources: ['G0', 'G1', 'https://github.com/nodejs/undici/blob/main/lib/dispatcher/proxy-agent.js'],
  },
  'connection.recovered': {
    confirm: 'Look at the failed attempts of the call: their codes and durations.',
    fixedBy: { by: 'setting', sample: 'keepAlive', then: 'healthy' },
    sources: ['G0', 'G1'],
  },
  'connection.unrecognized': unrecognizedPage,
};
