// Starting the stack: links lead to pages that a build has, and an interrupted start leaves nothing behind.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { buildGoCommand } from '../../examples/jaeger/src/go-module.ts';
import { startServer } from '../../examples/jaeger/src/server.ts';
import { stackLinks } from '../../examples/observability-stack/src/links.ts';

afterEach(() => vi.unstubAllEnvs());

/** A server with these paths. */
async function serve(pages: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(({ url = '' }, response) =>
    response.writeHead(url in pages ? 200 : 404).end(pages[url]),
  ).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('links of builds that have all their pages', async () => {
  const queryUrl = await serve({ '/': '<script src="/static/index.js"></script>' });
  const prometheusUrl = await serve({ '/alerts': '' });
  const alertmanagerUrl = await serve({ '/': '', '/script.js': '' });
  expect(await stackLinks({ queryUrl, prometheusUrl, alertmanagerUrl })).toEqual({
    jaeger: queryUrl,
    prometheus: `${prometheusUrl}/alerts`,
    alertmanager: alertmanagerUrl,
  });
});

test('links of a Jaeger of Go modules and of the builds of Debian', async () => {
  const queryUrl = await serve({ '/': 'no page' });
  const prometheusUrl = await serve({ '/classic/alerts': '' });
  const alertmanagerUrl = await serve({ '/': 'no page' });
  const links = await stackLinks({ queryUrl, prometheusUrl, alertmanagerUrl });
  expect(links.jaeger).toContain('JAEGER_UI_ASSETS');
  expect(links.prometheus).toBe(`${prometheusUrl}/classic/alerts`);
  expect(links.alertmanager).toContain('no page');
});

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('an interrupted build removes what it has made, and its compiler is told', async () => {
  const folder = temporaryFolder();
  const told = join(folder, 'interrupted');
  const module = join(folder, 'module');
  writeFileSync(
    join(folder, 'go'),
    `#!/bin/sh
if [ "$1" = mod ]; then mkdir -p ${module}; echo '{"Dir":"${module}"}'; exit; fi
trap 'touch ${told}; exit 1' INT
echo "go: downloading something" >&2
while :; do sleep 0.02; done
`,
  );
  chmodSync(join(folder, 'go'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  const controller = new AbortController();
  const command = { name: 'tool', module: 'example.com/tool@v1.0.0', folder: '.' };
  const building = buildGoCommand(
    command,
    (line) => line.startsWith('Building') && controller.abort(),
    controller.signal,
  );
  await expect(building).rejects.toThrow(/aborted/);
  expect(readdirSync(join(folder, 'cache/sevenstep/tool-v1.0.0'))).toEqual([]);

  const later = new AbortController();
  setTimeout(() => later.abort(), 300);
  await expect(buildGoCommand(command, () => undefined, later.signal)).rejects.toThrow(/aborted/);
  expect(existsSync(told)).toBe(true);
  expect(readdirSync(join(folder, 'cache/sevenstep/tool-v1.0.0'))).toEqual([]);
});

test('a server that is interrupted before it is up is stopped', async () => {
  const controller = new AbortController();
  const pid = join(temporaryFolder(), 'pid');
  const starting = startServer(
    {
      name: 'It',
      command: process.execPath,
      args: [
        '-e',
        `require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setInterval(() => {}, 1000)`,
      ],
      healthUrl: 'http://127.0.0.1:1/',
    },
    controller.signal,
  );
  await vi.waitFor(() => expect(readFileSync(pid, 'utf8')).toMatch(/^\d+$/), { timeout: 10_000 });
  controller.abort();
  await expect(starting).rejects.toThrow(/aborted/);
  expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow(/ESRCH/);
});
