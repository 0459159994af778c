// The stack's files: everything that the containers mount exists, and both ways to start it use the same files.
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { portsFrom } from '../../examples/jaeger/src/ports.ts';
import { STACK_PORTS, withPorts } from '../../examples/observability-stack/src/ports.ts';
import { prometheusConfiguration, STACK_FOLDER } from '../../examples/observability-stack/src/start.ts';
import { runTool } from '../support/debian-tools.ts';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly volumes: readonly string[];
  readonly working_dir: string;
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const read = (file: string): string => readFileSync(resolve(STACK_FOLDER, file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
};
const services = Object.entries(compose.services);

/** The path on this machine for a path in a container; `undefined` outside its volumes. */
function onThisMachine({ volumes, working_dir }: Service, path: string): string | undefined {
  const inside = isAbsolute(path) ? path : join(working_dir, path);
  for (const volume of volumes) {
    const [from = '', to = ''] = volume.split(':');
    if (inside === to || inside.startsWith(`${to}/`))
      return join(resolve(STACK_FOLDER, from), inside.slice(to.length));
  }
  return undefined;
}

test('the page names the versions of the containers', () => {
  const minor = (name: string) => /:v?(\d+\.\d+)/.exec(compose.services[name]?.image ?? '')?.[1];
  expect(read('DETAILS.md')).toContain(
    `| Jaeger ${minor('jaeger')}, Prometheus ${minor('prometheus')} and Alertmanager ${minor('alertmanager')}, as in \`docker-compose.yml\` `,
  );
});

describe.each(services)('container %s', (_, service) => {
  test('has an image of one version', () => expect(service.image).toMatch(/^[\w./-]+:v?\d[\w.-]*$/));

  test('mounts folders that are there, to read only', () => {
    for (const volume of service.volumes) {
      const [from = '', , mode] = volume.split(':');
      expect(existsSync(resolve(STACK_FOLDER, from)), from).toBe(true);
      expect(mode, volume).toBe('ro');
    }
  });

  test('is given files that are there', () => {
    const words = [...(service.command ?? []), ...Object.values(service.environment ?? {})];
    const files = words.map((word) => word.replace(/^--[\w.]+=/, '')).filter((word) => /\.\w+$/.test(word));
    for (const file of files.filter((word) => !/^[\d.]+$/.test(word))) {
      const here = onThisMachine(service, file);
      expect(here && existsSync(here), file).toBe(true);
    }
  });

  test('shares the network in which every address is 127.0.0.1, or is whose network it is', () =>
    expect(service.network_mode ?? service.ports).toEqual(
      service.ports ? expect.arrayContaining([]) : 'service:jaeger',
    ));
});

test('the containers publish the ports that the stack has without them, on loopback', () => {
  const published = compose.services.jaeger?.ports ?? [];
  for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  const numbers = published.map((port) => Number(port.split(':')[1]));
  expect(numbers).toEqual(
    expect.arrayContaining([
      STACK_PORTS.JAEGER_OTLP_GRPC_PORT,
      STACK_PORTS.JAEGER_OTLP_HTTP_PORT,
      STACK_PORTS.JAEGER_QUERY_PORT,
      STACK_PORTS.PROMETHEUS_PORT,
      STACK_PORTS.ALERTMANAGER_PORT,
    ]),
  );
});

test('Grafana is given the data sources of the stack and a folder with the dashboard', () => {
  const sources = parse(read('grafana/provisioning/datasources/datasources.yaml')) as {
    datasources: { uid: string; url: string }[];
  };
  expect(Object.fromEntries(sources.datasources.map(({ uid, url }) => [uid, url]))).toEqual({
    prometheus: `http://127.0.0.1:${STACK_PORTS.PROMETHEUS_PORT}`,
    jaeger: `http://127.0.0.1:${STACK_PORTS.JAEGER_QUERY_PORT}`,
  });
  const { providers } = parse(read('grafana/provisioning/dashboards/dashboards.yaml')) as {
    providers: { options: { path: string } }[];
  };
  const { grafana } = compose.services;
  for (const { options } of providers) {
    const folder = grafana && onThisMachine(grafana, options.path);
    expect(folder && existsSync(join(folder, 'dashboard.json'))).toBe(true);
  }
});

test('promtool accepts the configuration, with the rules that are generated', {
  timeout: 400_000,
}, async () => {
  expect(await runTool('promtool', ['check', 'config', 'prometheus.yml'], STACK_FOLDER)).toContain(
    'SUCCESS: 2 rule files found',
  );
});

test('on the usual ports the files are used as they stand', () => {
  for (const file of ['prometheus.yml', '../../packages/alerts/alertmanager/alertmanager.yml']) {
    expect(withPorts(read(file), STACK_PORTS)).toBe(read(file));
  }
  const { rule_files, ...used } = parse(prometheusConfiguration(read('prometheus.yml'))) as {
    rule_files: [];
  };
  const { rule_files: shipped, ...others } = parse(read('prometheus.yml')) as { rule_files: string[] };
  expect(used).toEqual(others);
  expect(rule_files).toEqual(shipped.map((file) => resolve(STACK_FOLDER, file)));
});

test('a port of one’s own takes the place of the usual one, and what is none is named', () => {
  const ports = portsFrom(STACK_PORTS, { PROMETHEUS_PORT: '19090' });
  expect(withPorts('http://127.0.0.1:9090 127.0.0.1:9093 127.0.0.1:1', ports)).toBe(
    'http://127.0.0.1:19090 127.0.0.1:9093 127.0.0.1:1',
  );
  expect(() => portsFrom(STACK_PORTS, { ALERTMANAGER_PORT: 'none' })).toThrow(
    'ALERTMANAGER_PORT is none; expected a port from 1 to 65535',
  );
});
