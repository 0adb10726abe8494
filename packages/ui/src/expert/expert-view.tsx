/** The novice's desktop, as the expert sees it. */
export function ExpertView({ id }: { readonly id: string }) {
  return <main>{id}</main>;
}
