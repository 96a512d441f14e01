import type { OpenForm } from '../../../src/app/forms/form.js';
import type { Bench } from '../bench.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const OTHER = '1b4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';

export function formBattery(bench: () => Bench): void {
  const forms = () => bench().first.forms;
  const openIn = (portalId: number, more: Partial<OpenForm> = {}): OpenForm => ({
    ...{ portalId, form: FORM, signal: 'demo_requested', fields: ['email', 'company'], until: 5_000 },
    ...more,
  });

  describe('forms that are open to submissions', () => {
    it('are found as they were opened', async () => {
      const portal = bench().newPortal();
      await forms().open(openIn(portal));

      expect(await forms().find(portal, FORM)).toEqual(openIn(portal));
      expect(await forms().find(portal, OTHER)).toBeUndefined();
    });

    it('are what they were last opened as', async () => {
      const portal = bench().newPortal();
      await forms().open(openIn(portal));
      await forms().open(openIn(portal, { fields: ['email'], signal: 'quote_requested', until: 9_000 }));

      expect(await forms().list(portal)).toEqual([
        openIn(portal, { fields: ['email'], signal: 'quote_requested', until: 9_000 }),
      ]);
    });

    it('are listed in the order of their ids, those of one portal only', async () => {
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      await forms().open(openIn(portal));
      await forms().open(openIn(portal, { form: OTHER }));
      await forms().open(openIn(other));

      expect((await forms().list(portal)).map(({ form }) => form)).toEqual([OTHER, FORM]);
    });

    it('are closed once', async () => {
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      await forms().open(openIn(portal));
      await forms().open(openIn(other));

      expect([await forms().close(portal, FORM), await forms().close(portal, FORM)]).toEqual([true, false]);
      expect([await forms().find(portal, FORM), await forms().find(other, FORM)]).toEqual([undefined, openIn(other)]);
    });
  });
}
