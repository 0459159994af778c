// A page without a call.
export default () => <p>Hello</p>;
