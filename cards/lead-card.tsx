import { useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { useMemo } from 'react';
import { CompactLead } from './compact-lead';
import { FullLead } from './full-lead';
import { LoadFailed, Loading } from './load-state';
import { createMoments } from './moments';
import type { Outside } from './outside';
import { createSay, languageOf } from './texts';
import { useLead } from './use-lead';
import { useNow } from './use-now';

export interface LeadCardProps {
  readonly outside: Outside;
  /** compact: beside the record, where there is little room. */
  readonly layout: 'full' | 'compact';
}

/** The card of one contact: reads it, shows it, and tells the record when something was done. */
export function LeadCard({ outside, layout }: LeadCardProps) {
  const { crm, user, portal, variables } = useExtensionContext<'crm.record.tab'>();
  const { addAlert, refreshObjectProperties, onCrmPropertiesUpdate } = useExtensionActions<'crm.record.tab'>();
  const { locale } = user;
  const say = useMemo(() => createSay(languageOf(locale)), [locale]);
  const moments = useMemo(
    () => createMoments({ say, locale, timeZone: portal.timezone }),
    [say, locale, portal.timezone],
  );
  const lead = useLead({
    outside,
    base: baseOf(variables?.['API_BASE']),
    contactId: String(crm.objectId),
    onDone: ({ button }) => {
      refreshObjectProperties();
      addAlert({ type: 'success', message: say(`done.${button}`) });
    },
    whenChanged: (changed) => onCrmPropertiesUpdate(WATCHED, changed),
  });
  const told = { say, moments, now: useNow(outside.now) };

  switch (lead.state.kind) {
    case 'loading':
      return <Loading say={say} />;
    case 'failed':
      return <LoadFailed why={lead.state.why} say={say} onAgain={lead.refresh} />;
    case 'ready': {
      const Shown = layout === 'full' ? FullLead : CompactLead;
      return <Shown lead={lead} state={lead.state} told={told} />;
    }
  }
}

/** What a lead is judged by changes with these, or is written with them. */
const WATCHED = ['lifecyclestage', 'hs_lead_status', 'handoff_scored_at'];

/** HubSpot fills it in from the profile the project was uploaded with. */
const baseOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.replace(/\/+$/, '') : undefined;
