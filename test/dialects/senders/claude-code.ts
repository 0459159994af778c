// Claude Code: by its log alone, and with its traces, which are a beta; and the Agent SDK, which starts it.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';

const VERSION = '2.1.332';
const AGENT_SDK_VERSION = '0.3.332';

const common = {
  dialect: 'claude-code',
  cannot: {
    'connection.aborted': 'only the end of its process aborts a call',
    'connection.deadline': 'only the end of its process aborts a call',
    'healthy.tool': 'it calls its own tools, and repeats the call',
    'identity.credentials_unavailable': 'it takes no function for the key',
    'response.slow_consumer': 'it always reads at once',
    'response.stream_abandoned': 'it reads to the end',
    'response.stream_timeout': 'it has no deadline',
  },
  leavesOut: {
    records: /^claude_code\.(?!api_)/,
    attributes:
      /^(?:user\.id|session\.id|terminal\.type|gen_ai\.system|gen_ai\.usage\.\S+|ttft_ms|first_content_ms|user_prompt|gen_ai\.conversation\.id|event\.timestamp|anthropic\.custom_base_url|speed|effort|query_source|cost_usd\w*|cache_\w+|prompt\.id|user_prompt_\w+|interaction\.\w+|parent\.source|queued_sends|llm_request\.context|query_source_safe)$/,
  },
} as const;

const install = () => installNode('claude-code', { '@anthropic-ai/claude-code': VERSION });

export const claudeCode: Sender = {
  ...common,
  id: 'claude-code',
  title: `Claude Code ${VERSION}, traces and log`,
  pointAtUs:
    'Set `CLAUDE_CODE_ENABLE_TELEMETRY=1`, `CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1`, `OTEL_LOGS_EXPORTER=otlp`, `OTEL_TRACES_EXPORTER=otlp`, `OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf` and `OTEL_EXPORTER_OTLP_ENDPOINT`.',
  install,
  program: (folder) => nodeProgram(folder, 'claude-code.mjs', { WITH_TRACES: '1' }),
};

export const claudeCodeLog: Sender = {
  ...common,
  id: 'claude-code-log',
  title: `Claude Code ${VERSION}, log alone`,
  pointAtUs:
    'Set `CLAUDE_CODE_ENABLE_TELEMETRY=1`, `OTEL_LOGS_EXPORTER=otlp`, `OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf` and `OTEL_EXPORTER_OTLP_ENDPOINT`. Only `doctor` reads logs.',
  install,
  program: (folder) => nodeProgram(folder, 'claude-code.mjs'),
};

export const agentSdk: Sender = {
  ...common,
  id: 'agent-sdk',
  title: `Claude Agent SDK ${AGENT_SDK_VERSION}, traces and log`,
  pointAtUs:
    'Set the variables of Claude Code in the environment of the application, or in `env` of the options.',
  install: () =>
    installNode('agent-sdk', {
      '@anthropic-ai/claude-agent-sdk': AGENT_SDK_VERSION,
      '@anthropic-ai/sdk': '1.14.0',
      '@modelcontextprotocol/sdk': '1.32.2',
      zod: '4.6.7',
    }),
  program: (folder) => nodeProgram(folder, 'agent-sdk.mjs', { WITH_TRACES: '1' }),
};
