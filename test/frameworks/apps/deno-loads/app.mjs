// An application for Deno that loads JSON and WebAssembly, too.
import { createRequire } from 'node:module';
import Anthropic from '@anthropic-ai/sdk';
import { calls, makeCall } from './calls.mjs';

const require = createRequire(import.meta.url);
console.log(require('./data.json'), Object.keys(await import('./empty.wasm')));
const client = new Anthropic();
for (const number of calls.keys()) console.log(await makeCall(client, number));
