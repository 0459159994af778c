// Serves the pages of the diagnoses, to which Jaeger's page links.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { holderOf } from './taken-ports.ts';

/** The port in the links of `jaeger-ui.json`. */
export const PAGES_PORT = 16690;

export interface Pages {
  /** The front page, which diagnoses a pasted error. */
  readonly url: string;
  close(): void;
}

interface Site {
  readonly files: ReadonlyMap<string, string>;
  /** The page for any other address. */
  readonly missing: string;
}

async function readSite(): Promise<Site> {
  const { missingPage, siteFiles } = await import('../../../packages/checklist/site/site.ts');
  return { files: await siteFiles({ hasPackages: false }), missing: missingPage() };
}

/**
 * Serves the pages on loopback. It builds them at the first request.
 *
 * @param port 0 selects a free one
 * @throws Error if the port is in use.
 */
export async function servePages(port: number = PAGES_PORT): Promise<Pages> {
  let site: Promise<Site> | undefined;
  const server = createServer(async (request, response) => {
    try {
      site ??= readSite();
      const { files, missing } = await site;
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const page = files.get(pathname === '/' ? 'index.html' : pathname.slice(1));
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page ?? missing);
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(String(error));
    }
  }).listen(port, '127.0.0.1');
  await once(server, 'listening').catch(async (cause) => {
    const holder = await holderOf(port);
    throw new Error(`Port ${port}, where jaeger-ui.json links to, is taken by ${holder}. Stop it.`, {
      cause,
    });
  });
  const address = server.address();
  const used = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${used}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
