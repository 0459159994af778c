// Tools of Debian's packages, found as the observability stack finds them.
export { debianTool, runTool, type Tool } from '../../examples/observability-stack/src/debian-tools.ts';
