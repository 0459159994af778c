// Starts the server, asks it for each call, prints what it answers, and stops it.
import { spawn } from 'node:child_process';
import { calls } from './calls.mjs';

const command = process.argv[2] ?? 'start';
const server = spawn('next', [command, '--hostname', '127.0.0.1', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const address = await new Promise((resolve, reject) => {
  let printed = '';
  server.stdout.on('data', (chunk) => {
    printed += chunk;
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
    if (found) resolve(found[0]);
  });
  server.once('close', () => reject(new Error(printed)));
});
for (const number of calls.keys()) {
  const response = await fetch(`${address}/api/calls/${number}`);
  console.log(response.status, await response.text());
}
// What is left is exported meanwhile.
await new Promise((resolve) => setTimeout(resolve, 1000));
server.kill('SIGTERM');
