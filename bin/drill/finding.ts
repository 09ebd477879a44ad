/** One thing that a drill tells. */
export type Finding =
  | { readonly kind: 'ok' | 'note'; readonly what: string }
  /** `next`: what to do about it. */
  | { readonly kind: 'problem'; readonly what: string; readonly next: string };

export const ok = (what: string): Finding => ({ kind: 'ok', what });
export const note = (what: string): Finding => ({ kind: 'note', what });
export const problem = (what: string, next: string): Finding => ({ kind: 'problem', what, next });

export const ageOf = (seconds: number): string => {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
};
