import { createRandom, type Random } from '../../src/sandbox/random.js';
import { startSlackStandIn, type Behaviour, type SlackStandIn } from '../fakes/slack-stand-in.js';
import { startSmtpSink, type SmtpBehaviour, type SmtpSink } from '../fakes/smtp-sink.js';

/** One time somebody was told, as the one who was told saw it. */
export interface Arrival {
  /** The delivery's key, or the 8 characters of it that people see. */
  readonly key: string;
  readonly bytes: string;
  /** answered: said yes · refused: took nothing · unanswered: took it and never said so. */
  readonly did: 'answered' | 'refused' | 'unanswered';
  readonly at: number;
}

export interface FailingSinks {
  readonly slack: SlackStandIn;
  readonly webhook: SlackStandIn;
  readonly mail: SmtpSink;
  /** From now on every one of them fails exactly half of the time. */
  startFailing(): void;
  /** In the order they came. */
  arrivals(channel: 'slack' | 'webhook' | 'email'): Arrival[];
  /** How often each way of failing struck, by channel. */
  struck(): Readonly<Record<string, Readonly<Record<string, number>>>>;
  close(): Promise<void>;
}

const HTTP_FAULTS: readonly Behaviour[] = [{ status: 503 }, { fault: 'reset' }, { fault: 'hang' }];
const MAIL_FAULTS: readonly SmtpBehaviour[] = [{ at: 'text', status: 451 }, { fault: 'drop' }, { fault: 'silent' }];

const judged = ({ status, fault }: { status?: number; fault?: string }): Arrival['did'] =>
  fault ? 'unanswered' : (status ?? 200) < 300 ? 'answered' : 'refused';

/** One of each two that come fails, which one by chance; the ways of failing take turns. */
function halfOf<T>(faults: readonly T[], random: Random): () => T | undefined {
  let pair: boolean[] = [];
  let struck = 0;
  return () => {
    if (pair.length === 0) pair = random.shuffle([true, false]);
    return pair.pop() ? faults[struck++ % faults.length] : undefined;
  };
}

/** A Slack, a receiver of webhooks and a mail server that keep what they are sent. @param seed for which one fails */
export async function startFailingSinks(seed: number): Promise<FailingSinks> {
  let failing = false;
  const slackFails = halfOf(HTTP_FAULTS, createRandom(seed));
  const webhookFails = halfOf(HTTP_FAULTS, createRandom(seed + 1));
  const mailFails = halfOf(MAIL_FAULTS, createRandom(seed + 2));
  const [slack, webhook] = await Promise.all(
    [slackFails, webhookFails].map((fails) => startSlackStandIn(() => (failing && fails()) || {})),
  );
  const mail = await startSmtpSink(() => (failing && mailFails()) || {});
  if (!slack || !webhook) throw new Error('not started');

  const arrivals = (channel: 'slack' | 'webhook' | 'email'): Arrival[] => {
    switch (channel) {
      case 'slack':
        return slack.received.map(({ body, did, at }) => ({
          key: /ref ([0-9a-f]{8})/.exec(body)?.[1] ?? '',
          ...{ bytes: body, did: judged(did), at },
        }));
      case 'webhook':
        return webhook.received.map(({ body, headers, did, at }) => ({
          key: String(headers['webhook-id']),
          ...{ bytes: body, did: judged(did), at },
        }));
      case 'email':
        return mail.mails.map(({ raw, did, at }) => ({
          key: /^Message-ID:\s*<([0-9a-f]{64})@/m.exec(raw)?.[1] ?? '',
          ...{ bytes: raw, did: judged(did), at },
        }));
    }
  };
  const count = (dids: readonly { status?: number; fault?: string }[]) => {
    const counts: Record<string, number> = {};
    for (const { status, fault } of dids) {
      const name = fault ?? (status === undefined ? 'well' : String(status));
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
  const didsOf = (received: readonly { did: { status?: number; fault?: string } }[]) => received.map(({ did }) => did);

  return {
    slack,
    webhook,
    mail,
    startFailing: () => {
      failing = true;
    },
    arrivals,
    struck: () => ({
      slack: count(didsOf(slack.received)),
      webhook: count(didsOf(webhook.received)),
      email: count(didsOf(mail.mails)),
    }),
    close: async () => void (await Promise.all([slack.close(), webhook.close(), mail.close()])),
  };
}
