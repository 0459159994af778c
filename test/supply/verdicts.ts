// The audit's conclusions from the output of npm and pnpm.

/** `unknown`: the registry that is reached does not say. */
export interface Verdict {
  readonly result: 'ok' | 'failed' | 'unknown';
  readonly what: string;
}

interface Said {
  readonly text: string;
  readonly failed: boolean;
}

/** Whether the registry's hash of the package manager equals the hash in `packageManager`. */
export function pinVerdict(packageManager: string, said: Said): Verdict {
  const [, name, hex] = /^([a-z]+@\d+\.\d+\.\d+)\+sha512\.([0-9a-f]{128})$/.exec(packageManager) ?? [];
  if (hex === undefined) {
    return {
      result: 'failed',
      what: `packageManager is "${packageManager}": expected an exact version and its SHA-512`,
    };
  }
  const base64 = /"sha512-([A-Za-z0-9+/]{86}==)"/.exec(said.text)?.[1];
  if (said.failed || base64 === undefined) {
    return { result: 'unknown', what: `the registry does not say the hash of ${name}` };
  }
  return Buffer.from(base64, 'base64').toString('hex') === hex
    ? { result: 'ok', what: `${name} has the hash that packageManager names` }
    : { result: 'failed', what: `${name} has another hash in the registry than packageManager names` };
}

/** Whether the registry's signatures hold for what is installed: `pnpm audit signatures`. */
export function signaturesVerdict({ text, failed }: Said): Verdict {
  const audited = Number(/audited (\d+) package/.exec(text)?.[1] ?? 0);
  if (failed && !isUnreachable(text)) return { result: 'failed', what: `signatures: ${firstLines(text)}` };
  return failed || audited === 0
    ? { result: 'unknown', what: 'the registry has no keys to check signatures with' }
    : { result: 'ok', what: `the registry signed all ${audited} packages that are installed` };
}

/** Whether advisories are known for what is published with our packages: `pnpm audit --prod`. */
export function advisoriesVerdict({ text, failed }: Said): Verdict {
  if (!failed) return { result: 'ok', what: 'no advisory for a dependency of ours' };
  return isUnreachable(text)
    ? { result: 'unknown', what: 'the registry does not answer which advisories there are' }
    : { result: 'failed', what: `advisories: ${firstLines(text)}` };
}

const isUnreachable = (text: string): boolean =>
  /ERR_PNPM_AUDIT_(?:BAD_RESPONSE|ENDPOINT_NOT_EXISTS)|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(text);

const firstLines = (text: string): string => text.trim().split('\n').slice(0, 20).join('\n  ');
