#!/usr/bin/env node
// The command `sevenstep-doctor`: this process's streams and environment for `main`.
import { EXIT } from './exit.ts';
import { PROGRAM } from './help.ts';
import { processIo } from './io.ts';
import { main } from './main.ts';
import { say } from './terminal.ts';

/** The time for remaining work to end, in milliseconds. */
const LEAVE_MS = 200;

const io = processIo();
const code = await main(process.argv.slice(2), io);
await io.written();
const lost = io.lost();
if (lost !== undefined) say(io.stderr, `${PROGRAM}: standard output cannot be written: ${lost}`);
process.exitCode = lost === undefined ? code : EXIT.usage;
// An open pipe, a timer of a loaded module or a connection must not keep the process alive.
setTimeout(() => process.exit(), LEAVE_MS).unref();
