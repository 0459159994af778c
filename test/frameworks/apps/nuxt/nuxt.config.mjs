// https://nuxt.com/docs/api/nuxt-config
export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  // Else Nitro leaves out an import that names nothing.
  nitro: { moduleSideEffects: ['@sevenstep/register'] },
});
