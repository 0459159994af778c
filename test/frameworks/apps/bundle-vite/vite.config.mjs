// https://vite.dev/guide/ssr: a build for the server that takes its packages in.
export default {
  build: { ssr: 'app.mjs' },
  ssr: { noExternal: true },
};
