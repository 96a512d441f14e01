import { AutoGrid, Box, Flex, Heading, ProgressBar, ScoreCircle, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CardView } from './contract';
import { scoreView } from './score-view';
import type { Say } from './texts';

interface Props {
  readonly view: CardView;
  readonly say: Say;
}

/** How good, and what to do next. */
export function ScoreHead({ view, say }: Props) {
  const { score, verdict } = scoreView(view, say);
  const { label, nextAction, owner } = view.stage;
  return (
    <Flex direction="row" gap="md" align="center">
      <Box flex="none">
        <ScoreCircle score={score} />
      </Box>
      <Box flex={1}>
        <Flex direction="column" gap="xs">
          <StatusTag variant={verdict.tone}>{verdict.text}</StatusTag>
          <Heading>{label}</Heading>
          {nextAction === '' ? null : (
            <Text>
              <Text inline format={{ fontWeight: 'demibold' }}>
                {say('nextAction')}:
              </Text>{' '}
              {nextAction}
            </Text>
          )}
          {owner === '' ? null : <Text variant="microcopy">{say('owner', { owner })}</Text>}
        </Flex>
      </Box>
    </Flex>
  );
}

/** The three axes the score is made of. An axis the model does not have is said to be none. */
export function ScoreAxes({ view, say }: Props) {
  return (
    <AutoGrid columnWidth={110} flexible gap="md">
      {scoreView(view, say).axes.map(({ name, value, weak }) =>
        value === undefined ? (
          <Text key={name} variant="microcopy">
            {name}: {say('axisNone')}
          </Text>
        ) : (
          <ProgressBar
            key={name}
            title={name}
            value={value}
            maxValue={100}
            valueDescription={String(value)}
            variant={weak ?? 'success'}
          />
        ),
      )}
    </AutoGrid>
  );
}
