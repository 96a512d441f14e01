import { hubspot } from '@hubspot/ui-extensions';
import { LeadCard } from './lead-card';
import { OUTSIDE } from './outside';

hubspot.extend<'crm.record.tab'>(() => <LeadCard outside={OUTSIDE} layout="full" />);
