// Builds Jaeger v2 once through Go modules, into the user's cache. It takes 4 to 10 minutes and 85 MB.
import { buildGoCommand, builtGoCommand, type GoCommand } from './go-module.ts';

/** The Go module's version; its `cmd/jaeger` is Jaeger 2.13. */
const JAEGER: GoCommand = {
  name: 'jaeger',
  module: 'github.com/jaegertracing/jaeger@v1.76.0',
  folder: './cmd/jaeger',
};

/** The binary that an earlier run built. */
export const builtJaeger = (): string | undefined => builtGoCommand(JAEGER);

/** @throws Error with the output of `go`. */
export const buildJaeger = (log: (line: string) => void, signal?: AbortSignal): Promise<string> =>
  buildGoCommand(JAEGER, log, signal);
