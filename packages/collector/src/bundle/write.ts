// Writes the script that the Go program embeds: `node packages/collector/src/bundle/write.ts`.
import { writeFileSync } from 'node:fs';
import { bundleEngine, SCRIPT } from './bundle.ts';

writeFileSync(SCRIPT, await bundleEngine());
