import { isIP } from 'node:net';
import { z } from 'zod';
import { AppError } from './app/errors.js';
import { FAILPOINTS } from './app/ports.js';
import { createSecret, type Secret } from './app/secret.js';

export interface Config {
  /** 0: any free port. */
  readonly port: number;
  /** Without a slash at the end; absent: our own address (`publicUrlOf`). */
  readonly publicUrl: string | undefined;
  /** Neither a token nor a client id is set: a local portal takes HubSpot's place. */
  readonly sandbox: boolean;
  readonly hubspot: {
    readonly accessToken: Secret | undefined;
    readonly clientId: string | undefined;
    readonly clientSecret: Secret | undefined;
    readonly apiUrl: string;
    readonly family: '2026-09' | 'v3';
    readonly callsPer10s: number;
  };
  /** Absent: the embedded store, in `dataDir`. */
  readonly databaseUrl: Secret | undefined;
  readonly dataDir: string;
  readonly modelsDir: string;
  readonly notify: {
    readonly slackWebhookUrl: Secret | undefined;
    readonly smtpUrl: Secret | undefined;
    readonly mailFrom: string | undefined;
    readonly webhookUrl: Secret | undefined;
  };
  /** Networks in CIDR form that outbound calls may reach besides public ones. */
  readonly allowOutboundNets: readonly string[];
  readonly adminToken: Secret | undefined;
  readonly encryptionKey: Secret | undefined;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  /** Where a test kills the process, and at which hit (1: the first). */
  readonly failpoint: { readonly name: (typeof FAILPOINTS)[number]; readonly hit: number } | undefined;
  /** Where the `handoff` command finds the running service. */
  readonly handoffUrl: string;
}

/**
 * Reads the settings. A blank setting is an absent one, except for secrets, where it is a mistake nobody would see.
 *
 * @param env the process's environment; variables we do not know are ignored
 * @throws {AppError} CONFIG_INVALID that names every variable in the wrong and never its value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = Environment.safeParse(env);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const variables = [...new Set(read.error.issues.map((issue) => issue.path.join('.')))];
  throw new AppError('CONFIG_INVALID', problems.join('\n'), { facts: { variables } });
}

/** The address HubSpot calls us under. @param port the port in use, which `PORT=0` leaves open until we listen */
export function publicUrlOf({ publicUrl }: Pick<Config, 'publicUrl'>, port: number): string {
  return publicUrl ?? `http://127.0.0.1:${port}`;
}

function optional<T extends z.ZodType>(schema: T) {
  const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() || undefined : value);
  return z.preprocess(trimmed, schema.optional());
}

