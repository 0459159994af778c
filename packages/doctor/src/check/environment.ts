// Step 1, before a request: checks variables, the key's shape and `.env` files, each with its finding.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { keyShape } from '@sevenstep/wire';
import { isLoopback } from '../otlp/own-host.ts';
import { shownAddress } from '../outgoing.ts';
import { connectionAttributes } from './connection-attributes.ts';
import type { Note, ProbeReport } from './probe.ts';
import type { ProbeContext } from './probe-context.ts';

/** Variables that are named if they are set. Their values are never shown. */
const VARIABLES = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_CUSTOM_HEADERS',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'NODE_USE_ENV_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_OPTIONS',
] as const;

/** A problem that no call has shown yet, with its finding. */
interface Precheck {
  readonly id: string;
  readonly says: (context: ProbeContext) => string | undefined;
}

const PRECHECKS: readonly Precheck[] = [
  { id: 'identity.key_whitespace', says: shaped('whitespace', 'has blanks or line breaks in it') },
  { id: 'identity.key_whitespace', says: shaped('quoted', 'has quotation marks around it') },
  { id: 'identity.key_characters', says: shaped('undecodable', 'has characters that could not be decoded') },
  { id: 'identity.key_characters', says: shaped('invisible', 'has invisible characters in it') },
  { id: 'identity.key_characters', says: shaped('control', 'has control characters in it') },
  { id: 'identity.key_characters', says: shaped('masked', 'has dots or stars in place of characters') },
  { id: 'identity.key_characters', says: shaped('non_ascii', 'has characters that are not ASCII') },
  { id: 'identity.key_placeholder', says: shaped('placeholder', 'looks like sample text') },
  { id: 'identity.key_wrong_provider', says: shaped('other_vendor', "has another vendor's prefix") },
  {
    id: 'identity.credential_scope',
    says: ({ target }) =>
      target.key !== undefined && target.token !== undefined
        ? 'A key and a token are set: the version of the SDK decides which one is sent'
        : undefined,
  },
  {
    id: 'endpoint.wrong_path',
    says: ({ target }) =>
      target.url !== undefined && /\/v1\/?$/.test(target.url.pathname)
        ? 'The base URL ends with /v1, which the SDK adds again'
        : undefined,
  },
  {
    id: 'connection.tls',
    says: ({ target: { url, key, token, headers } }) =>
      url?.protocol === 'http:' &&
      !isLoopback(url.hostname) &&
      (key !== undefined || token !== undefined || Object.keys(headers).length > 0)
        ? `The base URL is plain HTTP, no TLS, to ${url.host}: others on the network can read key and prompts`
        : undefined,
  },
  {
    id: 'connection.tls',
    says: ({ env }) =>
      env.NODE_EXTRA_CA_CERTS && !existsSync(env.NODE_EXTRA_CA_CERTS)
        ? 'NODE_EXTRA_CA_CERTS names a file that does not exist, so Node.js ignores it'
        : undefined,
  },
  {
    id: 'connection.tls',
    says: ({ env }) =>
      env.NODE_TLS_REJECT_UNAUTHORIZED === '0'
        ? 'NODE_TLS_REJECT_UNAUTHORIZED is 0: others on the network can read key and prompts'
        : undefined,
  },
];

function shaped(shape: string, says: string): Precheck['says'] {
  return ({ target }) =>
    (target.key ?? target.token) !== undefined && keyShape(target.key ?? target.token) === shape
      ? `The ${target.key === undefined ? 'token' : 'key'} ${says}`
      : undefined;
}

export function probeEnvironment(context: ProbeContext): ProbeReport {
  const { target, env } = context;
  const set = VARIABLES.filter((name) => env[name]);
  const credential = target.key ?? target.token;
  const says = [
    `base URL ${shownAddress(target.baseUrl)} (${target.from})`,
    credential === undefined ? 'no key' : `key of shape ${keyShape(credential)}`,
    set.length === 0 ? 'no variable is set' : `set: ${set.join(', ')}`,
  ].join('; ');
  if (target.url === undefined) {
    return { says, seen: [{ attributes: connectionAttributes(undefined, 'ERR_INVALID_URL') }] };
  }
  const notes = PRECHECKS.flatMap(({ id, says: test }) => {
    const text = test(context);
    return text === undefined ? [] : [{ id, says: text }];
  });
  return { says, notes: [...notes, ...dotEnvNotes(context)] };
}

/** The files that a framework reads. It reads an environment's file only in that environment. */
const filesOf = ({ NODE_ENV }: ProbeContext['env']): readonly string[] => [
  '.env',
  '.env.local',
  ...(NODE_ENV ? [`.env.${NODE_ENV}`] : []),
];

/** Each variable, with the finding if it is missing and the finding if it differs. */
const SETTINGS = [
  ['ANTHROPIC_API_KEY', 'identity.missing_credentials', 'identity.key_invalid'],
  ['ANTHROPIC_AUTH_TOKEN', 'identity.missing_credentials', 'identity.key_invalid'],
  ['ANTHROPIC_BASE_URL', 'endpoint.unrecognized', 'endpoint.unrecognized'],
] as const;

/** Node.js does not read `.env` by default, and tools that read it keep variables that are already set. */
function dotEnvNotes({ env, folder }: ProbeContext): Note[] {
  return filesOf(env).flatMap((file) => {
    const values = readDotEnv(join(folder, file));
    return SETTINGS.flatMap(([name, missing, differs]): Note[] => {
      const value = values[name]?.trim();
      if (value === undefined) return [];
      if (!env[name]) {
        return [
          {
            id: missing,
            says: `${file} sets ${name}, but this process does not have it: load it with --env-file=${file}`,
          },
        ];
      }
      if (env[name]?.trim() === value) return [];
      return [
        {
          id: differs,
          says: `${file} sets a different ${name}; this process uses its own value`,
        },
      ];
    });
  });
}

function readDotEnv(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
