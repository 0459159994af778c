// Runs a command that may be silent for long, and says every 10 seconds what it is at: `node heartbeat.mjs TEXT COMMAND ARGS…`.
// Plain JavaScript: it runs on the Node.js of the machine, before anything is installed.
import { spawn } from 'node:child_process';

const EVERY_S = 10;

const [text, command = '', ...args] = process.argv.slice(2);
// Commands of npm are scripts on Windows, which only a shell runs.
const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
let seconds = 0;
const timer = setInterval(() => {
  seconds += EVERY_S;
  console.log(`${text}: ${seconds} s so far …`);
}, EVERY_S * 1000);
child.once('error', (problem) => {
  clearInterval(timer);
  console.error(problem.message);
  process.exitCode = 1;
});
child.once('exit', (code) => {
  clearInterval(timer);
  process.exitCode = code ?? 1;
});
