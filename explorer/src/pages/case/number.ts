// Case numbers as people type them: small letters, spaces and dashes count as what the register writes.

export function isSameNumber(one: string | null, other: string | null): boolean {
  return folded(one) === folded(other);
}

function folded(number: string | null): string {
  return (number ?? "")
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s\p{Dash}]/gu, "");
}
