// https://rspack.rs/config: a bundle for Node.js.
export default {
  mode: 'production',
  target: 'node',
  entry: './main.mjs',
  output: { path: `${import.meta.dirname}/dist`, filename: 'app.cjs' },
};
