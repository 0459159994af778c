// Checks tools: names, schemas, number, and references to them.
import type { GivenRequest } from './given-request.ts';
import { faultOfSchema, openObjectOf } from './json-schema.ts';
import { isPlainArray, isPlainObject, type Plain, type PlainObject } from './plain.ts';
import type { ReportProblem } from './problem.ts';
import { nameShown } from './shown.ts';

interface GivenTool {
  readonly tool: PlainObject;
  readonly path: string;
  /** Whether the application defines the tool, so that it has a schema. */
  readonly isCustom: boolean;
}

function toolsOf({ params }: GivenRequest): readonly GivenTool[] {
  if (!isPlainArray(params.tools)) return [];
  return params.tools.flatMap((tool, index) => {
    if (!isPlainObject(tool)) return [];
    const isCustom = tool.type === undefined || tool.type === null || tool.type === 'custom';
    return [{ tool, path: `tools.${index}`, isCustom }];
  });
}

const NAME = /^[a-zA-Z0-9_-]{1,128}$/;

export function checkToolNames(request: GivenRequest, report: ReportProblem): void {
  const seen = new Set<string>();
  for (const { tool, path, isCustom } of toolsOf(request)) {
    const { name } = tool;
    if (typeof name !== 'string') continue;
    if (isCustom && !NAME.test(name)) {
      report(`${path}.name`, `${path}.custom.name: String should match pattern '${NAME.source}'`);
    }
    if (seen.has(name)) report(`${path}.name`, 'tools: Tool names must be unique.');
    seen.add(name);
  }
}

/** Names that the API accepts for properties of a tool's input. */
const PROPERTY = /^[a-zA-Z0-9_.-]{1,64}$/;

export function checkToolSchemas(request: GivenRequest, report: ReportProblem): void {
  for (const { tool, path, isCustom } of toolsOf(request)) {
    const schema = tool.input_schema;
    if (!isCustom || !isPlainObject(schema)) continue;
    const said = `${path}.custom.input_schema`;
    const own = `${path}.input_schema`;
    if (schema.type === undefined) {
      report(`${own}.type`, `${said}.type: Field required`, { id: 'request.missing_field' });
    } else if (typeof schema.type === 'string' && schema.type !== 'object') {
      report(`${own}.type`, `${said}.type: Input should be 'object'`);
    }
    const union = ['oneOf', 'allOf', 'anyOf'].find((name) => name in schema);
    if (union !== undefined) {
      report(
        `${own}.${union}`,
        `${said}: input_schema does not support oneOf, allOf, or anyOf at the top level`,
        { source: 'https://github.com/anthropics/claude-code/issues/40075' },
      );
    }
    const names = isPlainObject(schema.properties) ? Object.keys(schema.properties) : [];
    if (names.some((name) => !PROPERTY.test(name))) {
      report(
        `${own}.properties`,
        `${said}.properties: Property keys should match pattern '${PROPERTY.source}'`,
      );
    }
    const fault = faultOfSchema(schema, own);
    if (fault !== undefined && fault !== `${own}.type`) {
      report(
        fault,
        `${said}: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.claude.com/en/docs/tool-use.`,
      );
    }
  }
}

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/tool-search-tool */
const MOST_TOOLS = 10_000;
/** https://platform.claude.com/docs/en/build-with-claude/structured-outputs */
const MOST_STRICT = 20;

export function checkToolsCount({ params }: GivenRequest, report: ReportProblem): void {
  const count = isPlainArray(params.tools) ? params.tools.length : 0;
  if (count <= MOST_TOOLS) return;
  report('tools', 'The available tools exceed the limit.', { code: 'available_tools_limit_exceeded' });
}

export function checkOutputSchema({ params }: GivenRequest, report: ReportProblem): void {
  const strict = isPlainArray(params.tools)
    ? params.tools.filter((tool) => isPlainObject(tool) && tool.strict === true).length
    : 0;
  if (strict > MOST_STRICT) {
    report(
      'tools',
      `Too many strict tools (${strict}). The maximum number of strict tools supported is ${MOST_STRICT}.`,
    );
  }
  const config = isPlainObject(params.output_config) ? params.output_config : undefined;
  const given: readonly (readonly [string, Plain | undefined])[] = [
    ['output_config.format', config?.format],
    ['output_format', params.output_format],
  ];
  for (const [path, format] of given) {
    const schema = isPlainObject(format) ? format.schema : undefined;
    const open = isPlainObject(schema) ? openObjectOf(schema, `${path}.schema`) : undefined;
    if (open === undefined) continue;
    report(open, `${path}.schema: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  }
}

export function checkToolsNeeded({ params }: GivenRequest, report: ReportProblem): void {
  if (!isPlainObject(params.tool_choice) || 'mcp_servers' in params || 'thread' in params) return;
  const hasTools = params.tools !== undefined && params.tools !== null;
  if (hasTools && !(isPlainArray(params.tools) && params.tools.length === 0)) return;
  if (params.tool_choice.type === 'none') return;
  report('tools', 'tool_choice: tool_choice may only be specified while providing tools.');
}

/** From this beta on, `tools` must name a server that the request uses. */
const WITH_TOOLSETS = ['mcp-client-2025-11-20', 'mcp-client-2026-09-15'];

export function checkMcpServers(request: GivenRequest, report: ReportProblem): void {
  const { params, betas } = request;
  if (!isPlainArray(params.mcp_servers) || !betas?.some((beta) => WITH_TOOLSETS.includes(beta))) return;
  const used = new Set(toolsOf(request).map(({ tool }) => tool.mcp_server_name));
  params.mcp_servers.forEach((server, index) => {
    const name = isPlainObject(server) ? server.name : undefined;
    if (typeof name !== 'string' || used.has(name)) return;
    report(
      `mcp_servers.${index}`,
      `MCP server '${nameShown(name)}' is defined but not referenced by any \`mcp_toolset\` in \`tools\`.`,
    );
  });
}
