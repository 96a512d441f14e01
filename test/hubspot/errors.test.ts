import { failureOf, rejectedRow } from '../../src/hubspot/errors.js';
import { Refusal } from '../../src/hubspot/wire.js';

const answer = (status: number, body: unknown = '') => ({
  status,
  header: () => null,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('failureOf', () => {
  it.each([
    [302, 'HUBSPOT_UNREADABLE'],
    [400, 'HUBSPOT_REJECTED'],
    [401, 'HUBSPOT_UNAUTHORIZED'],
    [403, 'HUBSPOT_REJECTED'],
    [404, 'HUBSPOT_REJECTED'],
    [408, 'HUBSPOT_UNCERTAIN'],
    [409, 'HUBSPOT_REJECTED'],
    [414, 'HUBSPOT_REJECTED'],
    [423, 'HUBSPOT_BUSY'],
    [429, 'HUBSPOT_BUSY'],
    [477, 'HUBSPOT_BUSY'],
    [500, 'HUBSPOT_UNCERTAIN'],
    [521, 'HUBSPOT_UNCERTAIN'],
    [526, 'HUBSPOT_UNCERTAIN'],
  ])('reads %i as %s', (status, code) => {
    expect(failureOf(answer(status))).toMatchObject({ code, facts: { status } });
  });

  it.each(['', 'error code: 1015', 'null', '[]', '{"errors":"none","category":7}'])('survives the body %s', (body) => {
    expect(failureOf(answer(400, body))).toMatchObject({
      message: 'HubSpot refused: no reason given',
      facts: { status: 400 },
    });
  });

  it('keeps the names HubSpot gives, and none of its sentences', () => {
    const error = failureOf(
      answer(400, {
        status: 'error',
        message: 'Property values were not valid: [{"value":"jane@example.com","name":"favourite_food"}]',
        correlationId: 'aeb5f871-7f07-4993-9211-075dc63e7cbf',
        category: 'VALIDATION_ERROR',
        errors: [
          { message: 'jane@example.com', code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['favourite_food'] } },
          { message: 'again', code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['favourite_food'] } },
        ],
      }),
    );

    expect(error.message).toBe('HubSpot refused: PROPERTY_DOESNT_EXIST (favourite_food)');
    expect(error.facts).toEqual({
      status: 400,
      category: 'VALIDATION_ERROR',
      correlationId: 'aeb5f871-7f07-4993-9211-075dc63e7cbf',
      codes: ['PROPERTY_DOESNT_EXIST'],
      properties: ['favourite_food'],
    });
  });

  it('drops what is no name where a name belongs', () => {
    const error = failureOf(answer(400, { category: 'Jane Doe, Delft', errors: [{ code: 'jane@example.com' }] }));

    expect(error.facts).toEqual({ status: 400 });
  });

  it('names the scopes that are missing', () => {
    const error = failureOf(
      answer(403, {
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }],
      }),
    );

    expect(error.message).toBe('HubSpot refused: grant the app the scopes crm.objects.contacts.write');
  });

  it('hears how long a failing HubSpot wants to be left alone', () => {
    const unwell = { status: 503, header: (name: string) => (name === 'Retry-After' ? '5' : null), body: '' };

    expect(failureOf(unwell)).toMatchObject({ code: 'HUBSPOT_UNCERTAIN', retryAfterMs: 5_000 });
    expect(failureOf(answer(503)).retryAfterMs).toBeUndefined();
  });

  it('keeps the policy that limits us', () => {
    const error = failureOf(answer(429, { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }));

    expect(error).toMatchObject({ retryAfterMs: 2_000, facts: { policyName: 'TEN_SECONDLY_ROLLING' } });
  });
});

describe('rejectedRow', () => {
  it('falls back on the category when HubSpot gives no code', () => {
    const row = Refusal.parse({ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get 512' });

    expect(rejectedRow(row)).toMatchObject({
      code: 'HUBSPOT_REJECTED',
      message: 'HubSpot refused: OBJECT_NOT_FOUND',
      facts: { category: 'OBJECT_NOT_FOUND' },
    });
  });
});
