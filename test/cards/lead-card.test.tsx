import { Alert, ErrorState, Input, LoadingSpinner, ScoreCircle, StepIndicator, Tab } from '@hubspot/ui-extensions';
import { cardView, told } from './card-view';
import { renderCard } from './render-card';

const view = cardView();
const accepted = cardView({
  stage: { ...view.stage, at: 'sal', current: 2 },
  may: { ...view.may, accept: false },
});

beforeEach(() =>
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick', 'Date', 'performance'] }),
);
afterEach(() => jest.useRealTimers());

describe('LeadCard', () => {
  it('shows how good the lead is, where it stands, why, what is missing and how long is left', async () => {
    const { card, words } = await renderCard([told(view)]);

    expect(card.find(ScoreCircle).props.score).toBe(82);
    expect(card.find(StepIndicator).props).toMatchObject({ stepNames: ['Lead', 'MQL', 'SAL', 'SQL'], currentStep: 1 });
    const shown = words();
    for (const text of [
      'Ready for sales',
      '5 min left',
      'Open the conversation',
      'Budget is not known',
      '−15',
      'Not seen for 60 days',
    ])
      expect(shown).toContain(text);
  });

  it('asks what nobody knows, and says which of it is required', async () => {
    const { words } = await renderCard([told(view)]);

    expect(words()).toMatch(/We sell in the Benelux and Germany\? Required\s+50 to 5,000 people\?/);
  });

  it('waits in words', async () => {
    const { card } = await renderCard([]);

    expect(card.find(LoadingSpinner).props).toMatchObject({ label: 'Reading the lead', showLabel: true });
  });

  it('accepts with one press, and tells the record', async () => {
    const { press, calls, labels, actions } = await renderCard([told(view), told(accepted)]);

    await press('Accept');

    expect(calls[1]).toEqual({ path: '/accept', body: { id: 'press-1', seenStage: 'mql' } });
    expect(labels()).toEqual(['Set SQL', 'Recycle', 'Disqualify', 'Score again']);
    expect(actions.refreshObjectProperties.callCount).toBe(1);
    expect(actions.addAlert.calls).toEqual([[{ type: 'success', message: 'Lead accepted.' }]]);
  });

  it('sets SQL only with a note', async () => {
    const { press, type, calls, words } = await renderCard([told(accepted), told(accepted)]);

    await press('Set SQL');
    await press('Set SQL');
    expect([calls.length, words()]).toEqual([1, expect.stringContaining('Write a note first.')]);

    type('note', 'They want to start in May');
    await press('Set SQL');
    expect(calls[1]).toEqual({
      path: '/set-stage',
      body: { id: 'press-1', seenStage: 'sal', stage: 'sql', note: 'They want to start in May' },
    });
  });

  it('asks why a requirement is skipped, in a field of its own', async () => {
    const overrides = [{ id: 'served-country', because: 'Not in the Benelux' }];
    const skipping = cardView({ may: { ...view.may, overrides } });
    const { press, type, calls, card } = await renderCard([told(skipping), told(skipping)]);

    await press('Set SQL');
    type('note', 'Called');
    await press('Set SQL');
    expect(card.find(Input, { name: 'override' }).props).toMatchObject({ error: true });

    type('override', 'They move here');
    await press('Set SQL');
    expect(calls[1]?.body).toMatchObject({ note: 'Called', override: 'They move here' });
  });

  it('recycles with a reason and a day to look again', async () => {
    const { press, type, day, calls } = await renderCard([told(view), told(view)]);

    await press('Recycle');
    type('reason', 'No money this year');
    day({ year: 2027, month: 0, date: 11 });
    await press('Recycle');

    expect(calls[1]).toEqual({
      path: '/recycle',
      body: { id: 'press-1', seenStage: 'mql', reason: 'No money this year', wakeUpAfterDays: 60 },
    });
  });

  it('disqualifies with a reason of the model’s list', async () => {
    const { press, choose, calls } = await renderCard([told(view), told(view)]);

    await press('Disqualify');
    choose('Student');
    await press('Disqualify');

    expect(calls[1]).toEqual({ path: '/disqualify', body: { id: 'press-1', seenStage: 'mql', reason: 'Student' } });
  });

  it('takes answers where they stand, and sends those that changed', async () => {
    const { press, type, calls, words } = await renderCard([told(view), told(view)]);

    type('need', 'Replace the ERP');
    expect(words()).toContain('1 changed, not saved yet');
    await press('Save answers');

    expect(calls[1]).toEqual({
      path: '/answers',
      body: { id: 'press-1', seenStage: 'mql', answers: { need: 'Replace the ERP' } },
    });
    expect(words()).not.toContain('not saved yet');
  });

  it('says that the page was out of date, and shows how it stands now', async () => {
    const { press, words, labels, actions } = await renderCard([
      told(view),
      { ok: false, code: 'out-of-date', because: '', view: accepted },
    ]);

    await press('Accept');

    expect(words()).toContain('This page was out of date');
    expect(labels()).not.toContain('Accept');
    expect(actions.addAlert.calls).toEqual([]);
  });

  it('repeats a press that got no answer as the very same press', async () => {
    const { press, calls, words } = await renderCard([told(view), 'offline', told(accepted)]);

    await press('Accept');
    expect(words()).toContain('We do not know whether it was done.');
    await press('Try again');

    expect(calls.slice(1)).toEqual([
      { path: '/accept', body: { id: 'press-1', seenStage: 'mql' } },
      { path: '/accept', body: { id: 'press-1', seenStage: 'mql' } },
    ]);
  });

  it('reads again when somebody else has changed the record, and not for its own change', async () => {
    const { press, calls, actions, later } = await renderCard([told(view), told(accepted), told(view)]);
    const changed = () => actions.onCrmPropertiesUpdate.calls[0]?.[1]({});

    await press('Accept');
    changed();
    await later(3_000);
    changed();
    expect(calls.length).toBe(2);

    await later(1);
    changed();
    await later(0);
    expect(calls[2]?.path).toBe('');
  });

  it('says why there is nothing to show, and reads again when asked', async () => {
    const { card, press } = await renderCard(['offline', told(view)]);

    expect(card.find(ErrorState).props.title).toBe('The lead cannot be shown');
    await press('Try again');

    expect(card.find(ScoreCircle).props.score).toBe(82);
  });

  it('says that it was uploaded without the address of the service, and calls nobody', async () => {
    const { words, calls } = await renderCard([], { base: null });

    expect(words()).toContain('set API_BASE in the profile');
    expect(calls).toEqual([]);
  });

  it('speaks Dutch to a Dutch user', async () => {
    const { labels, card } = await renderCard([told(view)], { locale: 'nl' });

    expect(labels()).toEqual(['Aannemen', 'Maak SQL', 'Terug naar marketing', 'Afwijzen', 'Opnieuw scoren']);
    expect(card.findAll(Tab).map(({ props }) => props.title)).toEqual(['Antwoorden', 'Samenvatting', 'Geschiedenis']);
  });

  it('shows nothing as a step of a lead that is out', async () => {
    const { current: _gone, next: _none, ...stage } = view.stage;
    const out = cardView({
      stage: { ...stage, at: 'disqualified', label: 'Disqualified' },
      may: { ...view.may, accept: false, setSql: false, recycle: false, disqualify: false },
    });
    const { card, labels } = await renderCard([told(out)]);

    expect([card.maybeFind(StepIndicator), labels()]).toEqual([null, ['Score again']]);
  });

  it('has in the sidebar what counts, and no more', async () => {
    const { card, labels } = await renderCard([told(view)], { layout: 'compact' });

    expect(card.find(ScoreCircle).props.score).toBe(82);
    expect([card.maybeFind(Tab), card.maybeFind(Alert), labels()[0]]).toEqual([null, null, 'Accept']);
  });
});
