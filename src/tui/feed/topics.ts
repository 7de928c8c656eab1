import type {Clock} from '../../core/clock.ts';
import {EventTopic} from './event-topic.ts';
import type {Send} from './feed-message.ts';
import {LogTopic} from './log-topic.ts';
import {ProcessTopic} from './process-topic.ts';
import {RequestTopic} from './request-topic.ts';
import {StatusTopic} from './status-topic.ts';
import type {Topic} from './topic.ts';

export interface TopicsOptions {
  readonly clock: Clock;
  readonly send: Send;
}

/** All that is followed; what the screen shows first is asked for first. */
export function createTopics({clock, send}: TopicsOptions): readonly Topic[] {
  const status = new StatusTopic({clock, send});
  return [
    new ProcessTopic(send),
    new LogTopic(send),
    status,
    new EventTopic({send, onEventOfProx: () => status.refresh()}),
    new RequestTopic(send),
  ];
}
