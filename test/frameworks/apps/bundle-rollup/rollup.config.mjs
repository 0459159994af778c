// https://rollupjs.org/tools/#with-npm-packages: an application for Node.js in one file.
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import resolve from '@rollup/plugin-node-resolve';

export default {
  input: 'app.mjs',
  output: { file: 'dist/app.mjs', format: 'es', inlineDynamicImports: true },
  plugins: [resolve({ preferBuiltins: true, exportConditions: ['node'] }), commonjs(), json()],
};
