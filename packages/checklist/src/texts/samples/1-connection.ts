// Samples that the pages of step 1, connection, show first.
import type { Sample } from './sample.ts';

export type ConnectionSample =
  | 'baseUrl'
  | 'proxy'
  | 'extraCa'
  | 'timeout'
  | 'dispatcher'
  | 'abort'
  | 'deadline';

export const connectionSamples: Readonly<Record<ConnectionSample, Sample>> = {
  baseUrl: {
    title: 'Set the base URL to the host alone, in one place',
    code: `// No \`/v1\`: the SDK adds it. Unset ANTHROPIC_BASE_URL unless a gateway is meant.
const client = new Anthropic({ baseURL: 'https://api.anthropic.com' });`,
  },
  proxy: {
    title: 'Send requests through the proxy',
    code: `// Node.js 24: start with NODE_USE_ENV_PROXY=1 HTTPS_PROXY=http://user:password@proxy.example:3128 NO_PROXY=localhost
// What the process really has:
console.log(process.env.HTTPS_PROXY !== undefined, process.env.NO_PROXY, process.env.NODE_USE_ENV_PROXY);`,
  },
  extraCa: {
    title: "Trust the company's certificate",
    code: `// Before Node.js starts, not from code: NODE_EXTRA_CA_CERTS=/etc/ssl/company-ca.pem node app.js
if (!process.env.NODE_EXTRA_CA_CERTS) console.warn('NODE_EXTRA_CA_CERTS is not set in this process');`,
  },
  timeout: {
    title: 'A time limit that fits the call',
    code: `const message = await client.messages.create(params, { timeout: 120_000, maxRetries: 2 });`,
  },
  dispatcher: {
    title: "Set the HTTP client's limits above the SDK's timeout",
    code: `// In milliseconds, for every \`fetch\` of this process. The version of undici that Node.js has: process.versions.undici.
import { Agent, setGlobalDispatcher } from 'undici';
setGlobalDispatcher(new Agent({ headersTimeout: 900_000, bodyTimeout: 900_000 }));
const client = new Anthropic({ timeout: 900_000 });`,
  },
  abort: {
    title: 'Your own abort, distinguished from a failure',
    code: `const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());
try {
  await client.messages.create(params, { signal: controller.signal });
} catch (error) {
  if (!(error instanceof Anthropic.APIUserAbortError)) throw error;
}`,
  },
  deadline: {
    title: 'A deadline for the whole call',
    code: `const signal = AbortSignal.timeout(180_000);
const message = await client.messages.stream(params, { signal }).finalMessage();`,
  },
};
