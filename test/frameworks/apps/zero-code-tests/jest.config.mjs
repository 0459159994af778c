// ES modules in Jest: Node.js' own, in a world for each test file.
export default { testMatch: ['**/calls.test.mjs'], transform: {} };
