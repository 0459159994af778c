// nginx and HAProxy of Debian between a client and the simulator: with a wrong configuration, then with that of the page.
import { join } from 'node:path';
import type { ProxyServerName } from '../../packages/checklist/src/texts/proxy-configs.ts';
import { NGINX_HEAD, PROXIES } from '../pasted/proxies.ts';
import { freePort, startServer } from '../pasted/servers.ts';
import { librariesIn, unpackDebian } from '../pasted/tools.ts';
import type { Between, Proof } from './proof.ts';

/** The lines that the page corrects, of each proxy. */
export type Wrongs = Readonly<Partial<Record<ProxyServerName, Wrong>>>;

interface Wrong {
  /** In the `http` of nginx, or the `defaults` of HAProxy. The page's lines take precedence. */
  readonly general?: string;
  /** In the `location` or `backend`: the page's lines replace them. */
  readonly own?: string;
}

/** Puts the proxy between. Without a line that names an upstream, requests pass to the simulator. */
export const behind =
  (wrong: Wrongs): NonNullable<Proof['between']> =>
  async (url, config, server) => {
    const { general = '', own } = wrong[server] ?? {};
    const lines = config ?? own ?? '';
    const port = await freePort();
    const upstream = lines.includes(UPSTREAM[server]) ? '' : `${UPSTREAM[server]}${targetOf(server, url)}`;
    const text = CONFIGS[server]({ port, general, lines: `${upstream}\n${lines}` });
    return await start(server, port, text);
  };

/** A line that names the upstream begins with this. */
const UPSTREAM: Readonly<Record<ProxyServerName, string>> = { nginx: 'proxy_pass ', haproxy: 'server api ' };

const targetOf = (server: ProxyServerName, url: string): string =>
  server === 'nginx' ? `${url};` : new URL(url).host;

interface Lines {
  readonly port: number;
  readonly general: string;
  readonly lines: string;
}

const CONFIGS: Readonly<Record<ProxyServerName, (lines: Lines) => string>> = {
  nginx: ({ port, general, lines }) => `${NGINX_HEAD}  proxy_http_version 1.1;
  ${general}
  server {
    listen 127.0.0.1:${port};
    location / {
      ${lines}
    }
  }
}`,
  haproxy: ({ port, general, lines }) => `
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
  retries 0
  ${general}
listen all
  bind 127.0.0.1:${port}
  ${lines}
`,
};

async function start(name: ProxyServerName, port: number, config: string): Promise<Between> {
  const proxy = PROXIES.get(name);
  if (proxy === undefined) throw new Error(`no proxy is called ${name}`);
  const folder = await unpackDebian(name, proxy.packages);
  const stop = await startServer({
    command: join(folder, proxy.binary),
    args: proxy.args,
    env: librariesIn(folder),
    files: { [proxy.configFile]: config },
    ports: [port],
  });
  return { url: `http://127.0.0.1:${port}`, stop };
}
