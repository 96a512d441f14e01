import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { CardView } from './contract';
import { historyViews } from './history-view';
import type { Moments } from './moments';
import type { Say } from './texts';

interface Props {
  readonly view: CardView;
  readonly say: Say;
  readonly moments: Moments;
}

/** Every stage change: when, which way, who, and why. */
export function HistoryTable({ view, say, moments }: Props) {
  const rows = historyViews(view, say, moments);
  if (rows.length === 0) return <Text>{say('noHistory')}</Text>;
  return (
    <Table bordered density="condensed">
      <TableHead>
        <TableRow>
          <TableHeader>{say('when')}</TableHeader>
          <TableHeader>{say('change')}</TableHeader>
          <TableHeader>{say('who')}</TableHeader>
          <TableHeader>{say('because')}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ key, at, change, by, because }) => (
          <TableRow key={key}>
            <TableCell width="min">{at}</TableCell>
            <TableCell>{change}</TableCell>
            <TableCell>{by}</TableCell>
            <TableCell>{because}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
