import type { AddressInfo, Socket } from 'node:net';
import type { Readable } from 'node:stream';

import { SMTPServer } from 'smtp-server';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, headers and all. */
  readonly raw: string;
  /** What it did then. */
  readonly did: SmtpBehaviour;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface SmtpBehaviour {
  /** Where it answers with `status`; nowhere by default. */
  readonly at?: 'greeting' | 'login' | 'sender' | 'recipient' | 'text';
  readonly status?: number;
  /**
   * silent: takes the text and says nothing · drop: takes the text and drops the connection · drop-early: drops it before ·
   * drop-at-once: drops it before the greeting.
   */
  readonly fault?: 'silent' | 'drop' | 'drop-early' | 'drop-at-once';
}

/** A mail server that keeps what it is sent, on this machine only. */
export interface SmtpSink {
  readonly url: string;
  readonly port: number;
  readonly mails: Mail[];
  readonly connections: () => number;
  /** What it does from now on; a function is asked once for each mail, when its text has come. */
  behaviour: SmtpBehaviour | (() => SmtpBehaviour);
  close(): Promise<void>;
}

const refusal = (status: number): Error =>
  Object.assign(new Error('no such user here: person@example.com'), { responseCode: status });

const ignore = (): void => undefined;

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export async function startSmtpSink(behaviour: SmtpSink['behaviour'] = {}): Promise<SmtpSink> {
  const mails: Mail[] = [];
  let connections = 0;
  const sink = { behaviour };
  const standing = (): SmtpBehaviour => (typeof sink.behaviour === 'function' ? {} : sink.behaviour);
  const judge = (at: SmtpBehaviour['at'], done: (error?: Error | null) => void, now = standing()) => {
    done(now.at === at ? refusal(now.status ?? 550) : null);
  };
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 10,
    onConnect(_session, done) {
      connections += 1;
      if (standing().fault === 'drop-at-once') return dropAll();
      judge('greeting', done);
    },
    onAuth: (_auth, _session, done) => judge('login', (error) => done(error, { user: 'handoff' })),
    onMailFrom: (_address, _session, done) => judge('sender', done),
    onRcptTo(_address, _session, done) {
      if (standing().fault === 'drop-early') return dropAll();
      judge('recipient', done);
    },
    onData(stream, { envelope, remotePort }, done) {
      void textOf(stream).then((raw) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        const did = typeof sink.behaviour === 'function' ? sink.behaviour() : sink.behaviour;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw, did, at: Date.now() });
        if (did.fault === 'drop') drop((socket) => socket.remotePort === remotePort);
        else if (did.fault !== 'silent') judge('text', done, did);
      }, ignore); // cut off in the middle: no mail
    },
  });
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('error', () => undefined);
  const drop = (isMeant: (socket: Socket) => boolean) =>
    [...sockets].filter(isMeant).forEach((socket) => socket.destroy());
  const dropAll = () => drop(() => true);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      dropAll();
    });
  return Object.assign(sink, {
    url: `smtp://handoff:pass@127.0.0.1:${port}`,
    port,
    mails,
    connections: () => connections,
    close,
  });
}
