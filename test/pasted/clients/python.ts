// Clients in Python: Anthropic's SDK, now and before 1.0, LangChain, LiteLLM, and plain HTTP.
import { join } from 'node:path';
import type { CallSpec, Client, Printed } from '../client.ts';
import { bedrockSituations } from '../clouds.ts';
import { converse } from '../converse.ts';
import { installPython, programs } from '../tools.ts';
import { ANY_CHARACTER, EVENTS_UNREAD, NO_KEY_FUNCTION, NO_SIGNAL, STREAM_PASSES } from './reasons.ts';

const VERSIONS = {
  anthropic: '2.14.0',
  before: '0.75.0',
  boto3: '1.44.8',
  langchain: '1.7.10',
  litellm: '1.110.2',
  requests: '2.34.2',
} as const;

/** The environment of all rows but one. */
export const installPythonAll = (): Promise<string> =>
  installPython('python', [
    `anthropic==${VERSIONS.anthropic}`,
    `boto3==${VERSIONS.boto3}`,
    `langchain-anthropic==${VERSIONS.langchain}`,
    `litellm==${VERSIONS.litellm}`,
    `requests==${VERSIONS.requests}`,
  ]);

/**
 * Runs a program of `programs/python`.
 *
 * @param long forms of which one is kept, in turns: each is recorded in some situations, and the record stays small
 */
export const askPython = async (
  folder: string,
  program: string,
  call: CallSpec,
  long: readonly string[] = [],
): Promise<Printed> => {
  const printed = await converse(
    {
      command: join(folder, 'bin/python'),
      args: [join(programs('python'), program)],
      // LiteLLM would fetch a list of prices.
      env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', PYTHONDONTWRITEBYTECODE: '1' },
    },
    call,
  );
  const turns = long.filter((form) => form in printed);
  const kept =
    turns[[...call.situation].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % turns.length];
  return Object.fromEntries(
    Object.entries(printed).filter(([form]) => !turns.includes(form) || form === kept),
  );
};

/** The forms in which `forms.py` prints any exception. */
const FORMS = ['traceback', 'str', 'repr', 'logging', 'warning', 'print'] as const;

export const python: Client = {
  id: 'sdk-python',
  title: `anthropic ${VERSIONS.anthropic} (Python)`,
  forms: [...FORMS, 'debug', 'async'],
  cannot: { ...NO_SIGNAL, ...NO_KEY_FUNCTION, ...STREAM_PASSES, ...ANY_CHARACTER },
  install: installPythonAll,
  run: (folder, call) => askPython(folder, 'anthropic_sdk.py', call, ['logging', 'async', 'debug']),
};

export const pythonBefore1: Client = {
  ...python,
  cannot: { ...NO_SIGNAL, ...NO_KEY_FUNCTION, ...STREAM_PASSES },
  id: 'sdk-python-0',
  title: `anthropic ${VERSIONS.before} (Python)`,
  install: () => installPython('python-before', [`anthropic==${VERSIONS.before}`]),
};

export const litellm: Client = {
  id: 'litellm',
  title: `LiteLLM ${VERSIONS.litellm}`,
  forms: [...FORMS, 'async'],
  cannot: { ...NO_SIGNAL, ...NO_KEY_FUNCTION, 'response.empty': 'nothing is printed' },
  install: installPythonAll,
  run: (folder, call) => askPython(folder, 'litellm_library.py', call, ['traceback', 'logging', 'async']),
};

export const langchainPython: Client = {
  id: 'langchain-python',
  title: `langchain-anthropic ${VERSIONS.langchain} (Python)`,
  forms: FORMS,
  cannot: {
    ...NO_SIGNAL,
    ...NO_KEY_FUNCTION,
    'response.empty': 'nothing is printed',
    'response.stream_incomplete': 'the client finds nothing wrong',
    ...ANY_CHARACTER,
  },
  install: installPythonAll,
  run: (folder, call) => askPython(folder, 'langchain_chat.py', call, ['traceback', 'logging']),
};

export const requests: Client = {
  id: 'requests',
  title: `requests ${VERSIONS.requests} (Python)`,
  forms: FORMS,
  cannot: { ...NO_SIGNAL, ...NO_KEY_FUNCTION, ...EVENTS_UNREAD },
  install: installPythonAll,
  run: (folder, call) => askPython(folder, 'plain_requests.py', call),
};

export const boto3: Client = {
  id: 'boto3',
  title: `boto3 ${VERSIONS.boto3} (Python)`,
  forms: [...FORMS, 'invoke_model', 'response'],
  situations: bedrockSituations,
  install: installPythonAll,
  run: (folder, call) => askPython(folder, 'bedrock_boto3.py', call, ['traceback', 'logging']),
};
