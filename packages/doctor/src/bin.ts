#!/usr/bin/env node
// The command `sevenstep-doctor`: this process's streams and environment for `main`.
import { processIo } from './io.ts';
import { main } from './main.ts';

/** For what is written to arrive. */
const LEAVE_MS = 200;

const io = processIo();
process.exitCode = await main(process.argv.slice(2), io);
// Work that is under way as the user interrupts, such as a connection, does not keep the process.
if (io.wasInterrupted()) setTimeout(() => process.exit(), LEAVE_MS).unref();
