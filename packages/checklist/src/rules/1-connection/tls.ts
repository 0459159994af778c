// The certificate or the TLS handshake failed.

import { connectionFailed } from '../../conditions/basic.ts';
import { address, connectionEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

const CODES =
  /^(CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|ssl_cert_error)$/;

export const tls: RuleCore = {
  id: 'connection.tls',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: (facts) => `The TLS connection to ${address(facts)} failed`,
  cause:
    'Often a proxy inspects TLS with its own certificate. Else the clock is wrong, or HTTP and HTTPS are mixed up.',
  fix: "Set the proxy's CA certificate before the process starts: NODE_EXTRA_CA_CERTS for Node.js, SSL_CERT_FILE for Python and Go. Check the clock, and the scheme and port of the base URL.",
  match: (facts) => (connectionFailed(facts, CODES) ? connectionEvidence(facts) : undefined),
};
