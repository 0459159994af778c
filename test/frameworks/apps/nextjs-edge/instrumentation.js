// https://nextjs.org/docs/app/guides/instrumentation: for the edge runtime.
export async function register() {
  if (process.env.NEXT_RUNTIME === 'edge') await import('./telemetry.mjs');
}
