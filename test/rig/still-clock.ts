import {type Timer, systemClock} from '../../src/core/clock.ts';
import {FakeClock} from './fake-clock.ts';

/** The polls of a stop and the checks of a healthcheck of 50 ms are shorter, every back-off is longer. */
const SHORT_MS = 100;

/** Time that stands still for what waits long. What waits shortly waits in real time: a stop polls, and must end. */
export class StillClock extends FakeClock {
  override after(ms: number, callback: () => void): Timer {
    return ms < SHORT_MS ? systemClock.after(ms, callback) : super.after(ms, callback);
  }
}
