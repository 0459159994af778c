#!/usr/bin/env node
// The command `sevenstep-doctor`: this process's streams and environment for `main`.
import { processIo } from './io.ts';
import { main } from './main.ts';

/** For work that ends by itself, in milliseconds. */
const LEAVE_MS = 200;

const io = processIo();
process.exitCode = await main(process.argv.slice(2), io);
await io.written();
// A pipe that goes on, a timer of a loaded module or a connection does not keep the process.
setTimeout(() => process.exit(), LEAVE_MS).unref();
