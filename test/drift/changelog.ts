// The part of a changelog that is about the versions between two.
import { compareVersions } from './versions.ts';

const HEADING = /^#{1,3} \[?v?(\d+\.\d+\.\d+[\w.-]*)\]?/;

/** The entries after `from` up to and with `to`, newest first, without empty lines and links. */
export function changelogBetween(text: string, from: string, to: string): string[] {
  const lines: string[] = [];
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const version = HEADING.exec(line)?.[1];
    if (version !== undefined)
      inside = compareVersions(version, from) > 0 && compareVersions(version, to) <= 0;
    if (inside && line.trim() !== '') lines.push(line.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
  }
  return lines;
}
