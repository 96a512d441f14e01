/** The languages the card speaks; HubSpot has more, whose users get English. */
export type Language = 'en' | 'nl';

/** Every word of the card that is not the model's. `{name}` is filled in. */
export const TEXTS = {
  loading: { en: 'Reading the lead', nl: 'Lead wordt gelezen' },
  again: { en: 'Try again', nl: 'Opnieuw proberen' },
  refresh: { en: 'Refresh', nl: 'Vernieuwen' },
  dismiss: { en: 'Dismiss', nl: 'Sluiten' },
  cancel: { en: 'Cancel', nl: 'Annuleren' },
  showAll: { en: 'Show all {n}', nl: 'Toon alle {n}' },
  showLess: { en: 'Show fewer', nl: 'Toon minder' },

  'recommendation.ready': { en: 'Ready for sales', nl: 'Klaar voor sales' },
  'recommendation.ask-first': { en: 'Ask first', nl: 'Eerst vragen' },
  'recommendation.not-yet': { en: 'Not yet', nl: 'Nog niet' },
  'recommendation.out': { en: 'Out', nl: 'Afgevallen' },
  'axis.fit': { en: 'Fit', nl: 'Past bij ons' },
  'axis.intent': { en: 'Intent', nl: 'Interesse' },
  'axis.timing': { en: 'Timing', nl: 'Moment' },
  axisNone: { en: 'not in this model', nl: 'niet in dit model' },
  nextAction: { en: 'Next', nl: 'Nu doen' },
  owner: { en: 'with {owner}', nl: 'bij {owner}' },

  'clock.respond': { en: 'Respond by {at}', nl: 'Reageren vóór {at}' },
  'clock.confirm': { en: 'Confirm by {at}', nl: 'Bevestigen vóór {at}' },
  'clock.close': { en: 'Move on by {at}', nl: 'Volgende stap vóór {at}' },
  'clock.stall': { en: 'Stalls on {at}', nl: 'Valt stil op {at}' },
  clockLeft: { en: '{time} left', nl: 'nog {time}' },
  clockLate: { en: '{time} late', nl: '{time} te laat' },
  captured: { en: 'Came in {at}', nl: 'Binnengekomen {at}' },
  entered: { en: 'At this stage since {at}', nl: 'In deze fase sinds {at}' },
  accepted: { en: 'Accepted {at} by {by}', nl: 'Aangenomen {at} door {by}' },
  acceptedSomebody: { en: 'a rep', nl: 'een verkoper' },
  followUps: { en: '{made} of {of} follow-ups made', nl: '{made} van {of} opvolgingen gedaan' },
  'time.days': { en: '{n} days', nl: '{n} dagen' },
  'time.day': { en: '1 day', nl: '1 dag' },
  'time.hours': { en: '{n} h', nl: '{n} u' },
  'time.hoursMinutes': { en: '{n} h {m} min', nl: '{n} u {m} min' },
  'time.minutes': { en: '{n} min', nl: '{n} min' },
  'time.moment': { en: 'under a minute', nl: 'minder dan een minuut' },

  'stage.lead': { en: 'Lead', nl: 'Lead' },
  'stage.mql': { en: 'MQL', nl: 'MQL' },
  'stage.sal': { en: 'SAL', nl: 'SAL' },
  'stage.sql': { en: 'SQL', nl: 'SQL' },
  'stage.opportunity': { en: 'Opportunity', nl: 'Kans' },
  'stage.customer': { en: 'Customer', nl: 'Klant' },
  'stage.recycled': { en: 'Recycled', nl: 'Terug naar marketing' },
  'stage.disqualified': { en: 'Disqualified', nl: 'Afgewezen' },

  why: { en: 'Why this score', nl: 'Waarom deze score' },
  noReasons: { en: 'No rule of the model says anything yet.', nl: 'Nog geen enkele regel van het model zegt iets.' },
  toReach: { en: 'To reach {stage}', nl: 'Nodig voor {stage}' },
  nothingMissing: { en: 'Nothing is missing.', nl: 'Er ontbreekt niets.' },
  noNext: { en: 'The model decides no stage after this one.', nl: 'Het model beslist geen fase na deze.' },
  questions: { en: 'Worth asking', nl: 'Goed om te vragen' },
  required: { en: 'Required', nl: 'Vereist' },

  answers: { en: 'Answers', nl: 'Antwoorden' },
  'answer.need': { en: 'Need', nl: 'Behoefte' },
  'answer.timing': { en: 'Timing', nl: 'Moment' },
  'answer.budget': { en: 'Budget', nl: 'Budget' },
  'answer.authority': { en: 'Authority', nl: 'Beslissing' },
  'answer.fit': { en: 'Fit', nl: 'Past bij ons' },
  'answer.held': { en: 'Answered', nl: 'Beantwoord' },
  'answer.no': { en: 'Answered: no', nl: 'Beantwoord: nee' },
  'answer.missing': { en: 'Not answered yet', nl: 'Nog niet beantwoord' },
  noAnswers: { en: 'This model asks no questions.', nl: 'Dit model stelt geen vragen.' },
  saveAnswers: { en: 'Save answers', nl: 'Antwoorden opslaan' },
  undo: { en: 'Undo', nl: 'Ongedaan maken' },
  changed: { en: '{n} changed, not saved yet', nl: '{n} gewijzigd, nog niet opgeslagen' },

  brief: { en: 'Brief', nl: 'Samenvatting' },
  briefWho: { en: 'Who', nl: 'Wie' },
  briefWhy: { en: 'Why', nl: 'Waarom' },
  briefTimeline: { en: 'What happened', nl: 'Wat er gebeurde' },
  briefAgainst: { en: 'Against', nl: 'Tegen' },
  briefFor: { en: 'For', nl: 'Voor' },
  noBrief: { en: 'Nothing is known yet.', nl: 'Er is nog niets bekend.' },

  history: { en: 'History', nl: 'Geschiedenis' },
  noHistory: { en: 'No stage change is logged yet.', nl: 'Er is nog geen fasewissel vastgelegd.' },
  'way.workflow': { en: 'Workflow', nl: 'Workflow' },
  'way.manual': { en: 'By hand', nl: 'Met de hand' },
  'way.import': { en: 'Import', nl: 'Import' },
  'way.form': { en: 'Form', nl: 'Formulier' },
  'way.sync': { en: 'From outside', nl: 'Van buiten' },
  'way.clock': { en: 'Deadline', nl: 'Termijn' },

  'button.accept': { en: 'Accept', nl: 'Aannemen' },
  'button.set-stage': { en: 'Set SQL', nl: 'Maak SQL' },
  'button.recycle': { en: 'Recycle', nl: 'Terug naar marketing' },
  'button.disqualify': { en: 'Disqualify', nl: 'Afwijzen' },
  'button.score': { en: 'Score again', nl: 'Opnieuw scoren' },
  'button.answers': { en: 'Save answers', nl: 'Antwoorden opslaan' },
  note: { en: 'Note', nl: 'Notitie' },
  noteHelp: {
    en: 'What you heard that makes this a sales-qualified lead. It stays in the log.',
    nl: 'Wat u hoorde waardoor dit een sales-qualified lead is. Het blijft in het logboek.',
  },
  noteOptional: { en: 'Note (optional)', nl: 'Notitie (optioneel)' },
  overrides: { en: 'Requirements not met', nl: 'Niet aan de eisen voldaan' },
  override: { en: 'Why set SQL all the same?', nl: 'Waarom toch SQL?' },
  overrideHelp: { en: 'Logged as an override, with your name.', nl: 'Vastgelegd als uitzondering, met uw naam.' },
  reason: { en: 'Reason', nl: 'Reden' },
  reasonChoose: { en: 'Choose a reason', nl: 'Kies een reden' },
  recycleHelp: { en: 'What marketing should know.', nl: 'Wat marketing moet weten.' },
  wakeUp: { en: 'Wake up on', nl: 'Opnieuw bekijken op' },
  wakeUpHelp: { en: 'Optional: when somebody looks again.', nl: 'Optioneel: wanneer iemand opnieuw kijkt.' },
  'missing.note': { en: 'Write a note first.', nl: 'Schrijf eerst een notitie.' },
  'missing.override': { en: 'Say why the requirements are skipped.', nl: 'Zeg waarom de eisen worden overgeslagen.' },
  'missing.reason': { en: 'A reason is needed.', nl: 'Er is een reden nodig.' },
  'missing.wakeUp': {
    en: 'Choose a day from tomorrow to two years ahead.',
    nl: 'Kies een dag vanaf morgen tot over twee jaar.',
  },

  'done.accept': { en: 'Lead accepted.', nl: 'Lead aangenomen.' },
  'done.set-stage': { en: 'Now sales-qualified.', nl: 'Nu sales-qualified.' },
  'done.recycle': { en: 'Back to marketing.', nl: 'Terug naar marketing.' },
  'done.disqualify': { en: 'Lead disqualified.', nl: 'Lead afgewezen.' },
  'done.answers': { en: 'Answers saved.', nl: 'Antwoorden opgeslagen.' },
  'done.score': { en: 'Scored again.', nl: 'Opnieuw gescoord.' },
  notDone: { en: '{button}: not done', nl: '{button}: niet gedaan' },
  unsure: {
    en: 'We do not know whether it was done. Trying again is safe: it is done once.',
    nl: 'We weten niet of het gedaan is. Opnieuw proberen is veilig: het gebeurt één keer.',
  },

  'refusal.out-of-date': {
    en: 'This page was out of date: the lead has moved meanwhile. Nothing was changed; below is how it stands now.',
    nl: 'Deze pagina was verouderd: de lead is intussen verplaatst. Er is niets gewijzigd; hieronder de huidige stand.',
  },
  'refusal.note-required': { en: 'A note is needed.', nl: 'Er is een notitie nodig.' },
  'refusal.override-required': {
    en: 'Requirements are not met: say why SQL is set all the same.',
    nl: 'Er is niet aan de eisen voldaan: zeg waarom het toch SQL wordt.',
  },
  'refusal.reason-required': { en: 'A reason is needed.', nl: 'Er is een reden nodig.' },
  'refusal.not-possible': {
    en: 'That cannot be done from this stage.',
    nl: 'Dat kan vanuit deze fase niet.',
  },
  'refusal.ignored-by-hubspot': {
    en: 'HubSpot took the change and did not make it.',
    nl: 'HubSpot nam de wijziging aan en voerde haar niet uit.',
  },
  'refusal.refused-by-hubspot': { en: 'HubSpot refused the change.', nl: 'HubSpot weigerde de wijziging.' },
  'refusal.hubspot-busy': {
    en: 'HubSpot is busy. Try again in a moment.',
    nl: 'HubSpot is druk. Probeer het zo nog eens.',
  },
  'refusal.under-way': {
    en: 'This is still being done. Look again in a moment.',
    nl: 'Dit wordt nog uitgevoerd. Kijk zo nog eens.',
  },
  'refusal.contact-not-found': {
    en: 'HubSpot does not know this contact any more.',
    nl: 'HubSpot kent dit contact niet meer.',
  },
  'refusal.invalid-input': { en: 'Something filled in cannot be used.', nl: 'Iets wat is ingevuld is niet bruikbaar.' },
  'refusal.other': { en: 'The service said no.', nl: 'De dienst zei nee.' },

  failed: { en: 'The lead cannot be shown', nl: 'De lead kan niet worden getoond' },
  'fault.unreachable': {
    en: 'The Handoff service did not answer. Check whether it runs, then try again.',
    nl: 'De Handoff-dienst gaf geen antwoord. Ga na of hij draait en probeer het opnieuw.',
  },
  'fault.refused': {
    en: 'The Handoff service refused the card (status {status}). Its log says why.',
    nl: 'De Handoff-dienst weigerde de kaart (status {status}). Het logboek zegt waarom.',
  },
  'fault.unreadable': {
    en: 'The answer could not be read. Card and service may be of different versions: upload the card again.',
    nl: 'Het antwoord was niet leesbaar. Kaart en dienst zijn mogelijk van verschillende versies: upload de kaart opnieuw.',
  },
  'fault.not-set-up': {
    en: 'The card does not know where the service is: set API_BASE in the profile and upload again.',
    nl: 'De kaart weet niet waar de dienst is: vul API_BASE in het profiel in en upload opnieuw.',
  },

  stale: { en: 'The contact holds an older score', nl: 'Het contact bevat een oudere score' },
  staleText: {
    en: 'What you see is worked out now. Score again to write it to the contact.',
    nl: 'Wat u ziet is nu berekend. Scoor opnieuw om het op het contact te schrijven.',
  },
  neverScored: { en: 'Not written to the contact yet', nl: 'Nog niet op het contact geschreven' },
  old: { en: 'Read {time} ago', nl: '{time} geleden gelezen' },
  oldText: { en: 'It may have changed since.', nl: 'Het kan intussen veranderd zijn.' },
  notRefreshed: {
    en: 'What you see is from {at}; it could not be read again.',
    nl: 'Wat u ziet is van {at}; opnieuw lezen lukte niet.',
  },
  quarantine: { en: 'Held back: {stage}', nl: 'Vastgehouden: {stage}' },
  footer: {
    en: 'Read {at} · model {model} · {coverage} % of the points known',
    nl: 'Gelezen {at} · model {model} · {coverage} % van de punten bekend',
  },
  elsewhere: {
    en: 'Reasons, answers and history: on the tab "Lead score".',
    nl: 'Redenen, antwoorden en geschiedenis: op het tabblad "Lead score".',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type TextKey = keyof typeof TEXTS;

/** Says a text in the user's language. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** @param locale HubSpot's: `nl`, `en-us`, `pt-br`; absent: English */
export const languageOf = (locale: string | undefined): Language =>
  locale?.toLowerCase().split(/[-_]/)[0] === 'nl' ? 'nl' : 'en';

export function createSay(language: Language): Say {
  return (key, values = {}) =>
    TEXTS[key][language].replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ''));
}

/** Is there a text under this name? For names made of what the service sends. */
export const hasText = (key: string): key is TextKey => Object.hasOwn(TEXTS, key);
