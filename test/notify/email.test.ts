import type { Message } from '../../src/app/announcements/delivery.js';
import { createSecret } from '../../src/app/secret.js';
import { createEmailSender, EMAIL_LIMITS, type EmailDeps, type EmailSender } from '../../src/notify/email.js';
import { startSmtpSink, type SmtpSink } from '../fakes/smtp-sink.js';
import { aDelivery, KEY } from './deliveries.js';

type Email = Extract<Message, { channel: 'email' }>;

const MAIL: Email = {
  channel: 'email',
  to: 'rep@sales.example',
  subject: 'A lead is ready',
  text: 'Call today.\n.\nBcc: everybody@example.com',
  html: '<p>Call today.</p>',
};

let sink: SmtpSink;
let sender: EmailSender;
beforeEach(async () => {
  sink = await startSmtpSink();
  sender = open();
});
afterEach(async () => {
  sender.close();
  await sink.close();
});

function open(changes: Partial<EmailDeps> = {}): EmailSender {
  return createEmailSender({
    smtpUrl: createSecret(sink.url),
    from: 'Handoff <leads@mail.example>',
    ...changes,
  });
}
const send = (changes: Partial<Email> = {}) => sender.send(aDelivery({ ...MAIL, ...changes }));
/** Header lines, long ones put together again. */
const headOf = (raw = '') => raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n(?=[ \t])/g, '');

