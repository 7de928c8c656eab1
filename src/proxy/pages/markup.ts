/** Safe to send as HTML. Only the tag `markup` makes it, so that nothing gets in unescaped. */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static fromTemplate(
    this: void,
    parts: TemplateStringsArray,
    ...contents: readonly Content[]
  ): Markup {
    const rest = contents.map((content, index) => toText(content) + (parts[index + 1] ?? ''));
    return new Markup((parts[0] ?? '') + rest.join(''));
  }

  /** The same without line ends. */
  inOneLine(): Markup {
    return new Markup(this.#text.trim().replaceAll(/\s*\n\s*/g, ' '));
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: text, which is escaped, and markup, which is not. */
type Content = string | Markup | readonly Markup[];

/** The tag of templates. */
export const markup = Markup.fromTemplate;

function toText(content: Content): string {
  if (content instanceof Markup) return content.toString();
  if (typeof content !== 'string') return content.join('');
  return content.replaceAll(/[&<>"']/g, character => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
