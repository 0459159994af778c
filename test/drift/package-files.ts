// The files of one version of a package, as the registry has them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface PackageFiles {
  readonly name: string;
  readonly version: string;
  /** Paths in the package, with `/`. */
  readonly paths: readonly string[];
  /** The text of a file; `undefined` if it does not exist. */
  read(path: string): string | undefined;
}

/** The parts of a `package.json` that are compared. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly types?: string;
  readonly typings?: string;
  readonly exports?: unknown;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package that lies in a folder. @throws Error when the folder has no `package.json`. */
export function filesOf(folder: string): PackageFiles {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const paths: string[] = [];
  const walk = (inside: string): void => {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
      const path = posix.join(inside, entry.name);
      if (!entry.isDirectory()) paths.push(path);
      else if (entry.name !== 'node_modules') walk(path);
    }
  };
  walk('');
  return {
    name,
    version,
    paths,
    read: (path) => {
      const file = join(folder, path);
      return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
    },
  };
}

export const manifestOf = (files: PackageFiles): Manifest =>
  JSON.parse(files.read('package.json') ?? '{}') as Manifest;
