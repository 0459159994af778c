// Finds the region that served a call, from its host and headers.
import { readStrings } from '@sevenstep/checklist';

/** Hosts of clouds by the part that names the region. */
const HOSTS: readonly RegExp[] = [
  /^bedrock(?:-runtime)?\.([a-z0-9-]+)\.amazonaws\.com/,
  /^([a-z0-9-]+)-aiplatform\.googleapis\.com/,
];

export function regionOf(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const host = String(attributes['server.address'] ?? '');
  const region = HOSTS.map((pattern) => pattern.exec(host)?.[1]).find(Boolean);
  if (region !== undefined) return region;
  // Cloudflare writes the airport code of its data center after the id.
  const [ray = ''] = readStrings(attributes, 'http.response.header.cf-ray');
  const dataCenter = /-([A-Z]{3})$/.exec(ray)?.[1];
  return dataCenter && `data center ${dataCenter}`;
}
