// Finds an Alertmanager with a page. Debian's has none, but its Go module has it compiled in.
import { hasGo } from '../../jaeger/src/find.ts';
import { buildGoCommand, builtGoCommand, type GoCommand } from '../../jaeger/src/go-module.ts';
import type { Consent } from './consent.ts';
import { debianTool, type Found, isOnPath } from './debian-tools.ts';

/** The last version whose module contains the page. Later ones contain only its sources. */
const ALERTMANAGER: GoCommand = {
  name: 'alertmanager',
  module: 'github.com/prometheus/alertmanager@v0.28.1',
  folder: './cmd/alertmanager',
};

/**
 * The named Alertmanager or the one on the PATH, else a build through Go modules, else Debian's.
 *
 * @throws Error that says what to install.
 */
export async function findAlertmanager(
  log: (line: string) => void,
  consent: Consent,
  signal?: AbortSignal,
): Promise<Found> {
  const isThere = Boolean(process.env.ALERTMANAGER_BIN) || (await isOnPath(ALERTMANAGER.name));
  if (isThere || !hasGo()) return debianTool('alertmanager', consent);
  try {
    const command = builtGoCommand(ALERTMANAGER) ?? (await buildGoCommand(ALERTMANAGER, log, signal));
    return { command, args: [] };
  } catch (problem) {
    signal?.throwIfAborted();
    log(`Alertmanager cannot be built, so Debian's is used, which has no page. ${problem}`);
    return debianTool('alertmanager', consent);
  }
}
