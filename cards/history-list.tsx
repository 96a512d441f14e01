import { Flex, Text } from '@hubspot/ui-extensions';
import type { CardView } from './contract';
import { historyViews } from './history-view';
import type { Moments } from './moments';
import type { Say } from './texts';

interface Props {
  readonly view: CardView;
  readonly say: Say;
  readonly moments: Moments;
}

/** Every stage change, the newest first: from where to where, when, which way, who, and why. */
export function HistoryList({ view, say, moments }: Props) {
  const rows = historyViews(view, say, moments);
  if (rows.length === 0) return <Text>{say('noHistory')}</Text>;
  return (
    <Flex direction="column" gap="md">
      {rows.map(({ key, at, change, by, because }) => (
        <Flex key={key} direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>{change}</Text>
          <Text variant="microcopy">{[at, by].filter(Boolean).join(' · ')}</Text>
          {because === '' ? null : <Text>{because}</Text>}
        </Flex>
      ))}
    </Flex>
  );
}
