// https://webpack.js.org/concepts/targets/: an application for Node.js in one file.
export default {
  mode: 'production',
  target: 'node',
  entry: './app.mjs',
  experiments: { outputModule: true },
  output: { filename: 'app.mjs', module: true, chunkFormat: 'module' },
};
