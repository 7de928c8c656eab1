import {toWire} from '../api/wire.ts';
import {ProxError} from '../core/errors.ts';
import {MAX_EVENTS} from '../core/event.ts';
import type {Invocation} from './context.ts';
import {eventSource} from './event-source.ts';
import {eventDetail} from '../render/event-detail.ts';

/** `prox events ID`: all that is known of one. @throws ProxError EVENT_NOT_FOUND, USAGE */
export async function showEvent(ids: readonly string[], invocation: Invocation): Promise<void> {
  const [text = '', other] = ids;
  if (other !== undefined) {
    const hint = `Several are acknowledged at once: \`prox events ack ${ids.join(' ')}\`.`;
    throw new ProxError('USAGE', {detail: 'one event is shown at a time', hint});
  }
  const {options, output} = invocation;
  const source = await eventSource(invocation);
  const {events} = await source.events({limit: MAX_EVENTS});
  const event = events.find(({id}) => id === Number(text));
  if (event === undefined) {
    const hint = `Only the newest ${MAX_EVENTS} events are kept; \`prox events\` lists them.`;
    throw new ProxError('EVENT_NOT_FOUND', {detail: text, hint});
  }
  await output.print(
    options.isSet('json') ? JSON.stringify(toWire(event)) : eventDetail(event, output.paint),
  );
}
