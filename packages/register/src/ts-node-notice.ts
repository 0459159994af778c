// Tells the user what to do if `--import` makes Node.js bypass ts-node.
import { sayOnce } from './say.ts';

/** The key under which ts-node registers itself on `process` (`src/index.ts` of ts-node 10). */
const TS_NODE = Symbol.for('ts-node.register.instance');

/** Call it before the program is loaded. */
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
