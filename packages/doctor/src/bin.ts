#!/usr/bin/env node
// The command `sevenstep-doctor`: this process's streams and environment for `main`.
import { processIo } from './io.ts';
import { main } from './main.ts';

process.exitCode = await main(process.argv.slice(2), processIo());
