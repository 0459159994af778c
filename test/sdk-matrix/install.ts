// Installs the packages of a cell: the SDK and OpenTelemetry of its row, with ours.
import { fileURLToPath } from 'node:url';
import * as installation from '../support/installation.ts';
import type { Installation } from './cells.ts';

const SUITE = fileURLToPath(new URL('./suite/', import.meta.url));
const CACHE = installation.cacheFolder('sdk-matrix');

/** Ours, as a user would install them; the simulator answers the calls. */
const OURS = [
  'semantic-conventions',
  'checklist',
  'instrumentation-anthropic',
  'diagnosis-span-processor',
  'register',
  'anthropic-simulator',
];

export type { Packed } from '../support/installation.ts';

/** @throws Error when a package is not built. */
export const pack = (): Promise<installation.Packed> => installation.pack(CACHE, OURS, SUITE);

export const tidyCache = (): void => installation.tidyCache(CACHE);

/** The folder of a cell's application, ready to run. Both module systems share it. */
export const install = (cell: Installation, packed: installation.Packed): Promise<string> =>
  installation.install(
    {
      name: `sdk-${cell.sdk}-otel-${cell.otel.name}`,
      dependencies: { '@anthropic-ai/sdk': cell.sdk, ...cell.platforms, ...cell.otel.packages },
    },
    packed,
  );
