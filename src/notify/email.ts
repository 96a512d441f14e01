import type { Readable } from 'node:stream';

import { createTransport } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';

import type { Message, Send, Sent } from '../app/announcements/delivery.js';
import type { Secret } from '../app/secret.js';
import { misdirected, notConfigured } from './judge-answer.js';
import { judgeMailFailure } from './judge-mail-failure.js';

export interface EmailDeps {
  readonly smtpUrl: Secret | undefined;
  /** One address, with or without a name. */
  readonly from: string | undefined;
  readonly limits?: EmailLimits;
}

/** Milliseconds. */
export interface EmailLimits {
  readonly connectMs: number;
  /** Waiting for a free connection included. */
  readonly totalMs: number;
}

/** A mail server may take its time to look at a message, but not longer than a delivery is ours. */
export const EMAIL_LIMITS: EmailLimits = { connectMs: 3_000, totalMs: 30_000 };

export interface EmailSender {
  readonly send: Send;
  /** Ends idle connections; what is being sent is finished. */
  close(): void;
}

type Email = Extract<Message, { channel: 'email' }>;

const IDLE_MS = 5_000;
const CONNECTIONS = 3;
/** Characters of the key: more, and the line would be written in a way old mail programs cannot read. */
const BOUNDARY = 16;
/** One plain address: nothing that could be a second one, a name or a header. */
const PLAIN_ADDRESS = /^[^\s\p{Cc}@<>,;:"()[\]\\]+@[^\s\p{Cc}@<>,;:"()[\]\\]+$/u;
const CONTROL = /\p{Cc}+/gu;

/** Sends mail over SMTP. A repeat is the same bytes under the same `Message-ID`, by which many mailboxes know it. */
export function createEmailSender({ smtpUrl, from, limits = EMAIL_LIMITS }: EmailDeps): EmailSender {
  const sender = addressparser(from, { flatten: true })[0];
  if (!smtpUrl || !sender?.address) {
    const missing = [...(smtpUrl ? [] : ['SMTP_URL']), ...(sender?.address ? [] : ['MAIL_FROM'])];
    return { send: () => Promise.resolve(notConfigured(...missing)), close: () => undefined };
  }
  const host = sender.address.split('@').at(-1);
  const transport = createTransport({
    url: smtpUrl.reveal(),
    pool: true,
    maxConnections: CONNECTIONS,
    maxRequeues: 0, // whether to send again is not the pool's to decide
    idleTimeout: IDLE_MS,
    connectionTimeout: limits.connectMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  /** By message id: the text of a mail under way. A server takes a mail when it has the end of it, and not before. */
  const texts = new Map<string, Readable>();
  transport.use('stream', ({ message }, done) => {
    const create = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const text = create(options);
      texts.set(message.messageId(), text);
      return text;
    };
    done();
  });

  async function send(key: string, at: number, { to, subject, text, html }: Email): Promise<Sent> {
    const messageId = `<${key}@${host}>`;
    try {
      await transport.sendMail({
        messageId,
        date: new Date(at), // else of the attempt
        from: sender,
        to: { name: '', address: to },
        subject: subject.replace(CONTROL, ' '),
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' },
        xMailer: false,
        baseBoundary: key.slice(0, BOUNDARY), // else by chance, and a repeat would be other bytes
        signal: AbortSignal.timeout(limits.totalMs),
      });
      return { kind: 'sent' };
    } catch (error) {
      return judgeMailFailure(error, texts.get(messageId)?.readableEnded === true);
    } finally {
      texts.delete(messageId);
    }
  }

  return {
    async send({ key, at, message }) {
      if (message.channel !== 'email') return misdirected;
      if (!PLAIN_ADDRESS.test(message.to)) return { kind: 'refused', because: 'the recipient is no mail address' };
      return send(key, at, message);
    },
    close: () => void transport.close(),
  };
}
