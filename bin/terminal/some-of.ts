/** `asha, ravi and 3 more`: a terminal is no place for twenty thousand names. */
export const someOf = (names: readonly string[], most = 30): string =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
