import { once } from 'node:events';
import { connect } from 'node:net';

/* A client that speaks the wire protocol by hand, to do what `pg` never would. */

function message(type: string, body: string): Buffer {
  const bytes = Buffer.from(body, 'latin1');
  const head = Buffer.alloc(type.length + 4, type, 'latin1');
  head.writeInt32BE(bytes.length + 4, type.length);
  return Buffer.concat([head, bytes]);
}

const STARTUP = message('', '\0\x03\0\0user\0postgres\0database\0postgres\0\0');
const READY_FOR_QUERY = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Begins a transaction, sends a request that is wrong and never ends, and is gone. */
export async function vanishInTheMiddle(socketPath: string): Promise<void> {
  const socket = connect(socketPath);
  await once(socket, 'connect');
  const answered = async () => {
    for (;;) {
      const [data] = (await once(socket, 'data')) as [Buffer];
      if (data.includes(READY_FOR_QUERY)) return;
    }
  };
  socket.write(STARTUP);
  await answered();
  socket.write(message('Q', 'begin\0'));
  await answered();
  socket.write(message('P', '\0not a statement\0\0\0'));
  await once(socket, 'data'); // its error
  socket.destroy();
  await once(socket, 'close');
}
