/** What is told, in their place, of log lines that a reader was too slow for. */
export function lossText(count: number): string {
  return count === 1
    ? 'prox: 1 line was lost here, it came too fast'
    : `prox: ${count} lines were lost here, they came too fast`;
}
