// Starts the Worker, asks it for each call, and stops it.
import { spawn } from 'node:child_process';
import { ask } from './ask.mjs';

const worker = spawn('workerd', ['serve', '--control-fd=3', 'worker.capnp'], {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
});
// It says where it listens on the descriptor that it is given.
const port = await new Promise((resolve, reject) => {
  worker.stdio[3].on('data', (line) => resolve(JSON.parse(line).port));
  worker.once('close', (code) => reject(new Error(`workerd ended with code ${code}`)));
});
await ask(port);
worker.kill('SIGTERM');
