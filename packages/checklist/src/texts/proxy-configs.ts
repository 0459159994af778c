// Fixes in the configuration of a proxy. `test/fixes` runs each one in the real server.

export type ProxyServerName = 'nginx' | 'haproxy';

interface ProxyConfig {
  readonly title: string;
  readonly server: ProxyServerName;
  /** Part of a configuration: of a `location` in nginx, of a `backend` or `defaults` in HAProxy. */
  readonly config: string;
}

export type ProxyConfigName =
  | 'nginxStreaming'
  | 'haproxyStreaming'
  | 'nginxUpstream'
  | 'haproxyUpstream'
  | 'nginxKey';

export const PROXY_CONFIGS: Readonly<Record<ProxyConfigName, ProxyConfig>> = {
  nginxStreaming: {
    title: 'In the `location` of nginx: pass each event on immediately, and wait as long as the SDK does',
    server: 'nginx',
    config: `proxy_buffering off;
proxy_read_timeout 600s;`,
  },
  haproxyStreaming: {
    title: 'In the `backend` of HAProxy: wait as long as the SDK does',
    server: 'haproxy',
    config: 'timeout server 600s',
  },
  nginxUpstream: {
    title: 'In the `location` of nginx: send the host name in the TLS handshake',
    server: 'nginx',
    config: `proxy_pass https://api.anthropic.com;
proxy_ssl_server_name on;`,
  },
  haproxyUpstream: {
    title: 'In the `backend` of HAProxy: send the host name in the TLS handshake',
    server: 'haproxy',
    config: `http-request set-header host api.anthropic.com
server api api.anthropic.com:443 ssl sni str(api.anthropic.com) verify required ca-file @system-ca`,
  },
  nginxKey: {
    title: 'In the `location` of nginx: pass the credentials on',
    server: 'nginx',
    config: `proxy_set_header x-api-key $http_x_api_key;
proxy_set_header authorization $http_authorization;`,
  },
};
