import {
  AutoGrid,
  Button,
  ButtonRow,
  DateInput,
  Flex,
  Input,
  LoadingButton,
  StatusTag,
  Text,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import { answerViews, changedAnswers, dayOf, dayText, type AnswerView, type Edits } from './answer-edits';
import type { ShownLead } from './shown-lead';
import type { Say } from './texts';

interface Props extends Pick<ShownLead, 'lead' | 'state'> {
  readonly say: Say;
}

/** What sales asks of a lead and what is known of it, each to be corrected where it stands. */
export function AnswersForm({ lead, state, say }: Props) {
  const { answers } = state.view;
  const [edits, setEdits] = useState<Edits>({});
  const changed = changedAnswers(answers, edits);
  const count = Object.keys(changed).length;
  const { busy } = state;
  const saving = typeof busy === 'object' && busy.button === 'answers';
  const save = async (): Promise<void> => {
    if (await lead.press({ button: 'answers', answers: changed })) setEdits({});
  };

  if (answers.length === 0) return <Text>{say('noAnswers')}</Text>;
  return (
    <Flex direction="column" gap="md">
      <AutoGrid columnWidth={210} flexible gap="md">
        {answerViews(answers, edits, say).map((answer) => (
          <AnswerField
            key={answer.question}
            answer={answer}
            onEdit={(value) => setEdits((before) => ({ ...before, [answer.question]: value }))}
          />
        ))}
      </AutoGrid>
      {count === 0 ? null : (
        <Flex direction="column" gap="xs">
          <Text variant="microcopy">{say('changed', { n: count })}</Text>
          <ButtonRow disableDropdown>
            <LoadingButton
              variant="primary"
              size="sm"
              loading={saving}
              disabled={busy !== undefined}
              onClick={() => void save()}
            >
              {say('saveAnswers')}
            </LoadingButton>
            <Button variant="secondary" size="sm" disabled={busy !== undefined} onClick={() => setEdits({})}>
              {say('undo')}
            </Button>
          </ButtonRow>
        </Flex>
      )}
    </Flex>
  );
}

function AnswerField({ answer, onEdit }: { readonly answer: AnswerView; readonly onEdit: (value: string) => void }) {
  const { question, label, kind, value, state } = answer;
  const day = dayOf(value);
  return (
    <Flex direction="column" gap="xs">
      {kind === 'date' ? (
        <DateInput
          name={question}
          label={label}
          format="YYYY-MM-DD"
          {...(day ? { value: day } : {})}
          onChange={(chosen) => onEdit(chosen ? dayText(chosen) : '')}
        />
      ) : (
        <Input name={question} label={label} value={value} onInput={onEdit} />
      )}
      <StatusTag variant={state.tone}>{state.text}</StatusTag>
    </Flex>
  );
}
