// Tools of Debian's packages, found as the observability stack finds them.
export { runTool } from '../../examples/observability-stack/src/debian-tools.ts';