describe('createEmailSender', () => {
  it('sends both parts, to one person', async () => {
    const sent = await send();

    expect(sent).toEqual({ kind: 'sent' });
    expect(sink.mails).toMatchObject([{ from: 'leads@mail.example', to: ['rep@sales.example'] }]);
    expect(sink.mails[0]?.raw).toContain('Call today.');
    expect(sink.mails[0]?.raw).toContain('<p>Call today.</p>');
  });

  it('is known by the key, says who wrote it, and that no person did', async () => {
    await send();

    const lines = headOf(sink.mails[0]?.raw).split('\r\n');
    expect(lines).toContain('Content-Type: multipart/alternative; boundary="--_NmP-a1b2c3d4e5f60718-Part_1"');
    expect(lines).toContain(`Message-ID: <${KEY}@mail.example>`);
    expect(lines).toContain('From: Handoff <leads@mail.example>');
    expect(lines).toContain('To: rep@sales.example');
    expect(lines).toContain('Subject: A lead is ready');
    expect(lines).toContain('Auto-Submitted: auto-generated');
  });

  it('repeats the same bytes, dated when it was composed (rule 23)', async () => {
    await send();
    await send();

    const [first, second] = sink.mails.map(({ raw }) => raw);
    expect(first).toContain('Date: Sat, 21 Nov 2026 12:00:00 +0000');
    expect(second).toBe(first);
  });

  it('sends several over one connection', async () => {
    await send();
    await send();
    await send();

    expect(sink.mails).toHaveLength(3);
    expect(sink.connections()).toBe(1);
  });

  it.each([
    ['a header', 'Hello\r\nBcc: everybody@example.com', 'Subject: Hello Bcc: everybody@example.com'],
    ['a bare line feed', 'Hello\nX-Bad: 1', 'Subject: Hello X-Bad: 1'],
    ['a bare carriage return', 'Hello\rX-Bad: 1', 'Subject: Hello X-Bad: 1'],
    ['a body', 'Hello\r\n\r\n<script>', 'Subject: Hello <script>'],
    ['a null', 'Hello\u0000X', 'Subject: Hello X'],
  ])('lets no subject become %s', async (_name, subject, line) => {
    await send({ subject });

    const lines = headOf(sink.mails[0]?.raw).split('\r\n');
    expect(lines).toContain(line);
    expect(lines.filter((one) => /^(Bcc|X-Bad)/i.test(one))).toEqual([]);
    expect(sink.mails[0]?.to).toEqual(['rep@sales.example']);
  });

  it.each([
    'rep@sales.example\r\nBcc: everybody@example.com',
    'rep@sales.example\nRCPT TO:<b@example.com>',
    'rep@sales.example, other@example.com',
    'Rep <rep@sales.example>',
    '"rep"@sales.example',
    'rep@a@b.example',
    'rep@sales.example\u0000',
    'rep',
    '',
  ])('sends nothing to %j', async (to) => {
    const sent = await send({ to });

    expect(sent).toEqual({ kind: 'refused', because: 'the recipient is no mail address' });
    expect(sink.connections()).toBe(0);
  });

  it.each([
    ['greeting', 421, 'later'],
    ['greeting', 554, 'refused'],
    ['login', 454, 'later'],
    ['login', 535, 'refused'],
    ['sender', 451, 'later'],
    ['sender', 553, 'refused'],
    ['recipient', 450, 'later'],
    ['recipient', 550, 'refused'],
    ['text', 452, 'later'],
    ['text', 554, 'refused'],
  ] as const)('understands an answer to the %s of %i', async (at, status, kind) => {
    sink.behaviour = { at, status };

    const sent = await send();

    const check = at === 'login' && kind === 'refused' ? ': check SMTP_URL' : '';
    expect(sent).toEqual({ kind, because: `the mail server answered ${status}${check}` });
  });

  it('goes on after a refusal', async () => {
    sink.behaviour = { at: 'recipient', status: 550 };
    const refused = await send();
    sink.behaviour = {};

    const sent = await send();

    expect([refused.kind, sent.kind]).toEqual(['refused', 'sent']);
  });

  it('does not know what became of it when the connection breaks after the text', async () => {
    sink.behaviour = { fault: 'drop' };

    const sent = await send();

    expect(sent).toEqual({ kind: 'uncertain', because: 'the mail server did not answer: it may have arrived' });
    expect(sink.mails).toHaveLength(1); // sent again by nobody
  });

  it('does not know what became of it when the server says nothing to the text', async () => {
    sender.close();
    sender = open({ limits: { ...EMAIL_LIMITS, totalMs: 300 } });
    sink.behaviour = { fault: 'silent' };

    expect((await send()).kind).toBe('uncertain');
  });

  it('knows that nothing arrived when the connection breaks before the text', async () => {
    sink.behaviour = { fault: 'drop-early' };

    const sent = await send();

    expect(sent).toEqual({ kind: 'later', because: 'the mail server cannot be reached' });
    expect(sink.mails).toEqual([]);
  });

  it('knows that nothing arrived when it breaks before the text of a second mail', async () => {
    await send();
    sink.behaviour = { fault: 'drop-early' };

    const sent = await send();

    expect(sent.kind).toBe('later');
    expect(sink.mails).toHaveLength(1);
  });

  it('tries once, and leaves it to us to try again', async () => {
    sink.behaviour = { fault: 'drop-at-once' };

    const sent = await send();

    expect(sent).toEqual({ kind: 'later', because: 'the mail server cannot be reached' });
    expect(sink.connections()).toBe(1);
  });

  it('knows that nothing arrived where nobody listens', async () => {
    await sink.close();

    expect(await send()).toEqual({ kind: 'later', because: 'the mail server cannot be reached' });
  });

  it('says nothing of the server, its words or the people', async () => {
    sink.behaviour = { at: 'recipient', status: 550 };

    expect(JSON.stringify(await send())).not.toMatch(/127\.0|person|rep@|pass/);
  });

  it.each([
    [{ smtpUrl: undefined }, 'not configured: set SMTP_URL'],
    [{ from: undefined }, 'not configured: set MAIL_FROM'],
    [{ smtpUrl: undefined, from: undefined }, 'not configured: set SMTP_URL and MAIL_FROM'],
  ])('says what to set: %#', async (changes, because) => {
    const unconfigured = open(changes);

    const sent = await unconfigured.send(aDelivery(MAIL));
    unconfigured.close();

    expect(sent).toEqual({ kind: 'unset', because });
  });

  it('takes a plain address as its own', async () => {
    const plain = open({ from: 'leads@other.example' });

    await plain.send(aDelivery(MAIL));
    plain.close();

    expect(headOf(sink.mails[0]?.raw)).toContain(`Message-ID: <${KEY}@other.example>`);
  });

  it('refuses a message for another channel', async () => {
    const sent = await sender.send(aDelivery({ channel: 'slack', body: '{}' }));

    expect(sent).toEqual({ kind: 'refused', because: 'this is a message for another channel' });
  });
});
