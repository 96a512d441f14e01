import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import { noticeViews, type NoticeView } from './notice-view';
import type { ShownLead } from './shown-lead';
import type { Lead } from './use-lead';

/** Bars above the card, each with a way on. */
export function Notices({ lead, state, told }: ShownLead) {
  const notices = noticeViews(state.view, state.notice, told);
  if (notices.length === 0) return null;
  const words = { refresh: 'refresh', dismiss: 'dismiss', score: 'button.score', repeat: 'again' } as const;
  return (
    <Flex direction="column" gap="sm">
      {notices.map(({ key, tone, title, text, way }) => (
        <Alert key={key} title={title} variant={tone}>
          <Flex direction="column" gap="sm" align="start">
            <Text>{text}</Text>
            <Button variant="secondary" size="xs" disabled={state.busy !== undefined} onClick={() => follow(lead, way)}>
              {told.say(words[way.kind])}
            </Button>
          </Flex>
        </Alert>
      ))}
    </Flex>
  );
}

function follow(lead: Lead, way: NoticeView['way']): void {
  switch (way.kind) {
    case 'refresh':
      return lead.refresh();
    case 'dismiss':
      return lead.dismiss();
    case 'score':
      return void lead.press({ button: 'score' });
    case 'repeat':
      return void lead.repeat(way.press);
  }
}
