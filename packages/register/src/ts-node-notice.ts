// Says what to do where `--import` makes Node.js load a program past ts-node.
import { sayOnce } from './say.ts';

/** Where ts-node keeps itself (`src/index.ts` of ts-node 10). */
const TS_NODE = Symbol.for('ts-node.register.instance');

/** Call it while the program has not been loaded yet. */
export function noticeTsNode(): void {
  const options = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  const isTypeScript = /\.[cm]?tsx?$/.test(process.argv[1] ?? '');
  if (!(TS_NODE in process) || !isTypeScript || !options.includes('--import')) return;
  // With its own loader ts-node sees ES modules, too.
  if (/ts-node\/esm|--(experimental-)?loader/.test(options)) return;
  sayOnce(
    'with --import, Node.js loads the program as an ES module, which `-r ts-node/register` does not compile. Use ' +
      '`-r ts-node/register -r @sevenstep/register` instead.',
  );
}
