// Starts workerd, asks its worker once, and prints what it answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
await once(probe, 'close');

const workerd = spawn('workerd', ['serve', 'config.capnp', '--socket-addr', `http=127.0.0.1:${port}`], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
let answer;
for (let tries = 0; answer === undefined && tries < 100; tries++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
}
console.log(await answer?.text());
workerd.kill();
