// What the fixes look like in the configuration of a proxy. `test/fixes` runs each one in the real server.

export type ProxyServerName = 'nginx' | 'haproxy';

interface ProxyConfig {
  readonly title: string;
  readonly server: ProxyServerName;
  /** Part of a configuration: of a `location` in nginx, of a `backend` or `defaults` in HAProxy. */
  readonly config: string;
}

export type ProxyConfigName = 'nginxStreaming';

export const PROXY_CONFIGS: Readonly<Record<ProxyConfigName, ProxyConfig>> = {
  nginxStreaming: {
    title: 'In the `location` of nginx: pass each event on at once, and wait as long as the SDK does',
    server: 'nginx',
    config: `proxy_buffering off;
proxy_read_timeout 600s;`,
  },
};
