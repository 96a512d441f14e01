import { Flex, Text } from '@hubspot/ui-extensions';
import { ActionBar } from './action-bar';
import { ClockLine } from './clock-line';
import { MissingPanel } from './missing-panel';
import { Notices } from './notices';
import { ReasonsPanel } from './reasons-panel';
import { ScoreHead } from './score-head';
import type { ShownLead } from './shown-lead';

/** Beside the record: the score, the clock, the buttons, the strongest reasons and what is missing. */
export function CompactLead(shown: ShownLead) {
  const { view } = shown.state;
  const { say } = shown.told;
  return (
    <Flex direction="column" gap="md">
      <Notices {...shown} />
      <ScoreHead view={view} say={say} />
      <ClockLine view={view} told={shown.told} brief />
      <ActionBar {...shown} />
      <ReasonsPanel reasons={view.reasons} say={say} most={3} />
      <MissingPanel view={view} say={say} brief />
      <Text variant="microcopy">{say('elsewhere')}</Text>
    </Flex>
  );
}
