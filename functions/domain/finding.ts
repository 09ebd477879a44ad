/** `path` leads to the value in `pools.yaml`, which has the same structure. */
export type Finding = { readonly path: readonly (string | number)[]; readonly what: string; readonly cure: string };
