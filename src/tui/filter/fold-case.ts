/**
 * The text in lower case, for comparing: each character stays at its UTF-16 offset, and a word is
 * found in whatever text it is part of.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  // A sigma's lower case depends on what follows it; a word and the text around it must agree.
  const folded = lower.replaceAll('ς', 'σ');
  return folded.length === text.length ? folded : foldEach(text);
}

/** For text with a character that grows, such as `İ`. */
function foldEach(text: string): string {
  return Array.from(text, character => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower.replace('ς', 'σ') : character;
  }).join('');
}
