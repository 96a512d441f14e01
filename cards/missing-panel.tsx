import { Flex, Heading, Inline, List, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CardQuestion, CardView } from './contract';
import type { Say } from './texts';

/** What the next stage still needs, and what nobody knows yet. */
export function MissingPanel({ view, say }: { readonly view: CardView; readonly say: Say }) {
  return (
    <Flex direction="column" gap="md">
      <NextStage next={view.stage.next} say={say} />
      <Questions questions={view.questions} say={say} />
    </Flex>
  );
}

function NextStage({ next, say }: { readonly next: CardView['stage']['next']; readonly say: Say }) {
  if (!next) return <Text variant="microcopy">{say('noNext')}</Text>;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{say('toReach', { stage: next.label })}</Heading>
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

function Questions({ questions, say }: { readonly questions: readonly CardQuestion[]; readonly say: Say }) {
  if (questions.length === 0) return null;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{say('questions')}</Heading>
      <List variant="unordered-styled">
        {questions.map(({ rule, text, required }) => (
          <Inline key={rule} gap="sm" align="center">
            <Text>{asQuestion(text)}</Text>
            {required ? <StatusTag variant="warning">{say('required')}</StatusTag> : null}
          </Inline>
        ))}
      </List>
    </Flex>
  );
}

/** What is unknown is asked, not stated: the model's words may be a statement. */
const asQuestion = (text: string): string => (/[?.!]$/.test(text.trim()) ? text : `${text}?`);
