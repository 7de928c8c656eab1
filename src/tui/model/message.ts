import type {ProcessSummary} from '../../core/process-report.ts';
import type {SupervisorStatus} from '../../core/prox.ts';
import type {FeedMessage} from '../feed/feed-message.ts';
import type {Input} from '../terminal/input.ts';
import type {Model, Notice, PageRef, Size} from './model.ts';

/** What happens to the screen. */
export type Msg =
  | Exclude<FeedMessage, {readonly type: 'status' | 'processes'}>
  | {readonly type: 'status'; readonly status: SupervisorStatus; readonly at: number}
  | {
      readonly type: 'processes';
      readonly processes: readonly ProcessSummary[];
      readonly at: number;
    }
  | {readonly type: 'typed'; readonly text: string}
  | {readonly type: 'input'; readonly input: Input}
  | {readonly type: 'resized'; readonly size: Size}
  | {readonly type: 'pageCame'; readonly page: PageRef; readonly lines: readonly string[]}
  | {readonly type: 'noticed'; readonly notice: Notice}
  /** It was there long enough to be read. */
  | {readonly type: 'noticeRead'; readonly notice: Notice}
  /** What was typed for a process has not come to it. */
  | {readonly type: 'refusedText'; readonly name: string; readonly notice: Notice};

/** What is to be done; `update` itself does nothing. */
export type Effect =
  | {readonly type: 'operate'; readonly operation: Operation; readonly name: string}
  | {readonly type: 'reload'}
  | {readonly type: 'page'; readonly page: PageRef}
  | {readonly type: 'copy'; readonly text: string; readonly what: string}
  | {readonly type: 'copyCurl'; readonly id: string}
  | {readonly type: 'browse'; readonly url: string}
  | {readonly type: 'send'; readonly name: string; readonly text: string}
  | ({readonly type: 'fitTerminal'; readonly name: string} & Size)
  | {readonly type: 'mouse'; readonly isOn: boolean}
  | {readonly type: 'plain'; readonly isOn: boolean}
  | {readonly type: 'suspend'}
  | {readonly type: 'leave'; readonly how: 'quit' | 'detach'};

export type Operation = 'restart' | 'stop' | 'start';

export interface Step {
  readonly model: Model;
  readonly effects: readonly Effect[];
}
