// Writes the site into `dist/docs`, around the pages of packages that typedoc has written into its `api`.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fitApiPage } from './api-pages.ts';
import { brokenLinks } from './links.ts';
import { siteFiles } from './site.ts';

const OUT = new URL('../../../dist/docs/', import.meta.url);
const API = new URL('api/', OUT);

for (const name of readdirSync(OUT)) {
  if (name !== 'api') rmSync(new URL(name, OUT), { recursive: true });
}
const files = new Map(await siteFiles());
const names = new Set([...files.keys()].map((path) => path.replace(/^pages\/|\.html$/g, '')));
for (const path of readdirSync(API, { recursive: true, encoding: 'utf8' })) {
  // In `media` are files of the repository, as they stand.
  if (!path.endsWith('.html') || path.startsWith('media/')) continue;
  files.set(`api/${path}`, fitApiPage(path, readFileSync(new URL(path, API), 'utf8'), names));
}
mkdirSync(new URL('pages/', OUT));
for (const [path, text] of files) writeFileSync(new URL(path, OUT), text);

const broken = brokenLinks(files, (path) => existsSync(new URL(path, OUT)));
for (const link of broken) console.error(link);
if (broken.length > 0) process.exitCode = 1;
else console.log(`${fileURLToPath(OUT)}index.html and ${files.size - 1} more pages are written`);
