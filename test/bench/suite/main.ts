// One process of the bench: `node --expose-gc main.ts <subject> <measure>...` tells what it measured; CPU time is in `turns.ts`.
import { clientOf } from './application.ts';
import { blocks } from './block.ts';
import { type DiagnosisMeasure, diagnosisCost } from './diagnosis.ts';
import { MEMORY, type MemoryMeasure } from './memory.ts';
import { startSubject } from './start-subject.ts';
import { tell } from './tell.ts';
import type { Fetch } from './transport.ts';

const [name = '', ...measures] = process.argv.slice(2);
const { subject, recorded } = await startSubject(name, 'recording');
const { spans, attributes } = recorded;
const make = (fetch: Fetch) => clientOf(subject, fetch);

const results: Record<string, number> = { spans, attributes };
for (const measure of measures) {
  if (measure === 'blocks') Object.assign(results, await blocks(make));
  else
    results[measure] =
      measure in MEMORY
        ? await MEMORY[measure as MemoryMeasure](make)
        : await diagnosisCost(measure as DiagnosisMeasure, make, recorded);
}
tell(results);
