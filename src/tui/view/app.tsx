import {Box, Text} from 'ink';
import {useSyncExternalStore, type ReactNode} from 'react';
import {layoutOf} from '../model/layout.ts';
import type {Model} from '../model/model.ts';
import {screenRows} from './screen-rows.ts';

/** Where the model is, and how one hears of another. */
export interface Store {
  readonly model: () => Model;
  readonly subscribe: (onChange: () => void) => () => void;
}

export function App({store}: {readonly store: Store}): ReactNode {
  const model = useSyncExternalStore(store.subscribe, store.model);
  const {columns, rows} = layoutOf(model);
  // Ink would leave out a row without any text.
  const text = screenRows(model)
    .map(row => row || ' ')
    .join('\n');
  return (
    <Box width={columns} height={rows} overflow="hidden">
      <Text wrap="truncate-end">{text}</Text>
    </Box>
  );
}
