// `npm run fuzz -- --minutes 10 [--target NAME] [--seed N]`: runs all targets in turn, and keeps inputs that show a fault.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    target: { type: 'string' },
    seed: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed);
const chosen = targets.filter(({ name }) => values.target === undefined || name === values.target);
if (!(minutes > 0) || !Number.isInteger(seed) || chosen.length === 0) {
  const names = targets.map(({ name }) => name).join(', ');
  console.error(`fuzz: expected --minutes above 0, a whole --seed and a --target of ${names}`);
  process.exit(2);
}

console.log(`seed ${seed}, ${minutes} min for ${chosen.length} targets`);
let faults = 0;
for (const target of chosen) {
  const end = performance.now() + (minutes * 60_000) / chosen.length;
  const { inputs, crashes } = await fuzz(target, {
    module: new URL('./targets.ts', import.meta.url).href,
    seed,
    more: () => performance.now() < end,
  });
  console.log(`${target.name.padEnd(16)} ${inputs} inputs, ${crashes.length} faults`);
  for (const { input, fault } of crashes) {
    const folder = fileURLToPath(new URL(`./crashes/${target.name}/`, import.meta.url));
    mkdirSync(folder, { recursive: true });
    const file = folder + createHash('sha256').update(input).digest('hex').slice(0, 16);
    writeFileSync(file, input);
    console.error(`${file}: ${fault.split('\n').slice(0, 6).join('\n')}`);
  }
  faults += crashes.length;
}
process.exitCode = faults === 0 ? 0 : 1;
