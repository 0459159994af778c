// https://nextjs.org/docs/app/guides/open-telemetry: called once, before the server takes requests.
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./telemetry.mjs');
}
