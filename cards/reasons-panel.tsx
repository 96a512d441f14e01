import { Box, Button, Flex, Heading, Tag, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { CardReason } from './contract';
import { reasonViews } from './score-view';
import type { Say } from './texts';

interface Props {
  readonly reasons: readonly CardReason[];
  readonly say: Say;
  /** Shown before the rest is asked for. */
  readonly most?: number;
}

/** Why this score: the strongest reasons first, those against the lead among them. */
export function ReasonsPanel({ reasons, say, most = 5 }: Props) {
  const [all, setAll] = useState(false);
  const shown = reasonViews(all ? reasons : reasons.slice(0, most), say);
  return (
    <Flex direction="column" gap="sm">
      <Heading>{say('why')}</Heading>
      {shown.length === 0 ? <Text>{say('noReasons')}</Text> : null}
      {shown.map(({ key, points, against, text, axis }) => (
        <Flex key={key} direction="row" gap="sm" align="start">
          <Box flex="none">
            <Tag variant={against ? 'error' : 'success'}>{points}</Tag>
          </Box>
          <Box flex={1}>
            <Text>{text}</Text>
            <Text variant="microcopy">{axis}</Text>
          </Box>
        </Flex>
      ))}
      {reasons.length > most ? (
        <Button variant="transparent" size="xs" onClick={() => setAll(!all)}>
          {all ? say('showLess') : say('showAll', { n: reasons.length })}
        </Button>
      ) : null}
    </Flex>
  );
}
