import type {HealthState} from '../core/health.ts';
import type {ReportOf} from './member-report.ts';

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
