#!/usr/bin/env node
// The command `sevenstep-doctor`: this process's streams and environment for `main`.
import { EXIT } from './exit.ts';
import { PROGRAM } from './help.ts';
import { processIo } from './io.ts';
import { main } from './main.ts';
import { say } from './terminal.ts';

/** For work that ends by itself, in milliseconds. */
const LEAVE_MS = 200;

const io = processIo();
const code = await main(process.argv.slice(2), io);
await io.written();
const lost = io.lost();
if (lost !== undefined) say(io.stderr, `${PROGRAM}: standard output cannot be written: ${lost}`);
process.exitCode = lost === undefined ? code : EXIT.usage;
// A pipe that goes on, a timer of a loaded module or a connection does not keep the process.
setTimeout(() => process.exit(), LEAVE_MS).unref();
