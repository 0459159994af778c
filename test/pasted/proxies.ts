// Proxies in front of the simulator: the configuration of each, with a separate port for every situation.

/** A proxy's effect on a call. */
export type Trouble = (typeof TROUBLES)[number];
export const TROUBLES = [
  // No server listens behind it.
  'down',
  // The server behind it stays silent for longer than its time limit.
  'slow',
  // The server behind it breaks the connection.
  'reset',
  // It takes no body as large as this.
  'too-large',
  // It passes no key on, neither as `x-api-key` nor as a bearer's.
  'key-stripped',
  // It refuses all.
  'refused',
  // It asks for its own password.
  'password',
  // It has a limit of requests.
  'limited',
  // It knows another path only.
  'wrong-path',
  // It stops waiting in the middle of a stream.
  'cut',
] as const;

/** The port of each situation, and the destination behind it. */
export interface Ports {
  readonly listen: Readonly<Partial<Record<Trouble, number>>>;
  /** `host:port` of the simulator. */
  readonly upstream: string;
  /** A `host:port` without a listener. */
  readonly dead: string;
}

/** A proxy as Debian has it. */
export interface ProxyServer {
  readonly title: string;
  /** Debian's packages: its own, and the libraries that a plain system lacks. */
  readonly packages: readonly string[];
  /** The effects that it can have. */
  readonly troubles: readonly Trouble[];
  readonly configFile: string;
  readonly config: (ports: Ports, folder: string) => string;
  /** The path in the unpacked packages. */
  readonly binary: string;
  readonly args: (work: string) => readonly string[];
}

const each = (ports: Ports, block: (trouble: Trouble, port: number) => string): string =>
  Object.entries(ports.listen)
    .map(([trouble, port]) => block(trouble as Trouble, port))
    .join('\n');

const nginxRules: Readonly<Partial<Record<Trouble, string>>> = {
  'too-large': 'client_max_body_size 1k;',
  'key-stripped': 'proxy_set_header x-api-key ""; proxy_set_header authorization "";',
  refused: 'deny all;',
  password: 'auth_basic "internal"; auth_basic_user_file none;',
  limited: 'limit_req zone=calls; limit_req_status 429;',
};

/** The head of a configuration, with all files in the folder where nginx runs; `}` ends it. */
export const NGINX_HEAD: string = `
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
`;

const nginx: ProxyServer = {
  title: 'nginx of Debian 12',
  packages: ['nginx'],
  troubles: TROUBLES,
  configFile: 'nginx.conf',
  config: (ports) => `${NGINX_HEAD}  limit_req_zone "all" zone=calls:1m rate=1r/m;
  ${each(
    ports,
    (trouble, port) => `
  server {
    listen 127.0.0.1:${port};
    location ${trouble === 'wrong-path' ? '= /api' : '/'} {
      proxy_pass http://${trouble === 'down' ? ports.dead : ports.upstream};
      proxy_http_version 1.1;
      proxy_read_timeout 1s;
      ${nginxRules[trouble] ?? ''}
    }
  }`,
  )}
}`,
  binary: 'usr/sbin/nginx',
  args: (work) => ['-p', work, '-c', 'nginx.conf', '-e', 'error.log'],
};

const haproxyRules: Readonly<Partial<Record<Trouble, string>>> = {
  'key-stripped': 'http-request del-header x-api-key\n  http-request del-header authorization',
  refused: 'http-request deny',
  limited: 'http-request deny deny_status 429',
  password: 'http-request auth realm internal',
};

const haproxy: ProxyServer = {
  title: 'HAProxy of Debian 12',
  packages: ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1'],
  troubles: ['down', 'slow', 'reset', 'key-stripped', 'refused', 'password', 'limited', 'cut'],
  configFile: 'haproxy.cfg',
  config: (ports) => `
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 1s
  retries 0
${each(
  ports,
  (trouble, port) => `
listen ${trouble}
  bind 127.0.0.1:${port}
  ${haproxyRules[trouble] ?? ''}
  server api ${trouble === 'down' ? `${ports.dead} check inter 100ms fall 1` : ports.upstream}`,
)}
`,
  binary: 'usr/sbin/haproxy',
  args: (work) => ['-db', '-f', `${work}/haproxy.cfg`],
};

const caddyRules: Readonly<Partial<Record<Trouble, string>>> = {
  refused: 'respond 403',
  limited: 'respond "Too many requests" 429',
};

const caddy: ProxyServer = {
  title: 'Caddy of Debian 12',
  packages: ['caddy'],
  // Its limit of the body shows as a 502, and what it stops in a stream ends cleanly.
  troubles: ['down', 'slow', 'reset', 'key-stripped', 'refused', 'limited', 'wrong-path'],
  configFile: 'Caddyfile',
  config: (ports) => `
{
  admin off
  auto_https off
}
${each(
  ports,
  (trouble, port) => `
http://127.0.0.1:${port} {
  ${caddyRules[trouble] ?? ''}
  ${trouble === 'wrong-path' ? 'error /v1/* 404' : ''}
  reverse_proxy ${trouble === 'down' ? ports.dead : ports.upstream} {
    ${trouble === 'key-stripped' ? 'header_up -x-api-key\n    header_up -authorization' : ''}
    transport http {
      response_header_timeout 1s
    }
  }
}`,
)}
`,
  binary: 'usr/bin/caddy',
  args: (work) => ['run', '--config', `${work}/Caddyfile`, '--adapter', 'caddyfile'],
};

const apacheRules: Readonly<Partial<Record<Trouble, string>>> = {
  'key-stripped': 'RequestHeader unset x-api-key\n  RequestHeader unset authorization',
};

const apache: ProxyServer = {
  title: 'Apache of Debian 12',
  packages: ['apache2-bin', 'libapr1', 'libaprutil1'],
  troubles: ['down', 'slow', 'reset', 'key-stripped', 'refused', 'wrong-path', 'cut'],
  configFile: 'httpd.conf',
  config: (ports, folder) => `
ServerName 127.0.0.1
PidFile httpd.pid
ErrorLog error.log
${['mpm_event', 'authz_core', 'headers', 'proxy', 'proxy_http']
  .map((name) => `LoadModule ${name}_module ${folder}/usr/lib/apache2/modules/mod_${name}.so`)
  .join('\n')}
${each(
  ports,
  (trouble, port) => `
Listen 127.0.0.1:${port}
<VirtualHost 127.0.0.1:${port}>
  ProxyTimeout 1
  ${apacheRules[trouble] ?? ''}
  ProxyPass "${trouble === 'wrong-path' ? '/api' : '/'}" "http://${trouble === 'down' ? ports.dead : ports.upstream}/"
  <Location "/">
    Require all ${trouble === 'refused' ? 'denied' : 'granted'}
  </Location>
</VirtualHost>`,
)}
`,
  binary: 'usr/sbin/apache2',
  args: (work) => ['-X', '-d', work, '-f', 'httpd.conf'],
};

/** Id of the row to the proxy. */
export const PROXIES: ReadonlyMap<string, ProxyServer> = new Map([
  ['nginx', nginx],
  ['haproxy', haproxy],
  ['caddy', caddy],
  ['apache', apache],
]);
