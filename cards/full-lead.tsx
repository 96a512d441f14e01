import { AutoGrid, Flex, Tab, Tabs, Text, Tile } from '@hubspot/ui-extensions';
import { ActionBar } from './action-bar';
import { AnswersForm } from './answers-form';
import { BriefPanel } from './brief-panel';
import { ClockLine } from './clock-line';
import { HistoryList } from './history-list';
import { MissingPanel } from './missing-panel';
import { Notices } from './notices';
import { ReasonsPanel } from './reasons-panel';
import { ScoreAxes, ScoreHead } from './score-head';
import type { ShownLead } from './shown-lead';
import { StageSteps } from './stage-steps';

/** The whole card: how good, how long is left and what to do at the top; why and what is missing below; then the rest. */
export function FullLead(shown: ShownLead) {
  const { lead, state, told } = shown;
  const { view } = state;
  const { say, moments } = told;
  return (
    <Flex direction="column" gap="md">
      <Notices {...shown} />
      <Tile>
        <Flex direction="column" gap="md">
          <AutoGrid columnWidth={230} flexible gap="md">
            <ScoreHead view={view} say={say} />
            <ClockLine view={view} told={told} />
          </AutoGrid>
          <ScoreAxes view={view} say={say} />
          <StageSteps stage={view.stage} say={say} />
        </Flex>
      </Tile>
      <ActionBar {...shown} />
      <AutoGrid columnWidth={230} flexible gap="md">
        <ReasonsPanel reasons={view.reasons} say={say} />
        <MissingPanel view={view} say={say} />
      </AutoGrid>
      <Tabs defaultSelected="answers">
        <Tab tabId="answers" title={say('answers')}>
          <AnswersForm lead={lead} state={state} say={say} />
        </Tab>
        <Tab tabId="brief" title={say('brief')}>
          <BriefPanel brief={view.brief} say={say} />
        </Tab>
        <Tab tabId="history" title={say('history')}>
          <HistoryList view={view} say={say} moments={moments} />
        </Tab>
      </Tabs>
      <Text variant="microcopy">
        {say('footer', {
          at: moments.moment(view.readAt),
          model: view.score.model,
          coverage: Math.round(view.score.coverage * 100),
        })}
      </Text>
    </Flex>
  );
}
