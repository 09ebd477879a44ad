/** A variable of the environment; an empty one is one that is not set. */
export const setting = (name: string): string | undefined => process.env[name] || undefined;
