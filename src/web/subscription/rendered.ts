/** A subscription in one format; `leftOut` = links that the format has no words for. */
export type Rendered = { readonly body: string; readonly leftOut: number };
