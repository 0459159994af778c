// `test` and its like without an import, as in Jest.
export default { test: { globals: true } };
