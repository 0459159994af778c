// A pool that ends its threads as soon as they have made all calls.
import { Piscina } from 'piscina';
import { calls } from './calls.mjs';

const pool = new Piscina({ filename: new URL('./task.mjs', import.meta.url).href, maxThreads: 1 });
for (const number of calls.keys()) console.log(await pool.run(number));
await pool.destroy();
