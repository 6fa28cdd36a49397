// Addresses as a language writes them: in Chinese from the city down, in Latin letters from the number up.
import type { Language } from "./format.ts";

export type Addressed = { fullAddress: string; latinAddress?: string | null };

/** The whole line, with the designator of a room where one is given. A register may have the Chinese line only. */
export function addressLine(
  language: Language,
  address: Addressed | null | undefined,
  room?: string | null | undefined,
): string {
  const isLatin = language === "en" && Boolean(address?.latinAddress);
  const parts = isLatin ? [room, address?.latinAddress] : [address?.fullAddress, room];
  return parts.filter(Boolean).join(isLatin ? ", " : " ");
}

export type Short = { thoroughfare: string; locatorDesignator: string; latinAddress?: string | null };

/** Number and street, for where room is scarce. */
export function shortAddress(language: Language, address: Short): string {
  const [street] = address.latinAddress?.split(",") ?? [];
  return language === "en" && street ? street : `${address.thoroughfare} ${address.locatorDesignator}`;
}
