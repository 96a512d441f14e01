import { proofOf, type FormToken } from '../../../src/app/forms/form-request.js';
import type { SeenContact } from '../../../src/app/sync/seen-contact.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const OTHER = '99999999-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const AT = 1_795_000_000_000;
const MINUTE = 60_000;
const TOKEN: FormToken = { portalId: 4401, form: FORM, signal: 'demo_requested', expiresAt: AT + 1_000 };
const seen = (properties: SeenContact['properties'] = {}): SeenContact => ({ properties, history: {}, mergedIds: [] });
const submitted = (...entries: readonly string[]) => seen({ hs_calculated_form_submissions: entries.join(';') });

interface Given {
  readonly token?: Partial<FormToken>;
  readonly value?: string;
  readonly changeSource?: string;
  readonly sourceId?: string;
  readonly at?: number;
  readonly contact?: SeenContact;
}

function judged({
  token = {},
  value = 'signed',
  changeSource = 'FORM',
  sourceId = FORM,
  at = AT,
  contact = seen(),
}: Given) {
  const proof = proofOf({ portalId: 4401, value, at, source: { changeSource, sourceId } }, contact, (text) =>
    text === 'signed' ? { ...TOKEN, ...token } : undefined,
  );
  return proof.ok ? `${proof.signal} by ${proof.form}` : proof.code;
}

const HOLDS = `demo_requested by ${FORM}`;

describe('proofOf', () => {
  it.each<[string, Given, string]>([
    ['a genuine value from its form', {}, HOLDS],
    ['one that HubSpot writes in capitals', { sourceId: FORM.toUpperCase() }, HOLDS],
    ['one that HubSpot writes with more around it', { sourceId: `form:${FORM}:v2` }, HOLDS],
    ['one at the last moment', { at: AT + 1_000 }, HOLDS],
    ['one a moment too late', { at: AT + 1_001 }, 'expired'],
    ['a made-up value', { value: 'true' }, 'forged'],
    ['an altered value', { value: 'signed!' }, 'forged'],
    ['one of another portal', { token: { portalId: 9 } }, 'other-portal'],
    ['one of another form', { sourceId: OTHER }, 'other-form'],
    ['one a rep typed', { changeSource: 'CRM_UI', sourceId: 'userId:1' }, 'not-from-a-form'],
    ['one an import brought', { changeSource: 'IMPORT' }, 'not-from-a-form'],
    ['one an app wrote', { changeSource: 'INTEGRATION' }, 'not-from-a-form'],
  ])('takes %s for %p → %s', (_name, given, expected) => {
    expect(judged(given)).toBe(expected);
  });

  it.each<[string, SeenContact, string]>([
    ['its form was submitted just then', submitted(`${FORM}:7:${AT - MINUTE}`), HOLDS],
    ['another was', submitted(`${OTHER}:7:${AT - MINUTE}`), 'other-form'],
    ['both were', submitted(`${OTHER}:7:${AT}`, `${FORM}:8:${AT}`), HOLDS],
    [
      'its form was submitted long before, another now',
      submitted(`${FORM}:7:${AT - 60 * MINUTE}`, `${OTHER}:7:${AT}`),
      'other-form',
    ],
    [
      'its form is the newest of all, long before',
      submitted(`${OTHER}:7:${AT - 99 * MINUTE}`, `${FORM}:7:${AT - 60 * MINUTE}`),
      HOLDS,
    ],
    ['the list has no times', submitted(FORM), HOLDS],
    [
      'the list is not readable and a form was submitted just then',
      seen({ hs_calculated_form_submissions: '?', recent_conversion_date: new Date(AT).toISOString() }),
      HOLDS,
    ],
    [
      'nothing was submitted lately',
      seen({ recent_conversion_date: new Date(AT - 11 * MINUTE).toISOString() }),
      'form-unknown',
    ],
    ['nothing was ever submitted', seen(), 'form-unknown'],
  ])('asks the contact where HubSpot does not name the form: %s', (_name, contact, expected) => {
    expect(judged({ sourceId: 'HUBSPOT_FORM', contact })).toBe(expected);
    expect(judged({ sourceId: '', contact })).toBe(expected);
  });
});
