// The output of curl and the SDKs if a proxy in front of the API has a problem.
import { join } from 'node:path';
import type { Fault } from '@sevenstep/anthropic-simulator';
import type { RuleId } from '@sevenstep/checklist';
import type { CallSpec, Client, Printed, Situation } from '../client.ts';
import { PROXIES, type ProxyServer, TROUBLES, type Trouble } from '../proxies.ts';
import { freePort, startServer } from '../servers.ts';
import { librariesIn, unpackDebian } from '../tools.ts';
import { printedByCurl } from './curl.ts';
import { printedByTypescript, TYPESCRIPT_FORMS } from './in-process.ts';
import { askPython, installPythonAll } from './python.ts';

const TRUTH: Readonly<Record<Trouble, RuleId>> = {
  down: 'endpoint.gateway_error',
  slow: 'endpoint.gateway_timeout',
  reset: 'endpoint.gateway_error',
  'too-large': 'request.too_large',
  'key-stripped': 'identity.header_stripped',
  refused: 'endpoint.gateway_refused',
  password: 'endpoint.gateway_refused',
  limited: 'endpoint.gateway_limit',
  'wrong-path': 'endpoint.wrong_path',
  cut: 'response.stream_interrupted',
};

/** The simulator's behaviour behind the proxy. */
const FAULTS: Readonly<Partial<Record<Trouble, Fault>>> = {
  slow: { connection: 'hang' },
  reset: { connection: 'reset' },
  cut: { stream: { after: { deltas: 1 }, then: 'stall', stallMs: 4_000 } },
};

const situationOf = (trouble: Trouble): Situation => ({
  id: `proxy.${trouble}`,
  truth: TRUTH[trouble],
  drill: {
    title: trouble,
    faults: FAULTS[trouble] === undefined ? [] : [FAULTS[trouble]],
    call: {
      maxRetries: 0,
      method: trouble === 'cut' ? 'create-streamed' : 'create',
      ...(trouble === 'too-large' && {
        params: { messages: [{ role: 'user', content: 'Summarize this. '.repeat(200) }] },
      }),
    },
  },
});

/** Where the page says more than that of the others. */
const TRUTH_OF: ReadonlyMap<string, Readonly<Record<string, RuleId>>> = new Map([
  // `No server is available to handle this request.`
  ['haproxy', { 'proxy.down': 'endpoint.gateway_upstream' }],
]);

export const proxies: readonly Client[] = [...PROXIES].map(([id, proxy]) => ({
  id: `proxy-${id}`,
  title: `${proxy.title}, before curl and SDKs`,
  forms: ['curl -i', 'Python', 'Python traceback', ...TYPESCRIPT_FORMS],
  situations: TROUBLES.filter((trouble) => proxy.troubles.includes(trouble)).map(situationOf),
  truth: TRUTH_OF.get(id) ?? {},
  install: () => unpackDebian(id, proxy.packages),
  run: (folder, call) => throughProxy(id, proxy, folder, call),
}));

async function throughProxy(
  id: string,
  proxy: ProxyServer,
  folder: string,
  call: CallSpec,
): Promise<Printed> {
  const trouble = call.situation.slice('proxy.'.length) as Trouble;
  const baseURL = await listening(id, proxy, folder, call.baseURL, trouble);
  const own: CallSpec = { ...call, baseURL };
  // The limit is of one request.
  if (trouble === 'limited') await fetch(baseURL, { method: 'POST' });
  const python = await askPython(await installPythonAll(), 'anthropic_sdk.py', own);
  return {
    ...(await printedByCurl(own, ['curl -i'])),
    Python: python.str ?? '',
    'Python traceback': python.traceback ?? '',
    ...(await printedByTypescript(own)),
  };
}

/** Where a proxy listens. */
type Running = Readonly<Partial<Record<Trouble, number>>>;

const running = new Map<string, Running>();

/** Starts the proxy with the first call, and gives the base URL of a situation. */
async function listening(
  id: string,
  proxy: ProxyServer,
  folder: string,
  simulator: string,
  trouble: Trouble,
): Promise<string> {
  const one = running.get(id) ?? (await start(proxy, folder, simulator));
  running.set(id, one);
  return `http://127.0.0.1:${one[trouble]}`;
}

async function start(proxy: ProxyServer, folder: string, simulator: string): Promise<Running> {
  const listen: Partial<Record<Trouble, number>> = {};
  for (const trouble of proxy.troubles) listen[trouble] = await freePort();
  const ports = { listen, upstream: new URL(simulator).host, dead: `127.0.0.1:${await freePort()}` };
  await startServer({
    command: join(folder, proxy.binary),
    args: proxy.args,
    env: librariesIn(folder),
    files: { [proxy.configFile]: proxy.config(ports, folder) },
    ports: Object.values(listen),
  });
  return listen;
}
