import { Flex, Heading, Inline, List, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CardView } from './contract';
import { questionViews, type QuestionView } from './question-views';
import { stageName } from './stage-view';
import type { Say } from './texts';

interface Props {
  readonly view: CardView;
  readonly say: Say;
  /** Of the questions, only those a hard requirement waits for. */
  readonly brief?: boolean;
}

/** What the next stage still needs, and what nobody knows yet. */
export function MissingPanel({ view, say, brief = false }: Props) {
  return (
    <Flex direction="column" gap="md">
      <NextStage stage={view.stage} say={say} />
      <Questions questions={questionViews(view.questions, brief)} say={say} />
    </Flex>
  );
}

function NextStage({ stage: { next, steps }, say }: { readonly stage: CardView['stage']; readonly say: Say }) {
  if (!next) return <Text variant="microcopy">{say('noNext')}</Text>;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{say('toReach', { stage: stageName(next.stage, steps, say) })}</Heading>
      {next.missing.length === 0 ? (
        <Text>{say('nothingMissing')}</Text>
      ) : (
        <List variant="unordered-styled">
          {next.missing.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </List>
      )}
    </Flex>
  );
}

function Questions({ questions, say }: { readonly questions: readonly QuestionView[]; readonly say: Say }) {
  if (questions.length === 0) return null;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{say('questions')}</Heading>
      <List variant="unordered-styled">
        {questions.map(({ key, text, required }) => (
          <Inline key={key} gap="sm" align="center">
            <Text>{text}</Text>
            {required ? <StatusTag variant="warning">{say('required')}</StatusTag> : null}
          </Inline>
        ))}
      </List>
    </Flex>
  );
}
