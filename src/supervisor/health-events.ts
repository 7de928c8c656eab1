import type {EventReport, EventType} from '../core/event.ts';
import type {HealthState} from '../core/health.ts';

/** `text` continues a sentence that begins with a name. */
export type ReportOf = (
  type: EventType,
  text: string,
  details: NonNullable<EventReport['details']>,
) => void;

/** Tells that something is unhealthy, and that it has recovered, but not that it has just become healthy. */
export class HealthEvents {
  readonly #report: ReportOf;
  #wasUnhealthy = false;

  constructor(report: ReportOf) {
    this.#report = report;
  }

  /** To be called after a change. */
  note(text: string, {health, consecutiveFailures, lastOutput}: HealthState): void {
    if (health === 'unknown') return;
    if (health === 'unhealthy') {
      this.#report('health.unhealthy', text, {consecutiveFailures, lastOutput});
    } else if (this.#wasUnhealthy) {
      this.#report('health.recovered', text, {});
    }
    this.#wasUnhealthy = health === 'unhealthy';
  }
}