function whole(from: number, to: number) {
  const wrong = `a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, wrong)
    .transform(Number)
    .refine((n) => n >= from && n <= to, wrong);
}

/** An address without a query or fragment; credentials only where the protocol has no other place for them. */
function address(protocols: readonly string[], credentials = false) {
  return z.string().refine(
    (text) => {
      if (!URL.canParse(text)) return false;
      const url = new URL(text);
      return protocols.includes(url.protocol) && url.hash === '' && (credentials || url.username + url.password === '');
    },
    `an address that starts with ${protocols.join(' or ')}`,
  );
}

const web = address(['https:', 'http:']);
const origin = web
  .refine((text) => URL.canParse(text) && new URL(text).search === '', 'an address without a query')
  .transform((text) => new URL(text).href.replace(/\/+$/, ''));

/** Never trimmed: a secret with blanks around it fails every check it is used for, far from here. */
const secret = z
  .string()
  .refine((text) => text !== '' && text === text.trim(), 'not empty, and no blanks around it (unset it if not needed)')
  .transform(createSecret)
  .optional();
/** Sent as a bearer token. */
const token = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'visible ASCII characters, not empty, no blanks')
  .transform(createSecret)
  .optional();

const Environment = z
  .object({
    PORT: optional(whole(0, 65_535)),
    PUBLIC_URL: optional(origin),
    HUBSPOT_ACCESS_TOKEN: token,
    HUBSPOT_CLIENT_ID: optional(z.string()),
    HUBSPOT_CLIENT_SECRET: secret,
    HUBSPOT_API_URL: optional(origin),
    HUBSPOT_API_FAMILY: optional(z.enum(['2026-09', 'v3', 'v4'], 'one of 2026-09, v3')),
    HUBSPOT_CALLS_PER_10S: optional(whole(1, 1_000_000)),
    DATABASE_URL: optional(address(['postgres:', 'postgresql:'], true).transform(createSecret)),
    DATA_DIR: optional(z.string()),
    MODELS_DIR: optional(z.string()),
    SLACK_WEBHOOK_URL: optional(web.transform(createSecret)),
    SMTP_URL: optional(address(['smtp:', 'smtps:'], true).transform(createSecret)),
    MAIL_FROM: optional(z.string().regex(/^[^\r\n]*[^\s@]@[^\s@]+$/, 'one mail address')),
    NOTIFY_WEBHOOK_URL: optional(web.transform(createSecret)),
    ALLOW_OUTBOUND_NETS: optional(
      z
        .string()
        .transform((text) => text.split(',').map((net) => net.trim()))
        .refine((nets) => nets.every(isNet), 'networks such as 10.0.0.0/8, separated by commas'),
    ),
    ADMIN_TOKEN: token,
    ENCRYPTION_KEY: secret,
    LOG_LEVEL: optional(z.enum(['error', 'warn', 'info', 'debug'], 'one of error, warn, info, debug')),
    FAILPOINT: optional(
      z
        .string()
        .transform((text) => /^([a-z-]+)(?::([1-9]\d{0,8}))?$/.exec(text))
        .transform((match) => ({ name: FAILPOINTS.find((name) => name === match?.[1]), hit: Number(match?.[2] ?? 1) }))
        .transform(({ name, hit }, context) => {
          if (name !== undefined) return { name, hit };
          context.addIssue(`name or name:n, name one of ${FAILPOINTS.join(', ')}`);
          return z.NEVER;
        }),
    ),
    HANDOFF_URL: optional(origin),
  })
  .superRefine((env, context) => {
    if (env.HUBSPOT_CLIENT_ID === undefined || env.HUBSPOT_CLIENT_SECRET !== undefined) return;
    context.addIssue({ code: 'custom', path: ['HUBSPOT_CLIENT_SECRET'], message: 'needed with HUBSPOT_CLIENT_ID' });
  })
  .transform((env): Config => {
    const port = env.PORT ?? 3_000;
    return {
      port,
      publicUrl: env.PUBLIC_URL,
      sandbox: env.HUBSPOT_ACCESS_TOKEN === undefined && env.HUBSPOT_CLIENT_ID === undefined,
      hubspot: {
        accessToken: env.HUBSPOT_ACCESS_TOKEN,
        clientId: env.HUBSPOT_CLIENT_ID,
        clientSecret: env.HUBSPOT_CLIENT_SECRET,
        apiUrl: env.HUBSPOT_API_URL ?? 'https://api.hubapi.com',
        family: env.HUBSPOT_API_FAMILY === 'v3' || env.HUBSPOT_API_FAMILY === 'v4' ? 'v3' : '2026-09',
        // What every HubSpot plan allows (Free and Starter 100, marketplace apps 110, Professional and up 190).
        callsPer10s: env.HUBSPOT_CALLS_PER_10S ?? 100,
      },
      databaseUrl: env.DATABASE_URL,
      dataDir: env.DATA_DIR ?? '.handoff',
      modelsDir: env.MODELS_DIR ?? 'workflows/models',
      notify: {
        slackWebhookUrl: env.SLACK_WEBHOOK_URL,
        smtpUrl: env.SMTP_URL,
        mailFrom: env.MAIL_FROM,
        webhookUrl: env.NOTIFY_WEBHOOK_URL,
      },
      allowOutboundNets: env.ALLOW_OUTBOUND_NETS ?? [],
      adminToken: env.ADMIN_TOKEN,
      encryptionKey: env.ENCRYPTION_KEY,
      logLevel: env.LOG_LEVEL ?? 'info',
      failpoint: env.FAILPOINT,
      handoffUrl: env.HANDOFF_URL ?? `http://127.0.0.1:${port}`,
    };
  });

function isNet(net: string): boolean {
  const [ip = '', bits = '', ...rest] = net.split('/');
  const family = isIP(ip);
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}
