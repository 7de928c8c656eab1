/** `10:32:01`, as the clock on the wall shows it. `at` is in epoch ms, or RFC 3339. */
export function timeOfDay(at: number | string): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
