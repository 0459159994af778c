// Reads the options of a command of this folder; a wrong one is a line on standard error.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

/** The options; `undefined` if one is wrong, after printing the error. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(
  options: Options,
): Values<Options> | undefined {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error((error as Error).message);
    return undefined;
  }
}
