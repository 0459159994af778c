// Compares an SDK that is newer than the newest checked version: all its parts, before any is patched.
import { guard } from '../guard.ts';
import { CLIENT_FILE, type PatchPoint, PROMISE_FILE } from './patch-points.ts';

/** A file of the SDK that was loaded. */
export interface LoadedPart {
  readonly point: PatchPoint;
  readonly moduleExports: unknown;
}

/** The result of comparing an SDK. */
export interface Compared {
  /** The parts to patch; empty if something differs. */
  readonly parts: readonly LoadedPart[];
  /** The differences from the newest checked version. */
  readonly differences: readonly string[];
}

export class NewerSdks {
  /** The loaded parts of each version whose client, the last part, has not been loaded. */
  readonly #waiting = new Map<string, LoadedPart[]>();
  /** The compared versions, and whether everything matched. */
  readonly #matched = new Map<string, boolean>();

  /** A part was loaded. @returns undefined until all parts are loaded, and if the version is known to differ. */
  loaded(version: string, part: LoadedPart): Compared | undefined {
    const matched = this.#matched.get(version);
    if (matched === false) return undefined;
    // The other module format of the same SDK, or the same file from another hook.
    if (matched) return compared([part], () => part.point.differences(part.moduleExports));
    const parts = [...(this.#waiting.get(version) ?? []), part];
    this.#waiting.set(version, parts);
    if (part.point.file !== CLIENT_FILE) return undefined;
    this.#waiting.delete(version);
    const all = compared(parts, () => differencesOf(parts));
    this.#matched.set(version, all.differences.length === 0);
    return all;
  }
}

function compared(parts: readonly LoadedPart[], compare: () => string[]): Compared {
  const differences = guard('comparing a newer SDK', compare) ?? ['it cannot be read'];
  return { parts: differences.length === 0 ? parts : [], differences };
}

function differencesOf(parts: readonly LoadedPart[]): string[] {
  const found = parts.flatMap(({ point, moduleExports }) => point.differences(moduleExports));
  const hasPromise = parts.some(({ point }) => point.file === PROMISE_FILE);
  return [...new Set(hasPromise ? found : [...found, `it does not load ${PROMISE_FILE}`])];
}
