// Samples that the pages of step 1, connection, show first.
import type { Sample } from './sample.ts';

export type ConnectionSample =
  | 'baseUrl'
  | 'proxy'
  | 'extraCa'
  | 'timeout'
  | 'dispatcher'
  | 'keepAlive'
  | 'abort'
  | 'deadline';

export const connectionSamples: Readonly<Record<ConnectionSample, Sample>> = {
  baseUrl: {
    title: 'Set the base URL to the host alone, in one place',
    code: `// No \`/v1\`: the SDK adds it. Unset ANTHROPIC_BASE_URL unless a gateway is meant.
const client = new Anthropic({ baseURL: 'https://api.anthropic.com' });
const message = await client.messages.create(params);`,
  },
  proxy: {
    title: 'Send requests through the proxy; Node.js 24 reads these variables',
    language: 'sh',
    code: `export NODE_USE_ENV_PROXY=1
export HTTPS_PROXY=http://user:password@proxy.example:3128
export NO_PROXY=.internal.example
node app.mjs`,
  },
  extraCa: {
    title: "Trust the company's certificate before the process starts",
    language: 'sh',
    code: `NODE_EXTRA_CA_CERTS=/etc/ssl/company-ca.pem node app.mjs`,
  },
  timeout: {
    title: 'A time limit that fits the call',
    code: `const message = await client.messages.create(params, { timeout: 120_000 });`,
  },
  dispatcher: {
    title: "Set the HTTP client's limits above the SDK's timeout",
    code: `import { Agent, fetch } from 'undici';
// In milliseconds. Both come from one package: the undici of Node.js may be another version.
const dispatcher = new Agent({ headersTimeout: 900_000, bodyTimeout: 900_000 });
const client = new Anthropic({ fetch: fetch as never, fetchOptions: { dispatcher }, timeout: 900_000 });
const message = await client.messages.create(params);`,
  },
  keepAlive: {
    title: 'Close an idle connection before the proxy does',
    code: `import { Agent, fetch } from 'undici';
// In milliseconds, below the shortest idle timeout on the way.
const dispatcher = new Agent({ keepAliveTimeout: 4_000, keepAliveMaxTimeout: 4_000 });
const client = new Anthropic({ fetch: fetch as never, fetchOptions: { dispatcher } });
for (const content of questions) {
  await client.messages.create({ ...params, messages: [{ role: 'user', content }] });
  // The connection is idle until the next question comes.
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}`,
  },
  abort: {
    title: 'Abort a call only when its process or its user ends it',
    code: `const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());
const message = await client.messages.create(params, { signal: controller.signal });`,
  },
  deadline: {
    title: 'A deadline for the whole call',
    code: `const signal = AbortSignal.timeout(180_000);
const message = await client.messages.stream(params, { signal }).finalMessage();`,
  },
};
