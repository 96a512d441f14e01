import { isAppError } from '../src/app/errors.js';
import { publicUrlOf, readConfig } from '../src/config.js';

function refusal(env: Record<string, string>): { message: string; variables: unknown } {
  try {
    readConfig(env);
  } catch (error) {
    if (isAppError(error, 'CONFIG_INVALID')) return { message: error.message, variables: error.facts.variables };
  }
  return { message: 'not refused', variables: [] };
}

describe('readConfig', () => {
  it('starts without any setting, in sandbox mode', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      publicUrl: undefined,
      sandbox: true,
      hubspot: {
        accessToken: undefined,
        clientId: undefined,
        clientSecret: undefined,
        apiUrl: 'https://api.hubapi.com',
        family: '2026-09',
        callsPer10s: 100,
      },
      databaseUrl: undefined,
      dataDir: '.handoff',
      modelsDir: 'workflows/models',
      notify: { slackWebhookUrl: undefined, smtpUrl: undefined, mailFrom: undefined, webhookUrl: undefined },
      allowOutboundNets: [],
      adminToken: undefined,
      encryptionKey: undefined,
      logLevel: 'info',
      failpoint: undefined,
      handoffUrl: 'http://127.0.0.1:3000',
    });
  });

  it('reads every setting', () => {
    const config = readConfig({
      PORT: '0',
      PUBLIC_URL: 'https://leads.example.com/handoff/',
      HUBSPOT_ACCESS_TOKEN: 'pat-eu1-1',
      HUBSPOT_CLIENT_ID: 'id-1',
      HUBSPOT_CLIENT_SECRET: 'secret-1',
      HUBSPOT_API_URL: 'http://127.0.0.1:9999/',
      HUBSPOT_API_FAMILY: 'v4',
      HUBSPOT_CALLS_PER_10S: '190',
      DATABASE_URL: 'postgres://user:pass@db:5432/handoff?sslmode=require',
      DATA_DIR: '/var/lib/handoff',
      MODELS_DIR: '/etc/models',
      SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/x',
      SMTP_URL: 'smtps://user:pass@mail.example.com',
      MAIL_FROM: 'Handoff <handoff@example.com>',
      NOTIFY_WEBHOOK_URL: 'https://hooks.example.com/?key=1',
      ALLOW_OUTBOUND_NETS: '127.0.0.0/8, fd00::/8',
      ADMIN_TOKEN: 'admin-1',
      ENCRYPTION_KEY: 'key-1',
      LOG_LEVEL: 'debug',
      FAILPOINT: 'after-insert:3',
      HANDOFF_URL: 'http://service:3000/',
      PATH: '/usr/bin',
    });

    expect(config).toMatchObject({
      port: 0,
      publicUrl: 'https://leads.example.com/handoff',
      sandbox: false,
      hubspot: { clientId: 'id-1', apiUrl: 'http://127.0.0.1:9999', family: 'v3', callsPer10s: 190 },
      dataDir: '/var/lib/handoff',
      modelsDir: '/etc/models',
      allowOutboundNets: ['127.0.0.0/8', 'fd00::/8'],
      logLevel: 'debug',
      failpoint: { name: 'after-insert', hit: 3 },
      handoffUrl: 'http://service:3000',
    });
    expect(config.hubspot.accessToken?.reveal()).toBe('pat-eu1-1');
    expect(config.hubspot.clientSecret?.reveal()).toBe('secret-1');
    expect(config.adminToken?.reveal()).toBe('admin-1');
    expect(config.encryptionKey?.reveal()).toBe('key-1');
    expect(config.databaseUrl?.reveal()).toBe('postgres://user:pass@db:5432/handoff?sslmode=require');
    expect(config.notify.slackWebhookUrl?.reveal()).toBe('https://hooks.slack.com/services/T/B/x');
    expect(config.notify.smtpUrl?.reveal()).toBe('smtps://user:pass@mail.example.com');
    expect(config.notify.webhookUrl?.reveal()).toBe('https://hooks.example.com/?key=1');
    expect(JSON.stringify(config)).not.toMatch(/pat-eu1-1|secret-1|admin-1|key-1|pass/);
  });

  it.each([
    ['a token is set', { HUBSPOT_ACCESS_TOKEN: 't' }, false],
    ['a client id is set', { HUBSPOT_CLIENT_ID: 'i', HUBSPOT_CLIENT_SECRET: 's' }, false],
    ['only a client secret is set', { HUBSPOT_CLIENT_SECRET: 's' }, true],
  ])('knows whether it is a sandbox when %s', (_name, env, sandbox) => {
    expect(readConfig(env).sandbox).toBe(sandbox);
  });

  it.each([
    'PORT',
    'PUBLIC_URL',
    'HUBSPOT_CLIENT_ID',
    'HUBSPOT_CALLS_PER_10S',
    'DATABASE_URL',
    'LOG_LEVEL',
    'FAILPOINT',
  ])('takes a blank %s for none', (name) => {
    expect(readConfig({ [name]: '  ' })).toEqual(readConfig({}));
    expect(readConfig({ [name]: '' })).toEqual(readConfig({}));
  });

  it.each([
    ['PORT', '80.5'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '0x50'],
    ['PORT', '3000abc'],
    ['PUBLIC_URL', 'leads.example.com'],
    ['PUBLIC_URL', 'ftp://leads.example.com'],
    ['PUBLIC_URL', 'https://leads.example.com?x=1'],
    ['PUBLIC_URL', 'https://leads.example.com#x'],
    ['PUBLIC_URL', 'https://user:pass@leads.example.com'],
    ['HUBSPOT_ACCESS_TOKEN', ''],
    ['HUBSPOT_ACCESS_TOKEN', ' pat-1'],
    ['HUBSPOT_ACCESS_TOKEN', 'pat 1'],
    ['HUBSPOT_CLIENT_SECRET', ''],
    ['HUBSPOT_CLIENT_SECRET', '   '],
    ['HUBSPOT_CLIENT_SECRET', 'secret-1\n'],
    ['HUBSPOT_CLIENT_SECRET', '\tsecret-1'],
    ['HUBSPOT_API_URL', 'api.hubapi.com'],
    ['HUBSPOT_API_FAMILY', 'v2'],
    ['HUBSPOT_CALLS_PER_10S', '0'],
    ['HUBSPOT_CALLS_PER_10S', '1e3'],
    ['HUBSPOT_CALLS_PER_10S', 'many'],
    ['DATABASE_URL', 'mysql://db/handoff'],
    ['SLACK_WEBHOOK_URL', 'hooks.slack.com'],
    ['SMTP_URL', 'https://mail.example.com'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@example.com\r\nBcc: b@example.com'],
    ['ALLOW_OUTBOUND_NETS', '10.0.0.0'],
    ['ALLOW_OUTBOUND_NETS', '10.0.0.0/33'],
    ['ALLOW_OUTBOUND_NETS', '10.0.0.0/8,,fd00::/8'],
    ['ALLOW_OUTBOUND_NETS', 'fd00::/129'],
    ['ADMIN_TOKEN', ''],
    ['ADMIN_TOKEN', 'admin token'],
    ['ENCRYPTION_KEY', ' '],
    ['LOG_LEVEL', 'verbose'],
    ['FAILPOINT', 'no-such-place'],
    ['FAILPOINT', 'after-insert:0'],
    ['FAILPOINT', 'after-insert:x'],
    ['HANDOFF_URL', '127.0.0.1:3000'],
  ])('refuses %s=%j', (name, value) => {
    expect(refusal({ [name]: value }).variables).toEqual([name]);
  });

  it('asks for the client secret where a client id is set', () => {
    expect(refusal({ HUBSPOT_CLIENT_ID: 'i' })).toEqual({
      message: 'HUBSPOT_CLIENT_SECRET: needed with HUBSPOT_CLIENT_ID',
      variables: ['HUBSPOT_CLIENT_SECRET'],
    });
  });

  it('names every variable in the wrong, and no value', () => {
    const { message, variables } = refusal({
      PORT: 'sesame-port',
      HUBSPOT_CLIENT_SECRET: ' sesame-secret ',
      DATABASE_URL: 'sesame://user:sesame@db',
      LOG_LEVEL: 'sesame-level',
      FAILPOINT: 'sesame-point',
    });

    expect(variables).toEqual(['PORT', 'HUBSPOT_CLIENT_SECRET', 'DATABASE_URL', 'LOG_LEVEL', 'FAILPOINT']);
    expect(message).toContain('PORT: a whole number from 0 to 65535');
    expect(message).not.toContain('sesame');
  });

  it('counts the first hit of a failpoint when no number is given', () => {
    expect(readConfig({ FAILPOINT: 'mid-migration' }).failpoint).toEqual({ name: 'mid-migration', hit: 1 });
  });
});

describe('publicUrlOf', () => {
  it('is what is set, or our own address with the port in use', () => {
    expect(publicUrlOf({ publicUrl: 'https://leads.example.com' }, 4000)).toBe('https://leads.example.com');
    expect(publicUrlOf({ publicUrl: undefined }, 41_234)).toBe('http://127.0.0.1:41234');
  });
});
