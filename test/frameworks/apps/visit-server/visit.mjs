// Starts the server that the arguments name, asks it for each call, prints what it answers, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { calls } from './calls.mjs';

const port = await freePort();
const [command, ...args] = process.argv.slice(2);
const server = spawn(command, args, {
  env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
  stdio: ['ignore', 'ignore', 'inherit'],
});
server.once('exit', (code) => process.exit(code ?? 0));
const address = `http://127.0.0.1:${port}`;
while (!(await fetch(address).catch(() => undefined)))
  await new Promise((resolve) => setTimeout(resolve, 50));
for (const number of calls.keys()) {
  const response = await fetch(`${address}/api/calls/${number}`);
  console.log(response.status, await response.text());
}
// What is left is exported meanwhile.
await new Promise((resolve) => setTimeout(resolve, 1000));
server.kill('SIGTERM');

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
