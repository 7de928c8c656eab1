/** A command as one types it into a POSIX shell. */
export function shellText(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** XCU 2.2.2: nothing is special between single quotes, which cannot stand there themselves. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
