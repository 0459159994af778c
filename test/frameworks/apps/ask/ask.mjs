// Asks a server for each call and prints what it answers. By sockets, so that no instrumentation sees a request twice.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { calls } from './calls.mjs';

/** What is sent to the server at `port`, call after call. */
export async function ask(port) {
  for (const number of calls.keys()) {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /calls/${number} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const [head, body] = (await text(socket)).split('\r\n\r\n');
    console.log(head.split('\r\n')[0], body);
  }
}
