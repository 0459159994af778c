// Builds without the shared server.mjs, which Nitro would take for the application's own entry.
import { rmSync } from 'node:fs';
import { createBuilder } from 'vite';

rmSync('server.mjs', { force: true });
await (await createBuilder({ logLevel: 'error' })).buildApp();
