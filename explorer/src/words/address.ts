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

type Placed = {
  address?: Addressed | null;
  room?: { designator: string; building?: { address: Addressed } } | null;
  unit: { name: string; latinName: string | null } | null;
};

/** Where a residence or a tenancy is: the room, or the unit alone where the register has no room. */
export function placeLine(language: Language, { address, room, unit }: Placed): string {
  const line = addressLine(language, address ?? room?.building?.address, room?.designator);
  if (line || !unit) return line;
  return language === "en"
    ? `${unit.latinName || unit.name}, no room on the register`
    : `${unit.name}（登记册上没有房间）`;
}

export type Short = { thoroughfare: string; locatorDesignator: string; latinAddress?: string | null };

/** Number and street, for where room is scarce. */
export function shortAddress(language: Language, address: Short): string {
  const [street] = address.latinAddress?.split(",") ?? [];
  return language === "en" && street ? street : `${address.thoroughfare} ${address.locatorDesignator}`;
}
