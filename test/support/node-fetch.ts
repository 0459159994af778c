// The `fetch` of both lines of node-fetch, whose responses have streams of Node.js as bodies.
import type { ClientOptions } from '@anthropic-ai/sdk';

export const NODE_FETCH = ['node-fetch', 'node-fetch-2'] as const;

/** The types of version 3 differ from those of the platform, and version 2 has no types. */
export async function nodeFetch(name: (typeof NODE_FETCH)[number]): Promise<ClientOptions['fetch']> {
  const { default: found }: { default: ClientOptions['fetch'] } = await import(/* @vite-ignore */ name);
  return found;
}
